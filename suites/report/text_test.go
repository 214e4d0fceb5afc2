package report_test

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/suites/report"
)

// textOf is what WriteText writes with these options.
func textOf(t *testing.T, r report.Result, opts report.TextOptions) string {
	t.Helper()
	return written(t, func(w io.Writer, r report.Result) error { return report.WriteText(w, r, opts) }, r)
}

// inOrder checks that all parts occur, one after the other.
func inOrder(t *testing.T, s string, parts ...string) {
	t.Helper()
	rest := s
	for _, p := range parts {
		i := strings.Index(rest, p)
		if i < 0 {
			t.Errorf("%q is missing or out of order in:\n%s", p, s)
			return
		}
		rest = rest[i+len(p):]
	}
}

func TestTextExplainsFailuresInFull(t *testing.T) {
	t.Parallel()
	inOrder(t, textOf(t, full(), report.TextOptions{}),
		"Failed (2)", "FAIL  paths/b (static)",
		"requirement", "MUST: A missing file gives 104-005.", "source", "section 2, table 3, row 4",
		"expected", "Content-Type: application/octet-stream", "got", "Content-Type: text/html",
		"expected", "retcode: 104-005", "got", "retcode: 100-006",
		"first bytes:", "x1 GET https://gw.example/ -> connection refused", "x2 GET", "200, text/html, 31 bytes",
		"repeat", "curl -H 'Guid: $GUID' https://gw.example/paths/b\n", "same cause", "method/c",
		"FAIL  paths/w (static)  waived", "known, fixed in 8.16 (owner Kim, until 2030-01-31)",
		"Harness errors (1)", "success/e",
		"Not judged (2)", "INCONCLUSIVE  events/d", "only one agent is declared", "events/h",
		"Waivers (2)", "paths/w: used", "problem: Waiver for paths/none",
		"Observed, not judged (1)", "area", "auth", "all",
		"certificate was not verified", "Example gateway, interface edition 2023-09-27: 9 checks, 42 requests, 2.3s, gwcheck 1.2.3", "not claimed: pool",
		"\nNONCONFORMANT: paths/b: ", "1 MUST requirement not met")
}

func TestQuietTextIsFailuresAndVerdict(t *testing.T) {
	t.Parallel()
	got := textOf(t, full(), report.TextOptions{Quiet: true})
	inOrder(t, got, "FAIL  paths/b", "FAIL  paths/w (static)  waived", "ERROR  success/e", "NONCONFORMANT")
	if strings.Contains(got, "curl") || strings.Contains(got, "method/c") {
		t.Errorf("quiet says too much:\n%s", got)
	}
	ok := textOf(t, finished(must("a/a", report.Pass)), report.TextOptions{Quiet: true})
	if ok != "CONFORMANT (1 pass)\n" {
		t.Errorf("quiet conformant run says %q", ok)
	}
}

func TestVerboseTextShowsEverything(t *testing.T) {
	t.Parallel()
	r := full()
	got := textOf(t, r, report.TextOptions{Verbose: true})
	for _, c := range r.Checks {
		if !strings.Contains(got, c.ID) {
			t.Errorf("check %s is not shown", c.ID)
		}
	}
	if !strings.Contains(got, "tls/version (static): TLS 1.3 (2 times)") {
		t.Error("the observation is not shown")
	}
}

var ansi = regexp.MustCompile("\x1b\\[[0-9]+m")

