package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/internal/witness"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
)

// witnesses finds exchanges in which mutants differ from the faithful mock. It
// keeps what the faithful mock answered.
type witnesses struct {
	doc      *spec.Document
	faithful map[string]witness.Transcript // by deployment
	cert     *tls.Certificate
}

// find returns the first exchange in which a mutant differs, "" if there is none.
func (w *witnesses) find(ctx context.Context, ids, deployments []string) (string, error) {
	for _, name := range deployments {
		if w.faithful[name] == nil {
			err := w.serve(name, nil, func(g witness.Gateway) { w.faithful[name] = witness.Record(ctx, g) })
			if err != nil {
				return "", err
			}
		}
		found := ""
		err := w.serve(name, ids, func(g witness.Gateway) {
			if n, s, ok := witness.Compare(ctx, g, w.faithful[name]); ok {
				found = fmt.Sprintf("%s %d, %s", name, n, s.Did)
			}
		})
		if found != "" || err != nil {
			return found, err
		}
	}
	return "", ctx.Err()
}

// serve serves one deployment while use lasts.
func (w *witnesses) serve(name string, mutants []string, use func(witness.Gateway)) error {
	clock := clockwork.NewFakeClockAt(mockTime)
	opts := []mock.Option{mock.WithDocument(w.doc), mock.WithClock(clock), mock.WithSeed(1), mock.WithMutant(mutants...),
		mock.WithAuthMode(mock.Static), mock.WithPool(name == "pool"), mock.WithDownload(name != "disabled")}
	if name == "dynamic" {
		opts = append(opts, mock.WithAuthMode(mock.Dynamic))
	}
	for _, a := range mockAgents {
		opts = append(opts, mock.WithAgent(a.ID, a.Password.Reveal()))
	}
	gateway, err := mock.New(opts...)
	if err != nil {
		return err
	}
	if err := w.certify(); err != nil {
		return errors.Join(err, gateway.Close())
	}
	counted := &countedHandler{handler: gateway}
	server, err := mock.Serve(counted, mock.Serving{Cert: w.cert})
	if err != nil {
		return errors.Join(err, gateway.Close())
	}
	use(w.describe(name, server, gateway, clock, counted))
	return errors.Join(server.Stop(), gateway.Close())
}

func (w *witnesses) certify() error {
	if w.cert != nil {
		return nil
	}
	authority, err := mock.NewAuthority()
	if err != nil {
		return err
	}
	cert, err := authority.Issue()
	w.cert = &cert
	return err
}

// describe says what the driver needs to know.
func (w *witnesses) describe(name string, server *mock.Server, gateway *mock.Gateway, clock *clockwork.FakeClock, counted *countedHandler) witness.Gateway {
	trusted := x509.NewCertPool()
	trusted.AddCert(w.cert.Leaf)
	g := witness.Gateway{
		Address: strings.TrimPrefix(server.URL, "https://"),
		TLS:     &tls.Config{RootCAs: trusted, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(4)},
		Pool:    name == "pool", Dynamic: name == "dynamic", PollHold: 10 * time.Second,
		Advance: clock.Advance, Waiting: clock.BlockUntilContext, Active: func() int { return int(counted.active.Load()) },
		Record: func(agent string) { _, _ = gateway.RecordCall(agent) },
	}
	for _, a := range mockAgents {
		g.Agents = append(g.Agents, witness.Agent{ID: a.ID, Password: a.Password.Reveal()})
	}
	absent, drive := fixtures.Absent()
	g.Absent, g.Drive = witness.Recording{ID: absent, Filetype: "1", Location: "1"}, drive
	for _, r := range driven() {
		g.Recordings = append(g.Recordings, witness.Recording{ID: r.RecordID, Filetype: r.Filetype, Location: fmt.Sprint(fixtures.LocationID)})
	}
	large, _ := fixtures.ByName("one-mib")
	g.Large = witness.Recording{ID: large.RecordID, Filetype: large.Filetype, Location: fmt.Sprint(fixtures.LocationID)}
	return g
}

// driven are the recordings that the driver downloads: one of each kind first.
func driven() []fixtures.Recording {
	var first []fixtures.Recording
	for _, name := range []string{"agent-call", "ivr", "third-party", "non-ascii-name"} {
		r, _ := fixtures.ByName(name)
		first = append(first, r)
	}
	return slices.Concat(first, slices.DeleteFunc(fixtures.Catalogue(), func(r fixtures.Recording) bool {
		return r.Size > 100<<10 || slices.ContainsFunc(first, func(f fixtures.Recording) bool { return f.Name == r.Name })
	}))
}

// countedHandler counts the requests that are being answered.
type countedHandler struct {
	handler http.Handler
	active  atomic.Int64
}

// ServeHTTP implements http.Handler.
func (c *countedHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.active.Add(1)
	defer c.active.Add(-1)
	c.handler.ServeHTTP(w, r)
}

func newWitnesses(doc *spec.Document) *witnesses {
	return &witnesses{doc: doc, faithful: map[string]witness.Transcript{}}
}
