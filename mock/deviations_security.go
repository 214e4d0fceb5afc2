package mock

import (
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

func securityDeviations() []Deviation {
	return slices.Concat(transportDeviations(), entitlementDeviations(), traversalDeviations(), directoryDeviations(),
		injectionDeviations(), overlongDeviations(), secrecyDeviations())
}

func transportDeviations() []Deviation {
	return []Deviation{
		deviation("sent-on-to-plain-http", "A download is sent on to an address without TLS.",
			breaks("security/https"), onRecording(status(http.StatusFound), body(""), contentType(""),
				header("Location", "http://127.0.0.1:8000/agentgateway/resource/recordfile")), "*/*"),
		deviation("plain-http-served", "The port of TLS answers plain HTTP too.",
			breaks("security/plain-http-refused"), func(c *conduct) { c.plainToo = true }),
	}
}

func entitlementDeviations() []Deviation {
	const row = "security/no-sign-in-no-recording"
	return []Deviation{
		deviation("agent-id-as-guid", "The number of an agent is accepted in place of the Guid.",
			breaks(row), instead(download, stageGuid, unless(func(g *Gateway, r *request) bool { return g.conduct.findGuid(r) == r.agent }))),
		deviation("unknown-agent-served", "An agent whom the gateway does not know needs no Guid.",
			breaks(row), instead(download, stageGuid, unless(func(g *Gateway, r *request) bool { return g.sessions.lanes[r.agent] == nil }))),
	}
}

// unless leaves out a reason to refuse for some requests.
func unless(free func(*Gateway, *request) bool) func(checker) checker {
	return func(check checker) checker {
		return func(g *Gateway, r *request) error {
			if free(g, r) {
				return nil
			}
			return check(g, r)
		}
	}
}

func directoryDeviations() []Deviation {
	const row = "security/no-directory-listing"
	return []Deviation{
		deviation("directory-listed", "A path that names a folder gets a listing.",
			breaks(row), directoryListed),
		deviation("directory-is-empty-stream", "A path that names a folder gets a recording without a byte.",
			breaks(row), onDirectory(fixtures.FromBytes(nil))),
		deviation("drive-listed-as-page", "The root of a drive gets a page that lists it.",
			breaks(row), onAnswer(func(a *answer) bool {
				return a.cond == spec.PathInvalid && strings.HasSuffix(a.request.value(spec.RoleRecord), ":/")
			}, asPage(http.StatusOK))),
	}
}

func directoryListed(c *conduct) {
	onDirectory(fixtures.FromBytes([]byte("1524488.V3\n0900000.V3\n")))(c)
}

// onDirectory serves something in place of a folder, with or without a slash
// at the end of its path.
func onDirectory(content *fixtures.Content) func(*conduct) {
	return func(c *conduct) {
		locatedAs(func(id string) string { return strings.TrimSuffix(id, "/") })(c)
		open := c.open
		c.open = func(p place) (io.ReadCloser, int64, error) {
			found, size, err := open(p)
			if err != nil && c.isDirectory(p) {
				return content.Open(), content.Size(), nil
			}
			return found, size, err
		}
	}
}

// isDirectory reports whether a place is a directory of the mount.
func (c *conduct) isDirectory(p place) bool {
	if c.mounts[p.drive] == nil {
		return false
	}
	info, err := fs.Stat(c.mounts[p.drive], p.path)
	return err == nil && info.IsDir()
}

func injectionDeviations() []Deviation {
	const row = "security/no-header-injection"
	return []Deviation{
		deviation("record-id-becomes-header", "A recordId is repeated in a header field, line breaks and all.",
			breaks(row), inHead(spec.RoleRecord, unchanged), "streaming/*"),
		deviation("filetype-becomes-header", "A filetype is repeated in a header field, line breaks and all.",
			breaks(row), inHead(spec.RoleFiletype, unchanged), "streaming/*"),
		deviation("location-becomes-header", "A locationId is repeated in a header field, line breaks and all.",
			breaks(row), inHead(spec.RoleLocation, unchanged), "streaming/*"),
		deviation("header-characters-narrowed", "A recordId is repeated in a header field, each character cut to its low byte.",
			breaks(row), inHead(spec.RoleRecord, narrowed), "streaming/*"),
	}
}

// inHead writes the head itself, as net/http would not let line breaks
// through. Values with none in them are not repeated.
func inHead(role spec.Role, written func(string) string) func(*conduct) {
	return onAnswer(func(a *answer) bool {
		return a.request.is(download) && strings.ContainsAny(written(a.request.value(role)), "\r\n")
	}, raw(func(w *rawWriter) error {
		w.head("Connection: close", "X-Asked: "+written(w.answer.request.value(role)))
		w.endHead()
		return w.identity()
	}))
}

// narrowed cuts characters as conversions to Latin-1 do that do not look.
func narrowed(s string) string {
	var b []byte
	for _, c := range s {
		if c == '\r' || c == '\n' {
			c = ' '
		}
		b = append(b, byte(c))
	}
	return string(b)
}

func overlongDeviations() []Deviation {
	const row = "security/overlong-values"
	return []Deviation{
		deviation("overlong-record-id-sticks", "After an overlong recordId the next download fails.",
			breaks(row), sticks(func(r *request) int { return len(r.value(spec.RoleRecord)) })),
		deviation("overlong-guid-sticks", "After an overlong Guid the next download fails.",
			breaks(row), sticks(func(r *request) int { return len(r.http.Header.Get("Guid")) })),
		deviation("overlong-query-sticks", "After an overlong query the next download fails.",
			breaks(row), sticks(func(r *request) int { return len(r.http.URL.RawQuery) })),
	}
}

// sticks has one download fail after a request in which something was longer
// than 4 KiB.
func sticks(length func(*request) int) func(*conduct) {
	return func(c *conduct) {
		var stuck atomic.Bool
		c.stages[download] = slices.Insert(c.stages[download], 0, stage{"stuck", func(_ *Gateway, r *request) error {
			if length(r) > 4<<10 {
				stuck.Store(true)
			} else if stuck.Swap(false) {
				return refuse(spec.ServerFault, "the buffer is full")
			}
			return nil
		}})
	}
}