func TestColourChangesNoText(t *testing.T) {
	t.Parallel()
	for _, opts := range []report.TextOptions{{}, {Quiet: true}, {Verbose: true}} {
		plain := textOf(t, full(), opts)
		if strings.Contains(plain, "\x1b") {
			t.Error("colour though none was asked for")
		}
		opts.Color = true
		colored := textOf(t, full(), opts)
		if colored == plain || ansi.ReplaceAllString(colored, "") != plain {
			t.Error("colour changes the text, or there is none")
		}
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	t.Parallel()
	r := full()
	r.Checks[0].Reason = strings.Repeat("long words and ", 40) + strings.Repeat("x", 300)
	r.Checks[0].Assertions = nil
	r.Target.Name = strings.Repeat("name ", 60)
	r.Target.NotClaimed = []string{strings.Repeat("claim ", 60)}
	r.Checks[1].ID = strings.Repeat("i", 300)
	r.Checks[1].Area = strings.Repeat("a", 300)
	for _, width := range []int{10, 40, 60, 80, 100, 200} {
		for _, opts := range []report.TextOptions{{}, {Quiet: true}, {Verbose: true}} {
			opts.Width = width
			for line := range strings.Lines(textOf(t, r, opts)) {
				n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
				if n > max(width, 60) && !strings.Contains(line, "curl") {
					t.Errorf("width %d: a line of %d columns: %q", width, n, line)
				}
			}
		}
	}
}

// A terminal shows a cause once, in at most 40 lines, and the rest on request.
func TestOneCauseIsShownOnce(t *testing.T) {
	t.Parallel()
	var checks []report.Check
	for i := range 400 {
		c := must(fmt.Sprintf("paths/%03d:variant", i), report.Fail)
		c.Requirement, c.Detail = "paths/grammar", strings.Repeat("x\n", 100)
		checks = append(checks, c)
	}
	base := must("session/sign-in", report.Fail)
	base.Base = 1
	resting := blocked(must("streaming/a", ""))
	resting.RestsOn = &base.ID
	r := finished(append(checks, base, resting)...)
	if len(r.Causes) != 2 || r.Causes[0].Check != base.ID || r.Causes[0].Rests != 1 || r.Causes[1].Checks != 400 {
		t.Fatalf("got causes %+v", r.Causes)
	}
	out := textOf(t, r, report.TextOptions{})
	inOrder(t, out, "Failed (401 checks, 2 causes)", "FAIL  session/sign-in", "rests on it", "1 check not judged",
		"FAIL  paths/000:variant", "(more with --verbose)", "same cause", "399 more checks: paths/001:variant", "and 387 more")
	if n := strings.Count(out, "\n"); n > 2*40+20 {
		t.Errorf("two causes take %d lines", n)
	}
	if out := textOf(t, r, report.TextOptions{Verbose: true}); strings.Count(out, "\nFAIL  paths/") != 2*400 {
		t.Errorf("a verbose report has %d of 400 failures twice", strings.Count(out, "\nFAIL  paths/"))
	}
}

func TestFailuresThatShareWhatDiffersHaveOneCause(t *testing.T) {
	t.Parallel()
	differs := func(id, exchange string, found ...report.Mismatch) report.Check {
		c := must(id, report.Fail)
		c.Assertions = []report.Assertion{{Rule: "r", Exchanges: []string{exchange}, Mismatches: found}}
		return c
	}
	page := report.Mismatch{What: "Content-Type", Expected: "application/json", Got: "text/html"}
	accepted := report.Mismatch{What: "retcode", Expected: "000-003 or 100-006", Got: "none"}
	succeeded := report.Mismatch{What: "retcode", Expected: "000-003 or 100-006", Got: "0 (success)"}
	absent := report.Mismatch{What: "retcode", Expected: "104-005", Got: "none"}
	stream := report.Mismatch{What: "Content-Type", Expected: "application/json", Got: "application/octet-stream;charset=utf-8"}
	for _, tt := range []struct {
		name   string
		a, b   report.Check
		causes int
	}{
		{"the same form", differs("failure/type", "x1", page), differs("retcodes/absent", "x2", page, absent), 1},
		{"the same refusal missing", differs("auth/a", "x1", stream, accepted), differs("auth/b", "x2", succeeded), 1},
		{"two refusals missing", differs("auth/a", "x1", stream, accepted), differs("retcodes/absent", "x2", stream, absent), 2},
		{"the same exchange", differs("auth/a", "x1", stream, accepted), differs("security/secrecy", "x1"), 2},
		{"one exchange, two rules", differs("auth/a", "x1", accepted), differs("security/secrecy", "x1", stream), 1},
		{"nothing in common", differs("auth/a", "x1", page), differs("events/b", "x2", report.Mismatch{What: "event", Expected: "null", Got: "an object"}), 2},
	} {
		if r := finished(tt.a, tt.b); len(r.Causes) != tt.causes {
			t.Errorf("%s: got %d causes, want %d", tt.name, len(r.Causes), tt.causes)
		}
	}
}
