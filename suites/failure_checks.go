package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// failureWays are the ways in which every deployment that serves can be made
// to refuse; the form of the answer is the same for all of them.
func failureWays() []struct {
	variant, title string
	change         func(t *T) []change
} {
	always := func(changes ...change) func(*T) []change { return func(*T) []change { return changes } }
	return []struct {
		variant, title string
		change         func(t *T) []change
	}{
		{"guid", "a refused Guid", always(withoutGuid())},
		{"missing-file", "a missing file", func(t *T) []change {
			return []change{withParam(spec.RoleRecord, t.dep().Absent.RecordID)}
		}},
		{"no-record-id", "a missing recordId", always(without(spec.RoleRecord))},
	}
}

// failureChecks: the documented form of a failure.
func failureChecks(*spec.Document) []Check {
	rules := []struct {
		id, title string
		rule      func(*spec.Document) expect.Rule
	}{
		{"failure/content-type", "comes as JSON", expect.FailureType},
		{"failure/charset", "names the documented charset", expect.FailureCharset},
		{"failure/object", "has the documented envelope", expect.FailureEnvelope},
	}
	var checks []Check
	for _, r := range rules {
		for _, w := range failureWays() {
			checks = append(checks, Check{
				ID: r.id + ":" + w.variant, Title: "the failure for " + w.title + " " + r.title, Needs: served(),
				Body: func(t *T) {
					s, rec := t.twin()
					x := t.Download(s, rec, w.change(t)...)
					t.Given(x, expect.Answered())
					t.Then(x, r.rule(t.run.doc))
				},
			})
		}
	}
	return checks
}
