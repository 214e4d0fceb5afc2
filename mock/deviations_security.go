package mock

import (
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

func securityDeviations() []Deviation {
	return []Deviation{
		deviation("dot-segments-followed", "Dot segments are followed, out of the mount too.",
			breaks("security/traversal"), all(lenient, dotsFollowed), "security/*", "paths/*"),
		deviation("directory-listed", "A path that names a directory gets a listing.",
			breaks("security/no-directory-listing"), directoryListed),
		deviation("message-with-stack-trace", "The message of a failure is a stack trace.",
			breaks("security/no-server-internals"), onDownloadFailure(field("message",
				"java.io.FileNotFoundException: /opt/agentgateway/record/y\n\tat com.huawei.agentgateway.RecordFile.open(RecordFile.java:214)"))),
		deviation("message-echoes-guid", "The message of a failure repeats the Guid that was refused.",
			breaks("security/no-credential-echo"), onFailure(spec.GuidRefused, func(a *answer) {
				a.envelope.set("message", "no right for "+a.request.http.Header.Get("Guid"))
			})),
		deviation("parameter-becomes-header", "A recordId is repeated in a header field, line breaks and all.",
			breaks("security/no-header-injection"), injected, "streaming/head-syntax", "failure/*"),
	}
}

// lenient takes any path with a drive, or without one, for one of the known forms.
func lenient(c *conduct) {
	locate := c.locate
	c.locate = func(recordID, filetype string) (place, error) {
		p, err := locate(recordID, filetype)
		drive, rest, ok := strings.Cut(strings.ReplaceAll(recordID, `\`, "/"), ":")
		if err == nil || !ok || !strings.Contains(rest, "..") {
			return p, err
		}
		return place{strings.ToLower(drive), rest}, nil
	}
}

// dotsFollowed serves what a path means once its dot segments are resolved.
// What lies outside of the mount is made up here: it looks like a password file.
func dotsFollowed(c *conduct) {
	open := c.open
	outside := fixtures.FromBytes([]byte("root:x:0:0:root:/root:/bin/bash\n"))
	c.open = func(p place) (io.ReadCloser, int64, error) {
		if strings.HasPrefix(path.Clean(strings.TrimLeft(p.path, "/")), "..") {
			return outside.Open(), outside.Size(), nil
		}
		p.path = strings.TrimLeft(path.Clean("/"+p.path), "/")
		return open(p)
	}
}

func directoryListed(c *conduct) {
	open := c.open
	listing := fixtures.FromBytes([]byte("1524488.V3\n0900000.V3\n"))
	c.open = func(p place) (io.ReadCloser, int64, error) {
		content, size, err := open(p)
		if err != nil && c.isDirectory(p) {
			return listing.Open(), listing.Size(), nil
		}
		return content, size, err
	}
}

// isDirectory reports whether a place is a directory of the mount.
func (c *conduct) isDirectory(p place) bool {
	if c.mounts[p.drive] == nil {
		return false
	}
	info, err := fs.Stat(c.mounts[p.drive], strings.TrimSuffix(p.path, "/"))
	return err == nil && info.IsDir()
}

// injected writes the head itself, as net/http would not let line breaks through.
func injected(c *conduct) {
	onAnswer(func(a *answer) bool {
		return a.request.is(download) && strings.ContainsAny(a.request.value(spec.RoleRecord), "\r\n")
	}, raw(func(w *rawWriter) error {
		w.head("Connection: close", "X-Record: "+w.answer.request.value(spec.RoleRecord))
		w.endHead()
		return w.identity()
	}))(c)
}
