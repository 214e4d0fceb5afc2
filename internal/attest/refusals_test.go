package attest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/suites/report"
)

func TestWhatIsNoCompleteRunOfAGatewayIsRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, want string
		change     func(*report.Result)
	}{
		{"nonconformant", "the verdict is nonconformant", func(r *report.Result) { r.Checks[0].Verdict = report.Fail }},
		{"incomplete", "the verdict is incomplete", func(r *report.Result) { r.Checks[0].Verdict = report.Inconclusive }},
		{"interrupted", "the verdict is incomplete", func(r *report.Result) { r.Interrupted = true }},
		{"harness error", "the verdict is error", func(r *report.Result) { r.HarnessError = "broken" }},
		{"mock", "the built-in mock", func(r *report.Result) { r.Target.Simulated = true }},
		{"only", "narrowed by --only", func(r *report.Result) { r.Selection.Only = []string{"auth"} }},
		{"skip", "narrowed by --skip", func(r *report.Result) { r.Selection.Skip = []string{"auth"} }},
		{"deployment", "narrowed by --deployment", func(r *report.Result) { r.Selection.Deployment = "static" }},
		{"max-wait", "narrowed by --max-wait", func(r *report.Result) { r.Selection.MaxWaitMs = 1000 }},
		{"left out", "narrowed by --max-wait", func(r *report.Result) { r.Selection.LeftOut = []string{"auth/a"} }},
		{"fewer checks", "1 of 2 checks were selected", func(r *report.Result) { r.Selection.Checks = 1 }},
		{"no selection", "0 of 0 checks", func(r *report.Result) { r.Selection = report.Selection{} }},
		{"checks removed", "the result has 1", func(r *report.Result) { r.Checks = r.Checks[:1] }},
		{"checks replaced", "lacks 1 checks of the register, such as method/c", func(r *report.Result) { r.Checks[1].ID = "auth/b" }},
		{"baseline", "baseline", func(r *report.Result) { r.Baseline = &report.Baseline{} }},
		{"insecure", "certificate of deployment static was not verified", func(r *report.Result) { r.Target.Deployments[0].TLS = "insecure" }},
		{"unknown TLS", "certificate of deployment static was not verified", func(r *report.Result) { r.Target.Deployments[0].TLS = "" }},
		{"insecure selection", "a certificate was not verified", func(r *report.Result) { r.Selection.Insecure = true }},
		{"no downloads", "no deployment serves downloads", func(r *report.Result) { r.Target.Deployments[0].Download = false }},
		{"no recording of a kind", "no recording of the kind ivr-message", func(r *report.Result) { r.Target.Recordings[1].Count = 0 }},
		{"kinds unknown", "which kinds of recordings", func(r *report.Result) { r.Target.Recordings = nil }},
		{"no digest", "build.digest of the target file is \"\"", func(r *report.Result) { r.Target.Build = nil }},
		{"another digest", "build.digest", func(r *report.Result) { r.Target.Build["digest"] = "sha256:" + strings.Repeat("0", 64) }},
		{"no tool", "does not name the program", func(r *report.Result) { r.Tool.SHA256 = "" }},
	} {
		key, _ := ed25519Keys(t)
		r := good(tc.change)
		_, err := attest.Certify(t.Context(), r, subject, evidence(t, r), key, attest.Known{Register: sum, Checks: []string{"auth/a", "method/c"}})
		var refused *attest.RefusedError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", tc.name, err, tc.want)
		}
	}
}
