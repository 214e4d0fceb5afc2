package main

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/internal/front"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

// mockSetup says which mock the suites are to judge.
type mockSetup struct {
	readings   []string
	deviations []string
	mutants    []string         // ids
	node       string           // in Guids, if not the usual one
	front      *front.Variation // serves the mock, if it does not serve itself
	limits     target.Limits
	recordings []fixtures.Recording // to declare
}

// mockAgents are the agents of the mock; more than a check uses at once.
var mockAgents = []target.Agent{
	{ID: "102", Password: target.NewSecret("102-password"), Phone: "40038"},
	{ID: "103", Password: target.NewSecret("103-password"), Phone: "40039"},
	{ID: "104", Password: target.NewSecret("104-password"), Phone: "40040"},
	{ID: "105", Password: target.NewSecret("105-password"), Phone: "40041"},
}

// mockTime is when a mock in this process begins to live.
var mockTime = time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC)

// mockLimits are the default limits without those that protect a real gateway.
func mockLimits() target.Limits {
	l := target.DefaultLimits()
	l.Requests, l.PerSecond = 50000, 0
	return l
}

// mockSubject starts a mock in this process, all its deployments, and makes it
// the target of a configuration. Its time is virtual.
func mockSubject(cfg *suites.Config, s mockSetup) (stop func() error, err error) {
	clock := clockwork.NewFakeClockAt(mockTime)
	opts := []mock.Option{
		mock.WithDocument(cfg.Document), mock.WithClock(clock),
		mock.WithReading(s.readings...), mock.WithDeviation(s.deviations...),
		mock.WithMutant(s.mutants...),
	}
	for _, a := range mockAgents {
		opts = append(opts, mock.WithAgent(a.ID, a.Password.Reveal()))
	}
	if s.node != "" {
		opts = append(opts, mock.WithNode(s.node))
	}
	set, err := mock.Deployments(opts...)
	if err != nil {
		return nil, broken("the mock: %w", err)
	}
	url, trusted, stopServer, err := s.serve(set, clock)
	if err != nil {
		return nil, broken("the mock: %w", errors.Join(err, set.Close()))
	}
	cfg.Target = mockTarget(cfg.Document, set, url, trusted, s)
	if faults := slices.Concat(s.deviations, s.mutants); len(faults) > 0 {
		cfg.Target.Name += " with " + strings.Join(faults, ", ")
	}
	cfg.Clock = suites.VirtualTime(clock)
	cfg.Recorder = func(_ context.Context, d target.Deployment, agentID string) error {
		gateway := set.Named(d.Name)
		if gateway == nil {
			return fmt.Errorf("the mock has no deployment %q", d.Name)
		}
		_, err := gateway.RecordCall(agentID)
		return err
	}
	return func() error { return errors.Join(stopServer(), set.Close()) }, nil
}

// serve serves the mock by itself or through a front end.
func (s mockSetup) serve(set *mock.Set, clock *clockwork.FakeClock) (url string, trusted []byte, stop func() error, err error) {
	if s.front == nil {
		server, trusted, err := serveTrusted(set)
		if err != nil {
			return "", nil, nil, err
		}
		return server.URL, trusted, server.Stop, nil
	}
	s.front.Advance = clock.Advance
	if trusted, err = s.front.Certificate(); err != nil {
		return "", nil, nil, err
	}
	server, err := front.Serve(set, *s.front)
	if err != nil {
		return "", nil, nil, err
	}
	return server.URL, trusted, func() error { server.Stop(); return nil }, nil
}

// serveTrusted serves with a certificate that is trusted as it is, without its
// authority: that spares a signature for each of the many connections.
func serveTrusted(handler http.Handler) (server *mock.Server, trusted []byte, err error) {
	authority, err := mock.NewAuthority()
	if err != nil {
		return nil, nil, err
	}
	cert, err := authority.Issue()
	if err != nil {
		return nil, nil, err
	}
	server, err = mock.Serve(handler, mock.Serving{Cert: &cert})
	return server, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Leaf.Raw}), err
}

// describeMock makes the mock the target of a configuration without starting it.
func describeMock(cfg *suites.Config) error {
	set, err := mock.Deployments(mock.WithDocument(cfg.Document))
	if err != nil {
		return broken("the mock: %w", err)
	}
	cfg.Target = mockTarget(cfg.Document, set, "https://127.0.0.1:8043", nil, mockSetup{recordings: fixtures.Catalogue()})
	cfg.Clock = suites.VirtualTime(clockwork.NewFakeClockAt(mockTime))
	cfg.Recorder = func(context.Context, target.Deployment, string) error {
		return errors.New("the mock is not running")
	}
	return set.Close()
}

// mockTarget declares the deployments of a mock.Set, as a target file would.
func mockTarget(doc *spec.Document, set *mock.Set, url string, ca []byte, s mockSetup) *target.Target {
	t := &target.Target{Name: "built-in mock", Edition: doc.Editions[0].ID, Build: map[string]string{}}
	recordID, drive := fixtures.Absent()
	common := target.Deployment{
		TLS: target.TLS{CAData: ca}, Agents: mockAgents, OwnAgents: true, Limits: s.limits,
		Absent: target.Absent{RecordID: recordID, Drive: drive},
	}
	if common.Limits == (target.Limits{}) {
		common.Limits = mockLimits()
	}
	common.GuidInterval, common.GuidTimeout = target.DefaultGuidInterval, target.DefaultGuidTimeout
	common.PollHold, common.SessionTimeout = target.DefaultPollHold, target.DefaultSessionTimeout
	for _, r := range s.recordings {
		common.Recordings = append(common.Recordings, target.Recording{
			Name: r.Name, RecordID: r.RecordID, Filetype: r.Filetype, LocationID: r.LocationID, Size: r.Size, SHA256: r.SHA256(),
		})
	}
	for _, claim := range set.List() {
		d := common
		d.Name, d.URL, d.AuthMode, d.Download, d.Pool = claim.Name, url+claim.Path, claim.AuthMode, claim.Download, claim.Pool
		t.Deployments = append(t.Deployments, d)
	}
	return t
}
