package mock

import (
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/spec"
)

const download = spec.DownloadRecordFile

func methodDeviations() []Deviation {
	return []Deviation{
		deviation("post-serves-recording", "A POST gets the recording as a GET does.",
			breaks("method/post-refused"), alsoAllows(download, http.MethodPost)),
		deviation("put-serves-recording", "A PUT gets the recording as a GET does.",
			breaks("method/put-refused"), alsoAllows(download, http.MethodPut)),
		deviation("any-method-serves-recording", "Every method gets the recording.",
			breaks("method/post-refused", "method/put-refused", "method/delete-refused", "method/patch-refused", "method/unknown-refused"),
			anyMethod),
		deviation("delete-removes-recording", "A DELETE is refused and yet removes the recording.",
			breaks("method/refusal-changes-nothing"), deleteRemoves, "success/*", "streaming/*", "paths/*", "parameters/*"),
	}
}

func anyMethod(c *conduct) {
	allows := c.allows
	c.allows = func(op *spec.Operation, method string) bool {
		return op.LogName == download && method != http.MethodHead && method != http.MethodOptions || allows(op, method)
	}
}

func deleteRemoves(c *conduct) {
	var removed sync.Map
	open := c.open
	c.open = func(p place) (io.ReadCloser, int64, error) {
		if _, gone := removed.Load(p); gone {
			return nil, 0, fs.ErrNotExist
		}
		return open(p)
	}
	onPlain(func(a *answer) {
		q := a.request.http.URL.Query()
		p, err := c.locate(q.Get("recordId"), q.Get("filetype"))
		if a.request.http.Method == http.MethodDelete && err == nil {
			removed.Store(p, true)
		}
	})(c)
}

func parameterDeviations() []Deviation {
	return []Deviation{
		deviation("filetype-default-two", "Without filetype a download means a voice message.",
			breaks("parameters/filetype-default"), parameter(spec.RoleFiletype, func(p *spec.Parameter) { p.Default = "2" }),
			"*/*"),
		deviation("filetype-ignored", "filetype 2 means an agent call too.",
			breaks("parameters/filetype-voice-message"),
			onIncoming(download, func(r *request) { r.set(spec.RoleFiletype, "1") }),
			"paths/ivr-message", "paths/third-party-message", "success/*", "streaming/*"),
		deviation("record-id-missing-serves-any", "Without recordId a download gets some recording.",
			breaks("parameters/record-id-missing", "parameters/record-id-empty"), missingServesAny),
		deviation("hex-digits-upper-case-only", "Percent-encodings with lower-case digits are not decoded.",
			breaks("parameters/hex-digits-any-case"), onIncoming(download, undecoded("%3a", "%2f", "%5c", "%2e"))),
		deviation("unknown-parameter-refused", "A query parameter that the gateway does not know is refused.",
			breaks("parameters/unknown-ignored"), unknownRefused),
		deviation("content-type-required", "A download without a Content-Type is refused.",
			breaks("parameters/content-type-not-required"),
			alsoRefuse(download, "content-type", func(r *request) error {
				if r.http.Header.Get("Content-Type") == "" {
					return refuse(spec.ParameterInvalid, "no Content-Type")
				}
				return nil
			})),
		deviation("location-refused-outside-pool", "Outside of pool mode a locationId is refused.",
			breaks("parameters/location-outside-pool"), locationRefused),
		deviation("malformed-cookie-refused", "A Cookie field that is no list of pairs is refused.",
			breaks("parameters/odd-cookies"),
			alsoRefuse(download, "cookie", func(r *request) error {
				if line := r.http.Header.Get("Cookie"); line != "" && !strings.Contains(line, "=") {
					return refuse(spec.ParameterInvalid, "odd cookie")
				}
				return nil
			})),
	}
}

// parameter edits a parameter of the download in the gateway's own document.
func parameter(role spec.Role, edit func(*spec.Parameter)) func(*conduct) {
	return func(c *conduct) {
		op, _ := c.doc.Operation(download)
		for i := range op.Parameters {
			if op.Parameters[i].Role == role {
				edit(&op.Parameters[i])
			}
		}
	}
}

