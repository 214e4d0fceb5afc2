package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

func parameterDeviations() []Deviation {
	return slices.Concat(addressDeviations(), encodingDeviations(), filetypeDeviations(), locationDeviations(), toleranceDeviations())
}

func addressDeviations() []Deviation {
	return []Deviation{
		deviation("resource-renamed", "Recordings are served at the resource recordfiles.",
			breaks("parameters/address"), pathOf(download, "/recordfile/", "/recordfiles/"), "*/*"),
		deviation("agent-not-needed", "An address without an agent gets the recording.",
			breaks("parameters/agentid-mandatory"), agentlessServed),
		deviation("record-id-missing-serves-any", "Without recordId a download gets some recording.",
			breaks("parameters/record-id-missing", "parameters/record-id-empty"), missingServesAny, "failure/*"),
		deviation("record-id-missing-is-page", "Without recordId a download gets a page that says so.",
			breaks("parameters/record-id-missing", "parameters/record-id-empty"), onFailure(spec.RecordIDMissing, asPage(http.StatusBadRequest)), "failure/*"),
		deviation("record-id-missing-is-success", "Without recordId a download is answered with success and no recording.",
			breaks("parameters/record-id-missing", "parameters/record-id-empty"), onFailure(spec.RecordIDMissing, succeeds), "failure/*"),
		deviation("record-id-without-value-fails", "recordId without a value breaks the gateway, which says so in a page.",
			breaks("parameters/record-id-empty"), onAnswer(func(a *answer) bool {
				v := a.request.values[spec.RoleRecord]
				return a.cond == spec.RecordIDMissing && v.given && v.text == ""
			}, asPage(http.StatusInternalServerError))),
	}
}

// pathOf moves an operation to another address.
func pathOf(logName, old, new string) func(*conduct) {
	return func(c *conduct) {
		op, _ := c.doc.Operation(logName)
		op.Path = strings.Replace(op.Path, old, new, 1)
	}
}

// agentlessServed serves whoever has a Guid and names a recording, at an address without agent.
func agentlessServed(c *conduct) {
	op, _ := c.doc.Operation(download)
	p, _ := op.Param(spec.RoleAgent)
	resource := strings.TrimSuffix(op.Path, "/{"+p.Name+"}")
	onAnswer(func(a *answer) bool {
		return a.status == http.StatusNotFound && strings.TrimSuffix(a.request.http.URL.Path, "/") == resource && c.findGuid(a.request) != ""
	}, func(a *answer) {
		given := parseQuery(a.request.http.URL.RawQuery)
		text := func(role spec.Role) string { p, _ := op.Param(role); return given[p.Name].text }
		place, err := c.locate(text(spec.RoleRecord), text(spec.RoleFiletype))
		if err != nil {
			return
		}
		if content, size, err := c.open(place); err == nil {
			a.request.content = content
			a.content, a.size, a.status, a.contentType = content, size, http.StatusOK, op.Success.ContentType
		}
	})(c)
}

// asPage turns an answer into a page for people.
func asPage(n int) func(*answer) {
	return func(a *answer) {
		status(n)(a)
		contentType("text/html;charset=UTF-8")(a)
		body("<!DOCTYPE html><html><body><h1>" + http.StatusText(n) + "</h1></body></html>")(a)
	}
}

func missingServesAny(c *conduct) {
	example := c.doc.GrammarsOf(c.doc.DefaultFiletype())[0].Example
	onIncoming(download, func(r *request) {
		if v := r.values[spec.RoleRecord]; v.text == "" && !v.bad {
			r.set(spec.RoleRecord, example)
			r.set(spec.RoleFiletype, "")
		}
	})(c)
}

func encodingDeviations() []Deviation {
	return []Deviation{
		deviation("hex-digits-upper-case-only", "Percent-encodings with lower-case digits are not decoded.",
			breaks("parameters/hex-digits-any-case"), onIncoming(download, undecoded("%3a", "%2f", "%5c", "%2e")), "paths/backslash-separators"),
		deviation("letters-not-decoded", "Letters that are percent-encoded are not decoded.",
			breaks("parameters/unreserved-encoded"), onIncoming(download, undecoded("%59", "%79", "%56"))),
		deviation("digits-not-decoded", "Digits that are percent-encoded are not decoded.",
			breaks("parameters/unreserved-encoded"), onIncoming(download, undecoded("%30", "%31"))),
		deviation("bare-colon-refused", "A colon in recordId has to be percent-encoded.",
			breaks("parameters/reserved-encoded"), refuseRaw(":")),
		deviation("bare-slash-refused", "A slash in recordId has to be percent-encoded.",
			breaks("parameters/reserved-encoded"), refuseRaw("/")),
		deviation("plus-stays-plus", "A plus sign in recordId is a plus sign.",
			breaks("parameters/space-as-plus"), onIncoming(download, func(r *request) {
				if text, err := url.PathUnescape(r.rawValue(spec.RoleRecord)); err == nil && text != "" {
					r.set(spec.RoleRecord, text)
				}
			})),
		deviation("path-decoded-twice", "recordId is percent-decoded once more after it was found to be harmless.",
			breaks("paths/neither-grammar", "security/traversal-encoded"),
			all(locatedAs(unescaped(1)), climbs(notPlainly, unescaped(1))), "security/traversal*"),
		deviation("non-ascii-is-page", "A path with letters outside ASCII gets a page that says so.",
			breaks("parameters/non-ascii-record-id"), onNonASCII(asPage(http.StatusBadRequest))),
		deviation("non-ascii-breaks-off", "A path with letters outside ASCII ends the connection.",
			breaks("parameters/non-ascii-record-id"), onNonASCII(raw(func(w *rawWriter) error { return w.cut() }))),
	}
}

