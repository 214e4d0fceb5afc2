package mock_test

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gwcheck/gwcheck/mock"
)

// faulty is a file system on which reading a file fails after some bytes, or
// which cannot be read at all.
type faulty struct {
	fstest.MapFS
	broken bool
	err    error
}

func (f faulty) Open(name string) (fs.File, error) {
	if f.broken {
		return nil, &fs.PathError{Op: "open", Path: name, Err: f.err}
	}
	file, err := f.MapFS.Open(name)
	return &faultyFile{File: file, err: f.err}, err
}

func (f faulty) Stat(name string) (fs.FileInfo, error) {
	if f.broken {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: f.err}
	}
	return f.MapFS.Stat(name)
}

type faultyFile struct {
	fs.File
	err  error
	read int
}

func (f *faultyFile) Read(p []byte) (int, error) {
	if f.read > 0 {
		return 0, f.err
	}
	n, err := f.File.Read(p[:min(len(p), 5)])
	f.read += n
	return n, err
}

func TestUnreadableMountIsAServerFault(t *testing.T) {
	t.Parallel()
	_, c := start(t, mock.WithMount("y", faulty{broken: true, err: errors.New("stale handle of /srv/secret")}))
	re := c.download("102", c.signIn("102"), "recordId", "y:/1/0/a.V3")
	re.wantFailure(t, "104-009")
	if strings.Contains(string(re.body), "secret") {
		t.Errorf("the answer tells of the inside: %s", re.body)
	}
}

// A failure after the stream has begun ends the connection: no second envelope,
// and no proper end that a client could take for success.
func TestReadErrorAbortsTheConnection(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"1/0/a.V3": {Data: []byte(strings.Repeat("a", 1000))}}
	for name, err := range map[string]error{"fault": errors.New("disk fault"), "shorter than promised": io.EOF} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			aborted := make(chan int64, 1)
			_, c := start(t, mock.WithMount("y", faulty{MapFS: files, err: err}),
				mock.WithObserver(func(o mock.Observation) {
					if o.Transfer.Err != nil {
						aborted <- o.Transfer.Written
					}
				}))
			guid := c.signIn("102")
			re := c.download("102", guid, "recordId", "y:/1/0/a.V3")
			if re.err == nil || string(re.body) != "aaaaa" {
				t.Errorf("%q, error %v; want five bytes and a broken connection", re.body, re.err)
			}
			if n := <-aborted; n != 5 {
				t.Errorf("observed %d bytes before the fault, want 5", n)
			}
			c.download("102", guid, "recordId", "q:/1/0/a.V3").wantFailure(t, "104-004") // the gateway goes on
		})
	}
}
