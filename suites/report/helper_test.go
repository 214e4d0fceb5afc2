package report_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// began is when every run of these tests began.
var began = time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)

// must and should make a check of that level; its id says the rest.
func must(id string, v report.Verdict) report.Check   { return check(id, "MUST", v) }
func should(id string, v report.Verdict) report.Check { return check(id, "SHOULD", v) }

func check(id, level string, v report.Verdict) report.Check {
	area, _, _ := strings.Cut(id, "/")
	requirement, _, _ := strings.Cut(id, ":")
	return report.Check{
		ID: id, Requirement: requirement, Level: level, Verdict: v, Area: area, Deployment: "static",
		Title: "title of " + id, Reason: "expected A, got B", DurationMs: 12, Exchanges: []string{"x1"},
		Curl: "curl -H 'Guid: $GUID' https://gw.example/" + id,
	}
}

// blocked is a check whose prerequisite did not hold.
func blocked(c report.Check) report.Check {
	c.Verdict, c.Blocked = report.NotRun, true
	return c
}

// waiver accepts a check until some later year.
func waiver(id string) report.Waiver {
	return report.Waiver{Check: id, Reason: "known, fixed in 8.16", Owner: "Kim", Expires: "2030-01-31"}
}

// run is an unfinished result with these checks.
func run(checks ...report.Check) report.Result {
	return report.Result{
		Tool:    report.Tool{Version: "1.2.3", Revision: "abc"},
		Edition: "2023-09-27", Started: began, DurationMs: 2345, Seed: 7, Requests: 42,
		Target: report.Target{Name: "Example gateway", Deployments: []report.Deployment{
			{Name: "static", URL: "https://gw.example", AuthMode: 1, Download: true}}},
		Checks: checks,
	}
}

// finished is the finished result of these checks.
func finished(checks ...report.Check) report.Result {
	r := run(checks...)
	report.Finish(&r)
	return r
}

// with changes an unfinished result and finishes it.
func with(r report.Result, change func(*report.Result)) report.Result {
	change(&r)
	report.Finish(&r)
	return r
}

// outcome is one kind of run, for the tests that must hold for every kind.
type outcome struct {
	name    string
	result  report.Result
	overall report.Overall
	code    int
}

// outcomes has every overall verdict, for every cause of it.
func outcomes() []outcome {
	pass, fail := must("auth/a", report.Pass), must("paths/b", report.Fail)
	warn := should("method/c", report.Warning)
	gap := must("events/d", report.Inconclusive)
	broke := must("success/e", report.Error)
	strict := func(r *report.Result) { r.Strict = true }
	waive := func(w ...report.Waiver) func(*report.Result) {
		return func(r *report.Result) { r.Waivers = w }
	}
	expired := waiver("paths/b")
	expired.Expires = "2026-03-13"
	skipped, absent := must("auth/f", report.NotRun), must("pool/g", report.NotApplicable)
	type change = func(*report.Result)
	var out []outcome
	add := func(name string, overall report.Overall, code int, checks []report.Check, changes ...change) {
		r := with(run(checks...), func(r *report.Result) {
			for _, c := range changes {
				c(r)
			}
		})
		out = append(out, outcome{name, r, overall, code})
	}
	list := func(checks ...report.Check) []report.Check { return checks }
	add("all pass", report.Conformant, 0, list(pass, skipped, absent))
	add("a warning", report.Conformant, 0, list(pass, warn))
	add("a fail", report.Nonconformant, 1, list(pass, fail, warn))
	add("a warning, strict", report.Nonconformant, 1, list(pass, warn), strict)
	add("a fail and a gap", report.Nonconformant, 1, list(fail, gap))
	add("a fail and a harness error in a check", report.Nonconformant, 1, list(fail, broke))
	add("a fail, interrupted", report.Nonconformant, 1, list(fail), func(r *report.Result) { r.Interrupted = true })
	add("a fail, strict, warning waived", report.Nonconformant, 1, list(fail, warn), strict, waive(waiver("method/c")))
	add("a fail waived", report.ConformantWithWaivers, 0, list(pass, fail), waive(waiver("paths/b")))
	add("a warning waived", report.Conformant, 0, list(pass, warn), waive(waiver("method/c")))
	add("a warning waived, strict", report.ConformantWithWaivers, 0, list(pass, warn), strict, waive(waiver("method/c")))
	add("a fail waived and a gap", report.Incomplete, 3, list(fail, gap), waive(waiver("paths/b")))
	add("waiver expired", report.Nonconformant, 1, list(pass, fail), waive(expired))
	add("waiver expired, nothing failed", report.Nonconformant, 1, list(pass, must("paths/b", report.Pass)), waive(expired))
	add("waiver unmatched", report.Nonconformant, 1, list(pass), waive(waiver("paths/none")))
	add("waiver obsolete", report.Nonconformant, 1, list(pass), waive(waiver("auth/a")))
	add("waiver for what was not judged", report.Conformant, 0, list(pass, skipped), waive(waiver("auth/f")))
	add("a gap", report.Incomplete, 3, list(pass, gap))
	add("a gap and a bad waiver", report.Incomplete, 3, list(pass, gap), waive(waiver("paths/none")))
	add("a blocked check", report.Incomplete, 3, list(pass, blocked(must("auth/f", ""))))
	add("interrupted", report.Incomplete, 3, list(pass), func(r *report.Result) { r.Interrupted = true })
	add("unreachable", report.Incomplete, 3, list(gap), func(r *report.Result) { r.Problem = "no connection to gw.example" })
	add("nothing judged", report.Incomplete, 3, list(skipped, absent))
	add("no checks", report.Incomplete, 3, nil)
	add("a harness error in a check", report.Broken, 4, list(pass, broke, gap))
	add("a harness error", report.Broken, 4, list(pass, fail), func(r *report.Result) { r.HarnessError = "the engine stopped" })
	return out
}

