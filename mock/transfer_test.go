package mock_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
)

func TestTransfersTellWhatWasPromisedAndWritten(t *testing.T) {
	t.Parallel()
	half := faulty{MapFS: fstest.MapFS{"1/0/20181217/120/1524488.V3": {Data: make([]byte, 1000)}}, err: io.EOF}
	for name, tc := range map[string]struct {
		opt    mock.Option
		method string
		query  string
		want   mock.Transfer // without its error
	}{
		"recording":             {soon, "GET", callQuery, mock.Transfer{Promised: 48000, Written: 48000}},
		"envelope":              {soon, "GET", "recordId=x", mock.Transfer{Promised: 70, Written: 70}},
		"envelope by a variant": {mock.WithDeviation("failure-empty"), "GET", "recordId=x", mock.Transfer{}},
		"head":                  {mock.WithReading("head-answered"), "HEAD", callQuery, mock.Transfer{}},
		"raw recording":         {mock.WithReading("http-1.0"), "GET", callQuery, mock.Transfer{Promised: 48000, Written: 48000}},
		"cut by a deviation":    {mock.WithDeviation("ways-out-get-silence"), "GET", "recordId=..", mock.Transfer{Promised: 70, Aborted: mock.AbortedByGateway}},
		"file too short":        {mock.WithMount("y", half), "GET", callQuery, mock.Transfer{Promised: 1000, Written: 5, Aborted: mock.AbortedByGateway}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := make(chan mock.Observation, 10)
			_, c := start(t, tc.opt, mock.WithObserver(func(o mock.Observation) { seen <- o }))
			guid := c.signIn("102")
			<-seen
			c.try(tc.method, resource+"/recordfile/102?"+tc.query, "", "Guid: "+guid) //nolint:errcheck // some answers break off
			got := (<-seen).Transfer
			if got.Complete() != (tc.want.Aborted == mock.NotAborted) || got.Complete() && got.Err != nil {
				t.Errorf("complete: %t, error %v", got.Complete(), got.Err)
			}
			if got.Err = nil; got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

// A client that leaves is told apart from a recording that cannot be read.
func TestTransferIsAbortedByAClientThatDisconnects(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]mock.Option{
		"net/http": soon,
		"raw":      mock.WithReading("http-1.0"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const size = 256 << 20 // more than any buffer between the two holds
			seen := make(chan mock.Observation, 10)
			large := fixtures.Large(size)
			_, c := start(t, opt, mountOf(t, large), mock.WithObserver(func(o mock.Observation) { seen <- o }))
			guid := c.signIn("102")
			<-seen
			conn, err := net.Dial("tcp", strings.TrimPrefix(c.base, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(conn, "GET %s/recordfile/102?recordId=%s HTTP/1.1\r\nHost: x\r\nGuid: %s\r\n\r\n", resource, large.RecordID, guid)
			if _, err := io.ReadFull(conn, make([]byte, 100)); err != nil {
				t.Fatal(err)
			}
			conn.Close()
			got := (<-seen).Transfer
			if got.Aborted != mock.AbortedByClient || got.Err == nil || got.Promised != size || got.Written >= size {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// A deviation that makes the gateway as slow as its client needs the buffers of the
// system, whatever the listener wraps its connections in.
func TestSlowClientsAreCutOverEveryKindOfConnection(t *testing.T) {
	t.Parallel()
	for name, serving := range map[string]mock.Serving{"TLS": {}, "plain HTTP": {Plain: true}} {
		for spelling, opt := range map[string]mock.Option{"": soon, " with kept spelling": mock.WithDeviation("guid-header-case")} {
			t.Run(name+spelling, func(t *testing.T) {
				t.Parallel()
				clock := fakeClock()
				large := fixtures.Large(1 << 20)
				g, err := mock.New(opt, mock.WithClock(clock), mock.WithDeviation("slow-reader-cut"), mountOf(t, large))
				if err != nil {
					t.Fatal(err)
				}
				srv, err := mock.Serve(g, serving)
				if err != nil {
					t.Fatal(err)
				}
				defer stop(t, srv)
				c := newClient(t, srv.URL, srv.ClientTLS())
				req, err := http.NewRequestWithContext(t.Context(), "GET", c.base+resource+"/recordfile/102?recordId="+large.RecordID, nil)
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Guid", c.signIn("102"))
				res, err := c.http.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				defer res.Body.Close()
				clock.Advance(time.Minute)
				if n, err := io.Copy(io.Discard, res.Body); err == nil {
					t.Errorf("all %d bytes arrived", n)
				}
			})
		}
	}
}

func mountOf(t *testing.T, r fixtures.Recording) mock.Option {
	t.Helper()
	tree, err := fixtures.NewTree(r)
	if err != nil {
		t.Fatal(err)
	}
	drive, err := tree.Drive(r.Drive())
	if err != nil {
		t.Fatal(err)
	}
	return mock.WithMount(r.Drive(), drive)
}
