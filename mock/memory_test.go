package mock_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/mocktest"
)

// large is a gateway with one recording of any size.
func large(t testing.TB, size int64) (*mocktest.Server, fixtures.Recording) {
	t.Helper()
	r := fixtures.Large(size)
	tree, err := fixtures.NewTree(r)
	if err != nil {
		t.Fatal(err)
	}
	drive, err := tree.Drive(r.Drive())
	if err != nil {
		t.Fatal(err)
	}
	return mocktest.Start(t, mock.WithMount(r.Drive(), drive)), r
}

// fetch reads a recording to its end and returns its length.
func fetch(t testing.TB, client *http.Client, url, guid string) int64 {
	t.Helper()
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Guid", guid)
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, res.Body, make([]byte, 256<<10))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStreamingTakesConstantMemory(t *testing.T) {
	size, limit := int64(1<<30), int64(8<<20)
	if testing.Short() || raceEnabled {
		size = 32 << 20
	}
	s, r := large(t, size)
	c := &client{t: nil, base: s.URL, http: s.Client()}
	re, err := c.tryIn(t.Context(), "PUT", resource+"/onlineagent/102", signInBody("102"))
	if err != nil {
		t.Fatal(err)
	}
	stop, peak := make(chan struct{}), make(chan uint64)
	before := heap()
	go watchHeap(stop, peak)
	n := fetch(t, c.http, s.URL+resource+"/recordfile/102?recordId="+r.RecordID, guidOf(re))
	close(stop)
	if growth := int64(<-peak) - int64(before); growth > limit {
		t.Errorf("the heap grew by %d KiB while %d MiB streamed, at most %d are allowed", growth>>10, size>>20, limit>>10)
	}
	if n != size {
		t.Errorf("%d bytes, want %d", n, size)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func watchHeap(stop <-chan struct{}, peak chan<- uint64) {
	var most uint64
	for {
		select {
		case <-stop:
			peak <- most
			return
		case <-time.After(10 * time.Millisecond):
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
}

// BenchmarkDownload compares the gateway with a bare handler that writes the
// same bytes over the same kind of TLS; the ratio is what counts.
func BenchmarkDownload(b *testing.B) {
	const size = 32 << 20
	s, r := large(b, size)
	c := &client{base: s.URL, http: s.Client()}
	re, err := c.tryIn(b.Context(), "PUT", resource+"/onlineagent/102", signInBody("102"))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("gateway", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			fetch(b, c.http, s.URL+resource+"/recordfile/102?recordId="+r.RecordID, guidOf(re))
		}
	})
	b.Run("bare", func(b *testing.B) {
		bare := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = r.Open().(io.WriterTo).WriteTo(w)
		}))
		bare.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
		bare.StartTLS()
		defer bare.Close()
		b.SetBytes(size)
		for b.Loop() {
			fetch(b, bare.Client(), bare.URL, "")
		}
	})
}

func BenchmarkRefusedDownload(b *testing.B) {
	s := mocktest.Start(b)
	client := s.Client()
	for b.Loop() {
		fetch(b, client, s.URL+resource+"/recordfile/102?recordId=y:/1/0/20181217/120/1524488.V3", "x")
	}
}
