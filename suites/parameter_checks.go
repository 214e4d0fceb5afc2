package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

type recording = target.Recording

// parameterChecks: what the query parameters mean, and what is made of odd ones.
func parameterChecks(doc *spec.Document) []Check {
	return append([]Check{
		{ID: "parameters/record-id-missing", Title: "a download without recordId is refused", Needs: served(),
			Body: refused(spec.RecordIDMissing, without(spec.RoleRecord))},
		{ID: "parameters/record-id-empty", Title: "a download with an empty recordId is refused", Needs: served(),
			Body: refused(spec.RecordIDMissing, withParam(spec.RoleRecord, ""))},
		{ID: "parameters/filetype-default", Title: "without filetype an agent call recording is meant", Needs: served().withRecording("an agent call", ofDefaultFiletype(doc)),
			Body: filetypeDefault},
		{ID: "parameters/filetype-agent-call", Title: "filetype 1 serves an agent call recording", Needs: served().withRecording("an agent call", ofDefaultFiletype(doc)),
			Body: filetypeExplicit},
		{ID: "retcodes/location-missing", Title: "in pool mode a download without locationId is refused", Needs: served(poolOn),
			Body: refused(spec.LocationMissing, without(spec.RoleLocation))},
		{ID: "parameters/location-in-pool", Title: "in pool mode a download with locationId is served", Needs: served(poolOn),
			Body: holds(func(_ *spec.Document, rec recording) expect.Rule { return expect.Served(rec) })},
		{ID: "parameters/location-outside-pool", Title: "outside pool mode locationId does no harm", Needs: served(poolOff),
			Body: stillServed(withParam(spec.RoleLocation, "1"))},
		{ID: "parameters/any-order", Title: "the order of the parameters does not matter", Needs: served(),
			Body: filetypeAndOrder},
		{ID: "parameters/content-type-not-required", Title: "a download without Content-Type is served", Needs: served(),
			Body: stillServed(withoutField("Content-Type"))},
	}, unknownParameters()...)
}

// unknownParameters are those that real clients add to defeat caches.
func unknownParameters() []Check {
	var checks []Check
	for variant, name := range map[string]string{"time": "time", "anti-cache": "resteasy_jsapi_anti_cache"} {
		checks = append(checks, Check{
			ID: "parameters/unknown-ignored:" + variant, Title: "the unknown parameter " + name + " is ignored", Needs: served(),
			Body: stillServed(withExtra(name, "1545030000000")),
		})
	}
	return checks
}

func ofDefaultFiletype(doc *spec.Document) func(recording) bool {
	return func(r recording) bool {
		return (r.Filetype == "" || r.Filetype == doc.DefaultFiletype()) && r.Size > 0
	}
}

func filetypeDefault(t *T) {
	s, rec := t.SignIn(0), t.Recording(ofDefaultFiletype(t.run.doc))
	t.Given(t.Download(s, rec, withParam(spec.RoleFiletype, t.run.doc.DefaultFiletype())), expect.Served(rec))
	t.Then(t.Download(s, rec, without(spec.RoleFiletype)), expect.Served(rec))
}

func filetypeExplicit(t *T) {
	s, rec := t.SignIn(0), t.Recording(ofDefaultFiletype(t.run.doc))
	t.Then(t.Download(s, rec, withParam(spec.RoleFiletype, t.run.doc.DefaultFiletype())), expect.Served(rec))
}

func filetypeAndOrder(t *T) {
	s, rec := t.twin()
	rec.Filetype = t.run.doc.DefaultFiletype()
	t.Given(t.Download(s, rec), expect.Served(rec))
	t.Then(t.Download(s, rec, reversed()), expect.Served(rec))
}

// encodings are spellings of one recordId that must decode to the same.
func encodings() []struct {
	id, title string
	encode    func(string) string
} {
	return []struct {
		id, title string
		encode    func(string) string
	}{
		{"parameters/unreserved-encoded", "with every reserved character percent-encoded", wire.Escape},
		{"parameters/hex-digits-any-case", "with lower-case hexadecimal digits", func(s string) string { return lowerHex(wire.Escape(s)) }},
		{"parameters/reserved-encoded", "with colon and slash left bare", func(s string) string { return bare.Replace(wire.Escape(s)) }},
	}
}

var bare = strings.NewReplacer("%3A", ":", "%2F", "/")

// lowerHex turns the digits of percent-encodings into lower case.
func lowerHex(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			b.WriteString(strings.ToLower(s[i : i+3]))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
