package mock

import (
	"net/http"
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// mutantOperators are the faults, by what they are faults of.
func mutantOperators() []mutantOperator {
	return slices.Concat(statusOperators(), typeOperators(), headOperators(), deliveryOperators(), envelopeOperators(), jsonOperators(),
		secrecyOperators(), byteOperators(), framingOperators(), paceOperators(), eventOperators(), decisionOperators())
}

// always breaks the same requirements, wherever the operator is applied.
func always(ids ...string) func(*mutantPlace) []string {
	return func(*mutantPlace) []string { return ids }
}

// byKind breaks requirements that depend on what a place is; those of the first
// kind that it has.
func byKind(rows ...kindRow) func(*mutantPlace) []string {
	return func(p *mutantPlace) []string {
		for _, row := range rows {
			if p.kinds&row.kind != 0 && (row.logName == "" || row.logName == p.logName) {
				ids := slices.Clone(row.ids)
				if row.own {
					ids = append(ids, p.breaks...)
				}
				return ids
			}
		}
		return nil
	}
}

// kindRow is what an operator breaks at places of a kind.
type kindRow struct {
	kind    placeKind
	logName string // "" for all operations
	ids     []string
	own     bool // what a wrong decision at the place breaks, too
}

// statusOperators: the status of a failure is not specified.
func statusOperators() []mutantOperator {
	of := func(name, does string, edit func(*answer), ids ...string) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: ofRecording | ofFailure | ofCall | ofCallFailure, edit: edit,
			breaks: byKind(kindRow{kind: ofRecording, ids: ids})}
	}
	return []mutantOperator{
		of("status-206", "gives status 206 to", status(http.StatusPartialContent), "success/status", "success/no-partial-content"),
		of("status-404", "gives status 404 to", status(http.StatusNotFound), "success/status"),
		of("status-500", "gives status 500 to", status(http.StatusInternalServerError), "success/status"),
		of("status-201", "gives status 201 to", status(http.StatusCreated), "success/status"),
	}
}

func typeOperators() []mutantOperator {
	const signIn = "session/sign-in-content-type"
	media := byKind(kindRow{kind: ofRecording, ids: []string{"success/content-type"}}, kindRow{kind: ofFailure, ids: []string{"failure/content-type"}},
		kindRow{kind: ofCall, logName: spec.Login, ids: []string{signIn}})
	charset := byKind(kindRow{kind: ofRecording, ids: []string{"success/charset"}}, kindRow{kind: ofFailure, ids: []string{"failure/charset"}},
		kindRow{kind: ofCall, logName: spec.Login, ids: []string{signIn}})
	of := func(name, does string, breaks func(*mutantPlace) []string, edit func(*answer)) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: ofRecording | ofFailure | ofCall | ofCallFailure, breaks: breaks, edit: edit}
	}
	return []mutantOperator{
		of("type-text", "declares text/plain as the type of", media, contentType("text/plain;charset=UTF-8")),
		of("type-missing", "declares no type of", media, contentType("")),
		of("type-swapped", "exchanges the types of recordings and envelopes for", media, func(a *answer) {
			t := "application/octet-stream;charset=utf-8"
			if a.streams() {
				t = "application/json;charset=UTF-8"
			}
			a.contentType = t
		}),
		of("charset-missing", "declares no charset for", charset, func(a *answer) {
			t := "application/json"
			if a.streams() {
				t = "application/octet-stream"
			}
			a.contentType = t
		}),
		of("charset-latin-1", "declares the charset ISO-8859-1 for", charset, func(a *answer) {
			t := "application/json"
			if a.streams() {
				t = "application/octet-stream"
			}
			a.contentType = t + ";charset=ISO-8859-1"
		}),
		of("type-twice", "declares the type twice for", byKind(kindRow{kind: ofRecording, ids: []string{"success/one-content-type"}}), func(a *answer) {
			a.setHeader("Content-Type", a.contentType, a.contentType)
		}),
	}
}

