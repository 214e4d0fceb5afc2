package attest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/suites/report"
)

var (
	subjectForm = lazyregexp.New(`^([A-Za-z0-9][A-Za-z0-9._/:+-]{0,199})@sha256:([0-9A-Fa-f]{64})$`)
	digestForm  = lazyregexp.New(`^(?:sha256:)?([0-9A-Fa-f]{64})$`)
)

// ParseSubject reads NAME@sha256:DIGEST.
func ParseSubject(s string) (Subject, error) {
	m := subjectForm().FindStringSubmatch(s)
	if m == nil {
		return Subject{}, fmt.Errorf("subject %.80q: want NAME@sha256: and 64 hexadecimal digits, such as gateway-8.15.0.tar.gz@sha256:%s", s, strings.Repeat("0", 64))
	}
	return Subject{m[1], strings.ToLower(m[2])}, nil
}

// Known is what the register of the tool has, to tell a part from the whole.
type Known struct {
	Register string   // its digest
	Checks   []string // ids; those that run on each deployment without its name
}

// Refusals lists why a result does not support a claim about a subject, one sentence
// each; none if it does.
func Refusals(r report.Result, s Subject, known Known) (why []string) {
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			why = append(why, fmt.Sprintf(format, args...))
		}
	}
	add(r.Overall != report.Conformant && r.Overall != report.ConformantWithWaivers,
		"the verdict is %s; only a conformant run, or one with waivers, can be certified", r.Overall)
	add(r.Target.Simulated, "the run judged the built-in mock, which is no product; run against a gateway with --target")
	why = append(why, selectionRefusals(r)...)
	why = append(why, tlsRefusals(r)...)
	why = append(why, recordingRefusals(r)...)
	add(s.SHA256 == "" || !sameDigest(r.Target.Build["digest"], s.SHA256),
		"build.digest of the target file is %q, but the subject has sha256:%s; run with the digest of the build that is judged", r.Target.Build["digest"], s.SHA256)
	add(r.Tool.Register == "" || r.Tool.SHA256 == "", "the result does not name the program and the register that judged it; run with this version of gwcheck and --out")
	if r.Tool.Register == known.Register {
		if missing := missingChecks(r, known); len(missing) > 0 {
			add(true, "the result lacks %d checks of the register, such as %s", len(missing), missing[0])
		}
	}
	return why
}

// sameDigest compares a digest of a target file with one in lower case.
func sameDigest(build, digest string) bool {
	m := digestForm().FindStringSubmatch(build)
	return m != nil && strings.EqualFold(m[1], digest)
}

// selectionRefusals says how the run was narrowed.
func selectionRefusals(r report.Result) (why []string) {
	narrowed := []struct {
		what string
		was  bool
	}{
		{"--only", len(r.Selection.Only) > 0},
		{"--skip", len(r.Selection.Skip) > 0},
		{"--deployment", r.Selection.Deployment != ""},
		{"--max-wait", r.Selection.MaxWaitMs > 0 || len(r.Selection.LeftOut) > 0},
	}
	for _, n := range narrowed {
		if n.was {
			why = append(why, fmt.Sprintf("the run was narrowed by %s; certify a run of all checks", n.what))
		}
	}
	if r.Selection.Checks != r.Selection.Of || r.Selection.Of == 0 || r.Selection.Of != len(r.Checks) {
		why = append(why, fmt.Sprintf("%d of %d checks were selected, and the result has %d", r.Selection.Checks, r.Selection.Of, len(r.Checks)))
	}
	if r.Baseline != nil {
		why = append(why, "the run was compared with a baseline; run without --baseline")
	}
	return why
}

// tlsRefusals says which certificates were not verified.
func tlsRefusals(r report.Result) (why []string) {
	for _, d := range r.Target.Deployments {
		if d.TLS != "verified" && d.TLS != "pinned" {
			why = append(why, fmt.Sprintf("the certificate of deployment %s was not verified; give tls: {ca: FILE} or {pin: \"sha256:…\"}", d.Name))
		}
	}
	if len(why) == 0 && (r.Selection.Insecure || r.Target.InsecureTLS) {
		why = append(why, "a certificate was not verified")
	}
	return why
}

// recordingRefusals says which recordings were missing.
func recordingRefusals(r report.Result) (why []string) {
	if !slices.ContainsFunc(r.Target.Deployments, func(d report.Deployment) bool { return d.Download }) {
		why = append(why, "no deployment serves downloads; declare one with download: true")
	}
	if len(r.Target.Recordings) == 0 {
		why = append(why, "the result does not tell which kinds of recordings are declared")
	}
	for _, k := range r.Target.Recordings {
		if k.Count == 0 {
			why = append(why, fmt.Sprintf("no recording of the kind %s is declared; declare one of each kind of path", k.Kind))
		}
	}
	return why
}

// Unnamed lists what a reader of the claim will miss: it may stand in the target file.
func Unnamed(r report.Result) (missing []string) {
	for _, key := range []string{"organization", "product", "contact", "url"} {
		if r.Target.Vendor[key] == "" {
			missing = append(missing, key)
		}
	}
	if r.Target.Build["version"] == "" {
		missing = append(missing, "build.version")
	}
	return missing
}

// missingChecks are the checks of the register that a result does not have.
func missingChecks(r report.Result, known Known) (missing []string) {
	has := map[string]bool{}
	for _, c := range r.Checks {
		has[c.ID] = true
		has[strings.TrimSuffix(c.ID, ":"+c.Deployment)] = true
	}
	for _, id := range known.Checks {
		if !has[id] {
			missing = append(missing, id)
		}
	}
	return missing
}
