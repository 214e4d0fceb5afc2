package journal_test

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/journal"
)

// Each benchmark runs beside the shortest handler of net/http that does the same:
// only the ratio of the two means anything on a shared machine.

// subjects are the servers under measurement for a recording of a size.
func subjects(b *testing.B, size int64, bare http.HandlerFunc, run func(b *testing.B, s *mock.Server, recordID string)) {
	large := fixtures.Large(size)
	tree, err := fixtures.NewTree(large)
	if err != nil {
		b.Fatal(err)
	}
	drive, err := tree.Drive(large.Drive())
	if err != nil {
		b.Fatal(err)
	}
	static := []mock.Option{mock.WithAuthMode(mock.Static), mock.WithMount(large.Drive(), drive)}
	for _, c := range []struct {
		name    string
		handler func() (http.Handler, error)
	}{
		{"bare", func() (http.Handler, error) { return bare, nil }},
		{"mock", func() (http.Handler, error) { return mock.New(static...) }},
		{"journal", func() (http.Handler, error) {
			return mock.New(append(journal.New(journal.Limits{}).Options(), static...)...)
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			h, err := c.handler()
			if err != nil {
				b.Fatal(err)
			}
			s, err := mock.Serve(h, mock.Serving{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Stop() //nolint:errcheck // nothing depends on it
			run(b, s, large.RecordID)
		})
	}
}

func ask(b *testing.B, c *http.Client, method, url, guid, body string) (*http.Response, int64) {
	b.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	if guid != "" {
		req.Header.Set("Guid", guid)
	}
	res, err := c.Do(req)
	if err != nil {
		b.Error(err)
		return &http.Response{Header: http.Header{}}, 0
	}
	defer res.Body.Close()
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, res.Body, make([]byte, 64<<10))
	if err != nil {
		b.Error(err)
	}
	return res, n
}

// parallel makes b.N requests over some connections.
func parallel(b *testing.B, s *mock.Server, connections int, url, guid string, size int64) {
	transport := &http.Transport{TLSClientConfig: s.ClientTLS(), MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	var bytes atomic.Int64
	b.SetParallelism(connections)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_, n := ask(b, client, http.MethodGet, url, guid, "")
			bytes.Add(n)
		}
	})
	b.StopTimer()
	if size > 0 {
		b.SetBytes(size)
		if bytes.Load() != size*int64(b.N) {
			b.Errorf("%d bytes in %d downloads", bytes.Load(), b.N)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

func BenchmarkRefusals(b *testing.B) {
	const body = `{"retcode":"000-003","message":"no right to invoke resource","result":""}`
	bare := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		_, _ = io.WriteString(w, body)
	}
	subjects(b, 1<<20, bare, func(b *testing.B, s *mock.Server, id string) {
		guid := benchSignIn(b, s)
		parallel(b, s, 64, s.URL+resource+"/recordfile/102?recordId="+id, guid+"x", 0)
	})
}

func BenchmarkDownloads(b *testing.B) {
	for _, c := range []struct {
		name        string
		size        int64
		connections int
	}{{"1MiB", 1 << 20, 16}, {"30MiB", 30 << 20, 4}} {
		rec := fixtures.Large(c.size)
		bare := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/octet-stream;charset=utf-8")
			_, _ = io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{rec.Open()}, make([]byte, 128<<10))
		}
		b.Run(c.name, func(b *testing.B) {
			subjects(b, c.size, bare, func(b *testing.B, s *mock.Server, id string) {
				guid := benchSignIn(b, s)
				parallel(b, s, c.connections, s.URL+resource+"/recordfile/102?recordId="+id, guid, c.size)
			})
		})
	}
}

func benchSignIn(b *testing.B, s *mock.Server) string {
	b.Helper()
	transport := &http.Transport{TLSClientConfig: s.ClientTLS()}
	defer transport.CloseIdleConnections()
	res, _ := ask(b, &http.Client{Transport: transport}, http.MethodPut, s.URL+resource+"/onlineagent/102", "", `{"password":"102-password","phonenum":"1"}`)
	return strings.TrimPrefix(res.Header.Get("Set-GUID"), "JSESSIONID=")
}