// writers are all writers of a whole result, by name.
func writers() map[string]func(io.Writer, report.Result) error {
	text := func(opts report.TextOptions) func(io.Writer, report.Result) error {
		return func(w io.Writer, r report.Result) error { return report.WriteText(w, r, opts) }
	}
	return map[string]func(io.Writer, report.Result) error{
		"text":         text(report.TextOptions{}),
		"text quiet":   text(report.TextOptions{Quiet: true}),
		"text verbose": text(report.TextOptions{Verbose: true, Width: 60}),
		"json":         report.WriteJSON,
		"junit":        report.WriteJUnit,
		"markdown":     report.WriteMarkdown,
		"github":       report.WriteGitHub,
		"har":          report.WriteHAR,
		"html":         report.WriteHTML,
	}
}

// written is what a writer writes.
func written(t *testing.T, write func(io.Writer, report.Result) error, r report.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatalf("writer failed: %v", err)
	}
	return b.String()
}

// limited is a writer that is full after n bytes.
type limited struct{ n int }

var errFull = fmt.Errorf("no space left")

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.n {
		return l.n, errFull
	}
	l.n -= len(p)
	return len(p), nil
}

// full is a result in which every field has a value.
func full() report.Result {
	failed := must("paths/b", report.Fail)
	failed.Detail = "first bytes:\n{\"retcode\""
	failed.Exchanges = []string{"x1", "x2"}
	failed.Assertions = []report.Assertion{
		{Rule: "media type", Params: map[string]string{"want": "application/octet-stream"}, Exchanges: []string{"x2"},
			Mismatches: []report.Mismatch{{What: "Content-Type", Expected: "application/octet-stream", Got: "text/html"}}},
		{Rule: "retcode", Exchanges: []string{"x2"}, Given: true,
			Mismatches: []report.Mismatch{{What: "retcode", Expected: "104-005", Got: "100-006"}}},
	}
	warned := should("method/c", report.Warning)
	warned.Assertions = failed.Assertions[:1]
	gap := must("events/d", report.Inconclusive)
	gap.Reason = "only one agent is declared"
	r := run(failed, warned, gap, blocked(must("events/h", "")), must("success/e", report.Error), must("auth/a", report.Pass),
		must("auth/f", report.NotRun), must("pool/g", report.NotApplicable), must("paths/w", report.Fail))
	r.Target.Build = map[string]string{"version": "8.15.0"}
	r.Target.Vendor = map[string]string{"organization": "Example Ltd"}
	r.Target.NotClaimed = []string{"pool"}
	r.Target.InsecureTLS = true
	r.Interrupted, r.Problem = true, "the connection to gw.example was lost; Interrupted (Ctrl-C)"
	r.Notices = []string{"static: agent 102 was signed in already; gwcheck signed it in by force"}
	r.Requirements = []report.Requirement{{ID: "paths/b", Level: "MUST", Text: "A missing file gives 104-005.", Source: "section 2, table 3, row 4"}}
	r.Observations = []report.Observation{{Requirement: "tls/version", Deployment: "static", Value: "TLS 1.3", Count: 2}}
	accepted := waiver("paths/w")
	accepted.Link = "https://tracker.example/1"
	r.Waivers = []report.Waiver{accepted, waiver("paths/none")}
	r.Exchanges = []report.Exchange{
		{ID: "x2", Deployment: "static", Began: began.Add(time.Second), Method: "GET",
			URL:     "https://gw.example/agentgateway/resource/recordfile/102?recordId=y%3A%2F1",
			Request: []report.HeaderField{{Name: "Guid", Value: "[guid]"}}, Status: 200, Proto: "HTTP/1.1", Reason: "OK",
			Response:   []report.HeaderField{{Name: "content-type", Value: "text/html"}, {Name: "X-A", Value: "1"}},
			BodyLength: 31, BodySHA256: strings.Repeat("ab", 32), BodyText: `{"retcode":"100-006"}`, SentText: `{"password":"[password]"}`,
			Faults: []string{"bare LF in the head"}, SentMs: 0.5, WaitMs: 2, ReceiveMs: 1.25},
		{ID: "x1", Method: "GET", URL: "https://gw.example/", Err: "connection refused", Began: began},
	}
	report.Finish(&r)
	return r
}
