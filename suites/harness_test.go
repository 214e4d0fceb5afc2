package suites_test

import (
	"context"
	"crypto/sha256"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// underTest is a mock in this process, as a target of the suites.
type underTest struct {
	set    *mock.Set
	target *target.Target
	clock  *clockwork.FakeClock
}

// startMock serves the four deployments of a mock and describes them as a target.
func startMock(t testing.TB, opts ...mock.Option) *underTest {
	t.Helper()
	return startMockBehind(t, nil, opts...)
}

// startMockBehind starts a mock behind a handler that changes what it does.
func startMockBehind(t testing.TB, through func(http.Handler) http.Handler, opts ...mock.Option) *underTest {
	t.Helper()
	clock := clockwork.NewFakeClock()
	set, err := mock.Deployments(append([]mock.Option{mock.WithClock(clock)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	var handler http.Handler = set
	if through != nil {
		handler = through(set)
	}
	server, err := mock.Serve(handler, mock.Serving{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	})
	return &underTest{set: set, clock: clock, target: describe(server, set)}
}

func describe(server *mock.Server, set *mock.Set) *target.Target {
	tt := &target.Target{Name: "mock", Edition: "2023-09-27"}
	recordID, drive := fixtures.Absent()
	for _, d := range set.List() {
		tt.Deployments = append(tt.Deployments, target.Deployment{
			Name: d.Name, URL: server.URL + d.Path, AuthMode: authMode(d.Name),
			Download: d.Name != "disabled", Pool: d.Name == "pool",
			GuidInterval: target.DefaultGuidInterval, GuidTimeout: target.DefaultGuidTimeout,
			PollHold: target.DefaultPollHold, SessionTimeout: 2 * time.Minute,
			TLS: target.TLS{CAData: server.CAData}, Agents: agents(), Recordings: recordings(),
			Absent: target.Absent{RecordID: recordID, Drive: drive}, Limits: unpaced(),
		})
	}
	return tt
}

// unpaced are the default ones without the pace, which spares real gateways.
func unpaced() target.Limits {
	l := target.DefaultLimits()
	l.PerSecond = 0
	return l
}

func authMode(deployment string) int {
	if deployment == "dynamic" {
		return 2
	}
	return 1
}

func agents() []target.Agent {
	return []target.Agent{
		{ID: "102", Password: target.NewSecret("102-password"), Phone: "40038"},
		{ID: "103", Password: target.NewSecret("103-password"), Phone: "40039"},
	}
}

func recordings() (all []target.Recording) {
	for _, r := range fixtures.Catalogue() {
		all = append(all, target.Recording{
			Name: r.Name, RecordID: r.RecordID, Filetype: r.Filetype,
			LocationID: r.LocationID, Size: r.Size, SHA256: r.SHA256(),
		})
	}
	return all
}

func (u *underTest) config(t testing.TB) suites.Config {
	t.Helper()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	return suites.Config{
		Document: doc, Target: u.target, Clock: suites.VirtualTime(u.clock), Recorder: u.record,
	}
}

func (u *underTest) record(_ context.Context, d target.Deployment, agentID string) error {
	_, err := u.set.Named(d.Name).RecordCall(agentID)
	return err
}

// run runs the suites and fails the test if they cannot be run at all.
func (u *underTest) run(t *testing.T, cfg suites.Config) report.Result {
	t.Helper()
	res, err := suites.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// placeRecording puts a small file into the directory of drive z and describes it.
func placeRecording(t *testing.T, dir, path string) target.Recording {
	t.Helper()
	content := []byte(strings.Repeat("recorded ", 100))
	file := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return target.Recording{
		Name: filepath.Base(path), RecordID: "z:/" + path, Filetype: "2", LocationID: "1",
		Size: int64(len(content)), SHA256: sha256.Sum256(content),
	}
}
