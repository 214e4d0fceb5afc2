package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// successChecks: the documented form of a recording.
func successChecks(*spec.Document) []Check {
	form := func(rule func(*spec.Document) expect.Rule) func(t *T) {
		return func(t *T) {
			s, rec := t.SignIn(0), t.AgentCall()
			x := t.Download(s, rec)
			t.Given(x, expect.Answered())
			t.Then(x, rule(t.run.doc))
		}
	}
	return []Check{
		{ID: "success/content-type", Title: "a recording comes as an octet stream", Needs: served(), Body: form(expect.RecordingType)},
		{ID: "success/charset", Title: "the octet stream names the documented charset", Needs: served(), Body: form(expect.RecordingCharset)},
		{ID: "success/status", Title: "a recording comes with status 200", Needs: served(),
			Body: form(func(*spec.Document) expect.Rule { return expect.Status(200) })},
		{ID: "success/exact-bytes", Title: "the body is the recording and nothing else", Needs: served(),
			Body: holds(func(_ *spec.Document, rec recording) expect.Rule { return expect.Served(rec) })},
	}
}