func missingServesAny(c *conduct) {
	example := c.doc.GrammarsOf(c.doc.DefaultFiletype())[0].Example
	onIncoming(download, func(r *request) {
		if r.value(spec.RoleRecord) == "" {
			r.set(spec.RoleRecord, example)
			r.set(spec.RoleFiletype, "")
		}
	})(c)
}

// undecoded puts encodings back that a query had, wherever it had any of them.
func undecoded(encodings ...string) func(*request) {
	return func(r *request) {
		p, _ := r.op.Param(spec.RoleRecord)
		for pair := range strings.SplitSeq(r.http.URL.RawQuery, "&") {
			name, text, _ := strings.Cut(pair, "=")
			has := func(e string) bool { return strings.Contains(text, e) }
			if name == p.Name && slices.ContainsFunc(encodings, has) {
				r.set(spec.RoleRecord, text)
			}
		}
	}
}

func unknownRefused(c *conduct) {
	op, _ := c.doc.Operation(download)
	alsoRefuse(download, "unknown", func(r *request) error {
		given, err := url.ParseQuery(r.http.URL.RawQuery)
		for name := range given {
			known := func(p spec.Parameter) bool { return p.Name == name }
			if !slices.ContainsFunc(op.Parameters, known) {
				err = refuse(spec.ParameterInvalid, "unknown parameter")
			}
		}
		return err
	})(c)
}

func locationRefused(c *conduct) {
	alsoRefuse(download, "location-refused", func(r *request) error {
		if !c.pool && r.values[spec.RoleLocation].given {
			return refuse(spec.ParameterInvalid, "locationId outside of pool mode")
		}
		return nil
	})(c)
}

func pathDeviations() []Deviation {
	return []Deviation{
		deviation("backslashes-refused", "Paths with backslashes are not understood.",
			breaks("paths/backslash-separators"), grammars(func(g *spec.Grammar) { g.Separators = []string{"/"} })),
		deviation("slashes-refused", "Paths with slashes are not understood.",
			breaks("paths/slash-separators"), locating(func(recordID string) bool { return strings.Contains(recordID, "/") }),
			"*/*"),
		deviation("ivr-message-refused", "Paths of IVR messages are not understood.",
			breaks("paths/ivr-message"), noGrammar("ivr-message"), "parameters/filetype-voice-message", "success/*", "streaming/*"),
		deviation("third-party-message-refused", "Paths of third-party messages are not understood.",
			breaks("paths/third-party-message"), noGrammar("third-party-message"), "success/*", "streaming/*"),
		deviation("upper-case-drive-refused", "Drive letters in upper case have no mapping.",
			breaks("paths/upper-case-drive"), locating(startsUpper), "events/file-name-downloadable", "events/location-usable"),
		deviation("lower-case-drive-refused", "Drive letters in lower case have no mapping.",
			breaks("paths/lower-case-drive"), locating(func(recordID string) bool { return !startsUpper(recordID) }), "*/*"),
		deviation("serial-served", "The recordID of an event leads to a recording.",
			breaks("paths/event-serial"), serialServed),
	}
}

// grammars edits all path grammars of the gateway's own document.
func grammars(edit func(*spec.Grammar)) func(*conduct) {
	return func(c *conduct) {
		for i := range c.doc.Grammars {
			edit(&c.doc.Grammars[i])
		}
	}
}

func noGrammar(name string) func(*conduct) {
	return func(c *conduct) {
		c.doc.Grammars = slices.DeleteFunc(c.doc.Grammars, func(g spec.Grammar) bool { return g.Name == name })
	}
}

// locating refuses paths for which bad is true as if they were invalid.
func locating(bad func(recordID string) bool) func(*conduct) {
	return func(c *conduct) {
		locate := c.locate
		c.locate = func(recordID, filetype string) (place, error) {
			if bad(recordID) {
				return place{}, refuse(spec.PathInvalid, "not understood")
			}
			return locate(recordID, filetype)
		}
	}
}

func startsUpper(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// serialServed takes any path of letters and digits only for a recording.
func serialServed(c *conduct) {
	locate := c.locate
	example := c.doc.GrammarsOf(c.doc.DefaultFiletype())[0].Example
	c.locate = func(recordID, filetype string) (place, error) {
		if !strings.ContainsAny(recordID, `:/\.%`) && len(recordID) > 8 {
			return locate(example, c.doc.DefaultFiletype())
		}
		return locate(recordID, filetype)
	}
}
