package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/internal/wrongclients"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/mock/judge"
	"github.com/gwcheck/gwcheck/suites/report"
)

// clientProof is what the mock found of one client.
type clientProof struct {
	Name        string   `json:"name"`
	Sentence    string   `json:"sentence"`
	Requirement string   `json:"requirement"` // that it breaks, "" for a right one
	Found       []string `json:"found"`       // requirements of the violations, in their order
	Proven      bool     `json:"proven"`
	Error       string   `json:"error,omitempty"` // why the client could not do what it wanted
}

// proveClients runs right and wrong clients against the mock. It fails with code 1
// unless each wrong one is found and no right one is.
func proveClients(env Env, only []string, format string) error {
	all := slices.Concat(wrongclients.Right(), wrongclients.Wrong())
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	for _, name := range only {
		if !slices.Contains(names, name) {
			return wrong("--only: there is no client %q; gwcheck selfcheck --clients shows all", name)
		}
	}
	var proofs []clientProof
	for _, c := range all {
		if len(only) == 0 || slices.Contains(only, c.Name) {
			proofs = append(proofs, proveClient(c))
		}
	}
	if err := showClients(env, proofs, format); err != nil {
		return err
	}
	if slices.ContainsFunc(proofs, func(p clientProof) bool { return !p.Proven }) {
		return &failure{code: report.ExitNonconformant}
	}
	return nil
}

func proveClient(c wrongclients.Case) clientProof {
	p := clientProof{Name: c.Name, Sentence: c.Sentence, Requirement: c.Requirement}
	v, err := judgeCase(c)
	if err != nil {
		p.Error = err.Error()
		return p
	}
	for _, x := range v.Violations {
		p.Found = append(p.Found, x.Requirement)
	}
	p.Proven = v.Requests > 0 && (c.Requirement == "" && len(p.Found) == 0 || slices.Contains(p.Found, c.Requirement))
	return p
}

// judgeCase runs a client against a mock of its own and returns the verdict.
func judgeCase(c wrongclients.Case) (v judge.Verdict, err error) {
	doc, err := document()
	if err != nil {
		return v, err
	}
	clock := clockwork.NewFakeClockAt(mockTime)
	var g *mock.Gateway
	verdict := judge.New(doc, func(_, id, filetype string) (int64, string, error) { return g.Digest(id, filetype) })
	j := journal.New(journal.Limits{}, verdict.See)
	if g, err = mock.New(append(j.Options(), clientMock(c.Setting, clock)...)...); err != nil {
		return v, err
	}
	srv, err := mock.Serve(g, mock.Serving{Plain: true})
	if err != nil {
		return v, err
	}
	transport := &http.Transport{ExpectContinueTimeout: time.Minute, DisableCompression: true}
	defer transport.CloseIdleConnections()
	w := &wrongclients.World{
		URL: srv.URL, HTTP: &http.Client{Transport: transport, Timeout: time.Minute}, Sleep: clock.Advance,
		Record: func(agent string) error { _, err := g.RecordCall(agent); return err },
		Expire: func(agent string) { g.Expire(agent) }, Held: g.Polling,
		Receive: func(agent, id string, got bool, content []byte) {
			sum := sha256.Sum256(content)
			r := judge.Receipt{Agent: agent, RecordID: id, Got: got, Bytes: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
			_ = verdict.Receive(r) // of a download that the client sent wrongly there is none
		},
		Expect: func(agent, retcode string) { _ = verdict.Announce(judge.Expected{Agent: agent, Retcode: retcode}) },
	}
	err = c.Run(w)
	return verdict.Verdict("", ""), errors.Join(err, srv.Stop())
}

// clientMock is the gateway that a client needs: the sample recordings on drive y,
// and one on drive z that cannot be read to its end.
func clientMock(s wrongclients.Setting, clock clockwork.Clock) []mock.Option {
	opts := []mock.Option{mock.WithClock(clock), mock.WithPool(s.Pool), mock.WithName("dynamic"), mock.WithMount("z", brokenFiles{})}
	if s.Static {
		opts = append(opts, mock.WithAuthMode(mock.Static))
	}
	if !s.Hold {
		opts = append(opts, mock.WithPollWait(false, 0, 0))
	}
	if y, err := fixtures.FS().Drive("y"); err == nil {
		opts = append(opts, mock.WithMount("y", y))
	}
	return opts
}

// brokenFiles is a drive on which every file ends before its size.
type brokenFiles struct{}

func (brokenFiles) Open(name string) (fs.File, error) {
	drive, err := fixtures.FS().Drive("y")
	if err != nil {
		return nil, err
	}
	_, path, _ := strings.Cut(fixtures.Catalogue()[0].RecordID, ":/")
	if name == "." {
		return drive.Open(name)
	}
	f, err := drive.Open(path)
	return &brokenFile{f, 1000}, err
}

type brokenFile struct {
	fs.File
	left int
}

func (f *brokenFile) Read(p []byte) (int, error) {
	if f.left <= 0 {
		return 0, errors.New("the disk is broken")
	}
	n, err := f.File.Read(p[:min(len(p), f.left)])
	f.left -= n
	return n, err
}

func showClients(env Env, proofs []clientProof, format string) error {
	r := register{columns: []string{"client", "breaks", "found", "result", "what it does"}, data: proofs}
	wrongOnes, found := 0, 0
	for _, p := range proofs {
		result := "proven"
		if !p.Proven {
			result = strings.TrimSpace("NOT PROVEN " + p.Error)
		}
		if p.Requirement != "" {
			wrongOnes++
			if p.Proven {
				found++
			}
		}
		r.rows = append(r.rows, []string{p.Name, p.Requirement, strings.Join(p.Found, ", "), result, p.Sentence})
	}
	var b strings.Builder
	if err := r.write(&b, format); err != nil {
		return err
	}
	if format != "json" {
		fmt.Fprintf(&b, "\n%d wrong clients, %d found; %d right ones\n", wrongOnes, found, len(proofs)-wrongOnes)
	}
	if _, err := io.WriteString(env.Stdout, b.String()); err != nil {
		return broken("write the proof: %w", err)
	}
	return nil
}