// headOperators are faults of header fields and of the syntax of heads.
func headOperators() []mutantOperator {
	all := ofRecording | ofFailure | ofCall | ofCallFailure
	recordings := func(ids ...string) func(*mutantPlace) []string { return byKind(kindRow{kind: ofRecording, ids: ids}) }
	lines := func(name, does string, line ...string) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: all, breaks: always("streaming/head-syntax"), edit: mutantRaw(func(w *rawWriter) error {
			w.head(append(line, "Connection: close", contentLength(w, 0))...)
			w.endHead()
			return w.identity()
		})}
	}
	return []mutantOperator{
		{name: "coding-named", does: "names a content coding that is not applied for", kinds: all, breaks: recordings("streaming/no-content-coding"), edit: header("Content-Encoding", "gzip")},
		{name: "compressed", does: "compresses", kinds: ofRecording, breaks: recordings("streaming/no-content-coding"), edit: func(a *answer) {
			streamedThrough(gzipped)(a)
			header("Content-Encoding", "gzip")(a)
		}},
		{name: "cacheable", does: "lets caches store", kinds: all, breaks: recordings("security/no-caching"), edit: header("Cache-Control", "public, max-age=3600")},
		{name: "server-twice", does: "names two servers in", kinds: all, breaks: always("streaming/single-fields"), edit: header("Server", "Apache-Coyote/1.1", "nginx")},
		lines("header-folded", "folds a header field of", "X-Folded: one,\r\n two"),
		lines("space-before-colon", "writes a space before a colon in the head of", "X-File : a"),
		lines("control-character", "writes a control character into the head of", "X-File: a\x01b"),
		lines("header-without-colon", "writes a line without a colon into the head of", "X-File"),
		{name: "bare-line-feeds", does: "ends the header lines with a line feed alone in", kinds: all, breaks: always("streaming/head-syntax"), edit: mutantRaw(func(w *rawWriter) error {
			w.WriteString("HTTP/1.1 200 OK\nContent-Type: " + w.answer.contentType + "\n") //nolint:errcheck // Flush tells
			for name, values := range w.answer.header {
				w.WriteString(name + ": " + values[0] + "\n") //nolint:errcheck // Flush tells
			}
			w.WriteString("Connection: close\n" + contentLength(w, 0) + "\n\n") //nolint:errcheck // Flush tells
			return w.identity()
		})},
	}
}

// deliveryOperators are faults of how a Guid is delivered. updateGuid delivers in its result.
func deliveryOperators() []mutantOperator {
	inHeader := func(ids ...string) func(*mutantPlace) []string {
		return func(p *mutantPlace) []string {
			if p.logName == spec.UpdateGuid {
				return nil
			}
			return ids
		}
	}
	values := func(f func(value string) []string) func(*answer) {
		return func(a *answer) {
			name := a.request.op.Renewal.Header
			if v := a.header[name]; len(v) == 1 {
				a.setHeader(name, f(v[0])...)
			}
		}
	}
	return []mutantOperator{
		{name: "guid-bare", does: "delivers the Guid without JSESSIONID= in", kinds: ofDelivery, breaks: inHeader("auth/set-guid-form"), edit: bareGuid},
		{name: "guid-with-attributes", does: "delivers the Guid like a cookie in", kinds: ofDelivery, breaks: inHeader("auth/set-guid-form"),
			edit: values(func(v string) []string { return []string{v + "; Path=/"} })},
		{name: "guid-twice", does: "delivers the Guid twice, the second time like a cookie, in", kinds: ofDelivery, breaks: inHeader("auth/set-guid-form"),
			edit: values(func(v string) []string { return []string{v, v + "; Path=/"} })},
		{name: "guid-field-lower-case", does: "spells Set-GUID in lower case in", kinds: ofDelivery, breaks: inHeader("auth/set-guid-spelling"), edit: func(a *answer) {
			name := a.request.op.Renewal.Header
			if v := a.header[name]; v != nil {
				delete(a.header, name)
				a.setHeader("set-guid", v...)
			}
		}},
		{name: "guid-missing", does: "delivers no Guid in", kinds: ofDelivery, breaks: brokenByMissingGuid, edit: func(a *answer) {
			delete(a.header, a.request.op.Renewal.Header)
			if a.request.is(spec.UpdateGuid) {
				a.envelope.object("result").drop("guid")
			}
		}},
		{name: "guid-of-nobody", does: "delivers a Guid that it never accepts in", kinds: ofDelivery, breaks: brokenByStaleGuid, edit: func(a *answer) {
			const guid = "0123456789abcdef0123456789abcdef0123456789abcdef.AgentGateway0"
			values(func(string) []string { return []string{a.request.op.Renewal.Prefix + guid} })(a)
			if a.request.is(spec.UpdateGuid) {
				a.envelope.object("result").set("guid", guid)
			}
		}},
	}
}

// brokenByMissingGuid is what a place breaks that delivers no Guid.
func brokenByMissingGuid(p *mutantPlace) []string {
	switch p.name {
	case "sign-in":
		return []string{"auth/set-guid-on-sign-in", "session/sign-in"}
	case "forced-sign-in":
		return []string{"auth/set-guid-on-forced-sign-in", "session/forced-sign-in"}
	case "renewal":
		return []string{"auth/dynamic-guid-renewed"}
	}
	return []string{"auth/update-guid-answer"}
}

// brokenByStaleGuid is what a place breaks that delivers a Guid of no effect.
func brokenByStaleGuid(p *mutantPlace) []string {
	switch p.name {
	case "sign-in":
		return []string{"auth/guid-accepted", "auth/dynamic-first-poll", "session/sign-in", "success/availability", "session/sign-in-again"}
	case "forced-sign-in":
		return []string{"auth/set-guid-on-forced-sign-in", "session/forced-sign-in", "success/availability"}
	case "renewal":
		return []string{"auth/renewed-guid-works", "auth/dynamic-guid-renewed", "success/availability"}
	}
	return []string{"auth/update-guid-works"}
}

// mutantRaw writes an answer byte by byte, but not one to HEAD.
func mutantRaw(f func(*rawWriter) error) func(*answer) {
	return func(a *answer) {
		if notHead(a) {
			raw(f)(a)
		}
	}
}
