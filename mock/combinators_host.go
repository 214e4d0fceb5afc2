package mock

import (
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/gwcheck/gwcheck/fixtures"
)

// hostFiles are made-up files of the machine that the gateway runs on, by their
// path below the root.
var hostFiles = map[string]*fixtures.Content{
	"etc/hosts":       fixtures.FromBytes([]byte("127.0.0.1 localhost\n10.0.0.7 recordings\n")),
	"windows/win.ini": fixtures.FromBytes([]byte("; for 16-bit app support\r\n[fonts]\r\n")),
	"nul":             fixtures.FromBytes(nil),
}

// hostDrive stands for the root of the host among the mounts. No path names it.
const hostDrive = "~"

// followsToHost opens a file of the host for a recordId that out accepts, if
// there is such a file. All other paths are handled as usual.
func followsToHost(out func(c *behavior, recordID string) (file string, ok bool)) func(*behavior) {
	return func(c *behavior) {
		c.mounts[hostDrive] = emptyFS{}
		locate, open := c.locate, c.openRecording
		c.locate = func(recordID, filetype string) (place, error) {
			file, ok := out(c, recordID)
			if ok && hostFiles[strings.ToLower(file)] != nil {
				return place{hostDrive, strings.ToLower(file)}, nil
			}
			return locate(recordID, filetype)
		}
		c.openRecording = func(p place) (io.ReadCloser, int64, error) {
			if p.drive == hostDrive {
				return hostFiles[p.path].Open(), hostFiles[p.path].Size(), nil
			}
			return open(p)
		}
	}
}

// emptyFS is a file system without files.
type emptyFS struct{}

// Open implements fs.FS.
func (emptyFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// followsDotSegments follows the dot segments of what turned makes of a
// recordId, if unnoticed accepts the recordId.
func followsDotSegments(unnoticed func(recordID string) bool, turned func(recordID string) string) func(*behavior) {
	return followsToHost(func(_ *behavior, recordID string) (string, bool) {
		if !unnoticed(recordID) {
			return "", false
		}
		understood := turned(recordID)
		if _, rest, ok := strings.Cut(understood, ":"); ok {
			understood = rest
		}
		clean := path.Clean(strings.TrimLeft(understood, "/"))
		file := strings.TrimLeft(strings.ReplaceAll(clean, "../", ""), "/")
		return file, strings.HasPrefix(clean, "../")
	})
}

// withoutPlainDotSegments reports whether no two dots are followed by a
// separator.
func withoutPlainDotSegments(id string) bool {
	return !strings.Contains(id, "../") && !strings.Contains(id, `..\`)
}

// containing accepts texts that contain another.
func containing(text string) func(string) bool {
	return func(id string) bool { return strings.Contains(id, text) }
}

// replacing replaces pairs of old and new texts.
func replacing(oldnew ...string) func(string) string { return strings.NewReplacer(oldnew...).Replace }

// percentDecoded percent-decodes up to n times.
func percentDecoded(n int) func(string) string {
	return func(id string) string {
		for range n {
			decoded, err := url.PathUnescape(id)
			if err != nil {
				return id
			}
			id = decoded
		}
		return id
	}
}
