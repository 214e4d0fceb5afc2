package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// overlong is longer than any buffer for one value, and shorter than what most
// servers take for a whole head.
const overlong = 6000

// securityRobustnessChecks: an overlong value may be answered in any way, or not at
// all, but the next client must not suffer.
func securityRobustnessChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, what string
		change        func(rec recording) engine.RequestOption
	}{
		{"record-id", "recordId", func(rec recording) engine.RequestOption {
			directory, _ := splitName(rec.RecordID)
			return withParam(spec.RoleRecord, directory+strings.Repeat("9", overlong)+".V3")
		}},
		{"guid", "Guid", func(recording) engine.RequestOption { return withGuid(strings.Repeat("f", overlong)) }},
		{"unknown", "parameter that the interface does not know", func(recording) engine.RequestOption { return appendParam("x", strings.Repeat("1", 2*overlong)) }},
	} {
		checks = append(checks, engine.Check{
			ID: "security/overlong-values:" + v.variant, Title: "the download after an overlong " + v.what + " is served", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				x := t.Download(s, rec, v.change(rec), engine.AsAttack)
				t.Then(t.Download(s, rec), rules.Served(rec))
				if v.variant == "record-id" {
					t.Observe("parameters/long-record-id", "recordId of %d characters: %s", overlong, describeAnswer(x, rec))
				}
			},
		})
	}
	return checks
}
