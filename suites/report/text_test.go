package report_test

import (
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
		"repeat", "curl -H 'Guid: $GUID' https://gw.example/paths/b\n",
		"FAIL  paths/w (static)  waived", "known, fixed in 8.16 (owner Kim, until 2030-01-31)",
		"Harness errors (1)", "success/e", "Warnings (1)", "WARN  method/c",
		"Not judged (2)", "INCONCLUSIVE  events/d", "only one agent is declared", "events/h",
		"Waivers (2)", "paths/w: used", "problem: Waiver for paths/none",
		"Observed, not judged (1)", "area", "auth", "all", "Not claimed by the target file: pool",
		"certificate was not verified", "Example gateway, interface edition 2023-09-27: 9 checks, 42 requests, 2.3s, gwcheck 1.2.3",
		"\nNONCONFORMANT: 1 MUST requirement not met")
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
