package mock

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// request is one request after parsing. Stages add to it.
type request struct {
	http     *http.Request
	op       *spec.Operation // nil if the address belongs to none
	agent    string          // of the path, decoded
	values   map[spec.Role]value
	query    map[string]value // by name, as received
	received time.Time
	now      time.Time // when the request is judged: its arrival; for a poll later its end

	control *http.ResponseController

	before  explain.Poll   // the agent's poll before this one
	session *session       // that the Guid belongs to; set by the stage "guid"
	fields  map[string]any // of the sign-in; set by the stage "body"
	quoted  bool           // whether a number or boolean among fields was quoted; set by the stage "body"
	place   place          // of the recording; set by the stage "path"
	content io.ReadCloser  // of the recording; set by the stage "file"
	size    int64          // of content, in bytes
}

// value is one query parameter as received.
type value struct {
	text  string // decoded
	given bool
	bad   bool // its percent-encoding is broken
}

// place is where a recording is stored.
type place struct {
	drive string // letter in lower case
	path  string // below the drive, with slashes
}

// parse reads everything but the body. The request is usable even with an error.
func (g *Gateway) parse(w http.ResponseWriter, hr *http.Request) (*request, error) {
	r := &request{
		http: hr, control: http.NewResponseController(w),
		received: g.clock.Now(), values: map[spec.Role]value{},
	}
	r.now = r.received
	var err error
	r.op, r.agent, err = g.route(hr.Method, hr.URL)
	if hr.ContentLength != 0 {
		r.boundBody()
	}
	r.query = parseQuery(hr.URL.RawQuery)
	if err != nil {
		return r, err
	}
	for _, p := range r.op.Parameters {
		if p.In == "query" && p.Role != "" {
			r.values[p.Role] = r.query[p.Name]
		}
	}
	return r, nil
}

// boundBody limits the time in which a body must arrive. One that no stage reads
// is discarded, so that the limit ends before a poll is held.
func (r *request) boundBody() {
	r.control.SetReadDeadline(time.Now().Add(bodyTimeout)) //nolint:errcheck // only recorders in tests cannot
	if r.op != nil && (r.op.Body != nil || handlers[r.op.LogName] == nil) {
		return
	}
	n, err := io.CopyN(io.Discard, r.http.Body, maxBodyBytes)
	if n < maxBodyBytes && errors.Is(err, io.EOF) {
		r.control.SetReadDeadline(time.Time{}) //nolint:errcheck // as above
	}
}

// parseQuery decodes a query string; of repeated names the first counts. It is
// more tolerant than net/url: a semicolon or a backslash is an ordinary
// character, and a broken pair does not affect others.
func parseQuery(raw string) map[string]value {
	values := map[string]value{}
	for pair := range strings.SplitSeq(raw, "&") {
		name, text, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil || name == "" || values[name].given {
			continue
		}
		v := value{given: true}
		v.text, err = url.QueryUnescape(text)
		v.bad = err != nil
		values[name] = v
	}
	return values
}

// value is the text of a query parameter, or its default.
func (r *request) value(role spec.Role) string {
	if v := r.values[role]; v.text != "" {
		return v.text
	}
	p, _ := r.op.Param(role)
	return p.Default
}

// set replaces a query parameter.
func (r *request) set(role spec.Role, text string) {
	r.values[role] = value{text: text, given: true}
}

// is reports whether the request is for one of the operations.
func (r *request) is(logNames ...string) bool {
	for _, name := range logNames {
		if r.op != nil && r.op.LogName == name {
			return true
		}
	}
	return false
}

func (r *request) closeRecording() {
	if r.content != nil {
		r.content.Close() //nolint:errcheck // read only
	}
}