// rawValue is a query parameter as it stands in the address.
func (r *request) rawValue(role spec.Role) string {
	p, _ := r.op.Param(role)
	for pair := range strings.SplitSeq(r.http.URL.RawQuery, "&") {
		if name, text, _ := strings.Cut(pair, "="); name == p.Name {
			return text
		}
	}
	return ""
}

// undecoded leaves recordId encoded if it has any of the encodings.
func undecoded(encodings ...string) func(*request) {
	return func(r *request) {
		text := r.rawValue(spec.RoleRecord)
		if slices.ContainsFunc(encodings, func(e string) bool { return strings.Contains(text, e) }) {
			r.set(spec.RoleRecord, text)
		}
	}
}

// refuseRaw refuses a recordId that has a character as it is.
func refuseRaw(char string) func(*conduct) {
	return alsoRefuse(download, "raw"+char, func(r *request) error {
		if strings.Contains(r.rawValue(spec.RoleRecord), char) {
			return refuse(spec.ParameterInvalid, "recordId has a bare %s", char)
		}
		return nil
	})
}

// onNonASCII changes the refusals of paths that have letters outside ASCII.
func onNonASCII(edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool {
		beyond := func(c rune) bool { return c > 0x7f }
		return a.failed() && a.request.is(download) && strings.ContainsFunc(a.request.value(spec.RoleRecord), beyond)
	}, edits...)
}

func filetypeDeviations() []Deviation {
	return []Deviation{
		deviation("filetype-default-two", "Without filetype a download means a voice message.",
			breaks("parameters/filetype-default"), parameter(spec.RoleFiletype, func(p *spec.Parameter) { p.Default = "2" }), "*/*"),
		deviation("filetype-ignored", "filetype 2 means an agent call too.",
			breaks("parameters/filetype-voice-message"),
			onIncoming(download, func(r *request) { r.set(spec.RoleFiletype, "1") }), "*/*"),
		deviation("filetype-one-refused", "A filetype of 1 is refused; agent calls come without one.",
			breaks("parameters/filetype-agent-call"), alsoRefuse(download, "one", func(r *request) error {
				if v := r.values[spec.RoleFiletype]; v.text == "1" {
					return refuse(spec.ParameterInvalid, "filetype 1 is not supported")
				}
				return nil
			}), "*/*"),
		deviation("third-party-needs-filetype-three", "A third-party voice message is found under filetype 3 only.",
			breaks("parameters/filetype-voice-message"), all(
				grammarsEdited(func(g *spec.Grammar) {
					if g.Name == "third-party-message" {
						g.Filetype = "3"
					}
				}),
				parameter(spec.RoleFiletype, func(p *spec.Parameter) { p.Options = append(slices.Clone(p.Options), "3") })), "*/*"),
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

func locationDeviations() []Deviation {
	return []Deviation{
		deviation("location-refused-in-pool", "In pool mode every locationId is refused.",
			breaks("parameters/location-in-pool", "events/location-usable"), onLocation(func(c *conduct, id string) error {
				if c.pool && id != "" {
					return refuse(spec.ParameterInvalid, "locationId %q leads nowhere", id)
				}
				return nil
			}), "*/*"),
		deviation("location-counted-from-zero", "In pool mode the recordings of a node are found under the number below its locationId.",
			breaks("parameters/location-in-pool", "events/location-usable"), onLocation(func(c *conduct, id string) error {
				if c.pool && id == fixtures.LocationID {
					return refuse(spec.RecordingAbsent, "not on node %q", id)
				}
				return nil
			}), "*/*"),
		deviation("location-refused-outside-pool", "Outside of pool mode a locationId is refused.",
			breaks("parameters/location-outside-pool"), onLocation(func(c *conduct, id string) error {
				if !c.pool && id != "" {
					return refuse(spec.ParameterInvalid, "locationId outside of pool mode")
				}
				return nil
			})),
		deviation("location-searched-outside-pool", "Outside of pool mode a recording is looked for on the node that locationId names.",
			breaks("parameters/location-outside-pool"), onLocation(func(c *conduct, id string) error {
				if !c.pool && id != "" && id != fixtures.LocationID {
					return refuse(spec.RecordingAbsent, "not on node %q", id)
				}
				return nil
			})),
	}
}

// onLocation adds a reason to refuse for the locationId.
func onLocation(check func(c *conduct, id string) error) func(*conduct) {
	return func(c *conduct) {
		alsoRefuse(download, "on-location", func(r *request) error { return check(c, r.values[spec.RoleLocation].text) })(c)
	}
}
