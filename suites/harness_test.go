package suites_test

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/pem"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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
	cert, trusted := certificate(t)
	server, err := mock.Serve(handler, mock.Serving{Cert: cert})
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
	return &underTest{set: set, clock: clock, target: describe(server.URL, trusted, set)}
}

func describe(url string, trusted []byte, set *mock.Set) *target.Target {
	tt := &target.Target{Name: "mock", Edition: "2023-09-27"}
	recordID, drive := fixtures.Absent()
	for _, d := range set.List() {
		tt.Deployments = append(tt.Deployments, target.Deployment{
			Name: d.Name, URL: url + d.Path, AuthMode: authMode(d.Name),
			Download: d.Name != "disabled", Pool: d.Name == "pool",
			GuidInterval: target.DefaultGuidInterval, GuidTimeout: target.DefaultGuidTimeout,
			PollHold: target.DefaultPollHold, SessionTimeout: 2 * time.Minute,
			TLS: target.TLS{CAData: trusted}, Agents: agents(), Recordings: recordings(),
			Absent: target.Absent{RecordID: recordID, Drive: drive}, Limits: unpaced(),
		})
	}
	return tt
}

// certificate returns one certificate for all servers, which is trusted as it
// is: without its authority, a signature less is checked for each connection.
func certificate(t testing.TB) (*tls.Certificate, []byte) {
	t.Helper()
	cert, err := issued()
	if err != nil {
		t.Fatal(err)
	}
	return &cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Leaf.Raw})
}

var issued = sync.OnceValues(func() (tls.Certificate, error) {
	authority, err := mock.NewAuthority()
	if err != nil {
		return tls.Certificate{}, err
	}
	return authority.Issue()
})

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

// recordings are those of the catalogue without the longest, which no check
// needs and which only takes time.
func recordings() []target.Recording {
	return slices.DeleteFunc(allRecordings(), func(r target.Recording) bool { return r.Size > 2<<20 })
}

func allRecordings() (all []target.Recording) {
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
		ResumeTLS: true,
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

// skipTable skips a test of whole runs with -short. make test runs all tests
// without the race detector, which makes whole runs several times slower, and with it
// those that are short.
func skipTable(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a test of whole runs")
	}
}
