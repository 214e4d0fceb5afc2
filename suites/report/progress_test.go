package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/suites/report"
)

// progress runs n passing checks and the given ones through a Progress.
func progress(opts report.ProgressOptions, n int, checks ...report.Check) string {
	var b bytes.Buffer
	p := report.NewProgress(&b, opts)
	p.Start(n + len(checks))
	for i := range n {
		c := must(fmt.Sprintf("auth/pass-%d", i), report.Pass)
		p.Check(c)
	}
	for _, c := range checks {
		p.Check(c)
	}
	p.Done(report.Result{})
	return b.String()
}

// screen is what a terminal shows in the end of output with \r and erase-line.
func screen(out string) string {
	var lines []string
	current := ""
	for _, part := range strings.SplitAfter(out, "\x1b[K") {
		for i, s := range strings.Split(part, "\n") {
			if i > 0 {
				lines, current = append(lines, current), ""
			}
			if j := strings.LastIndex(s, "\r"); j >= 0 {
				current, s = "", s[j+1:]
			}
			current += strings.TrimSuffix(s, "\x1b[K")
		}
	}
	return strings.Join(append(lines, current), "\n")
}

func TestPlainProgressIsShort(t *testing.T) {
	t.Parallel()
	out := progress(report.ProgressOptions{}, 98, must("auth/x", report.Fail), must("auth/y", report.Inconclusive))
	if strings.ContainsAny(out, "\r\x1b") {
		t.Errorf("plain output has control characters: %q", out)
	}
	inOrder(t, out, "running 100 checks", "10/100 checks\n", "90/100 checks\n", "FAIL  auth/x (static): expected A, got B\n",
		"INCONCLUSIVE  auth/y", "100/100 checks, 1 fail, 1 inconclusive\n")
	if n := strings.Count(out, "\n"); n != 13 {
		t.Errorf("%d lines, want 13:\n%s", n, out)
	}
}

func TestVerboseProgressHasALinePerCheck(t *testing.T) {
	t.Parallel()
	out := progress(report.ProgressOptions{Verbose: true}, 3, must("auth/x", report.Fail))
	if want := "running 4 checks\nPASS  auth/pass-0 (static)\nPASS  auth/pass-1 (static)\nPASS  auth/pass-2 (static)\n" +
		"FAIL  auth/x (static): expected A, got B\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestProgressBeginsWithItsHeadline(t *testing.T) {
	t.Parallel()
	for _, opts := range []report.ProgressOptions{{}, {Verbose: true}, {Live: true}} {
		opts.Headline = "running 3 checks, done by noon"
		if out := progress(opts, 3); !strings.HasPrefix(out, opts.Headline+"\n") {
			t.Errorf("%+v: got %q", opts, out)
		}
	}
	if out := progress(report.ProgressOptions{Quiet: true, Headline: "running"}, 3); out != "" {
		t.Errorf("quiet: got %q", out)
	}
}

func TestLiveProgressLeavesOnlyFailures(t *testing.T) {
	t.Parallel()
	out := progress(report.ProgressOptions{Live: true, Width: 30}, 20, must("auth/x", report.Fail))
	if got := screen(out); got != "FAIL  auth/x (static): expected A, got B\n" {
		t.Errorf("the terminal shows %q in the end", got)
	}
	if !strings.Contains(out, "\r[####......] 9/21 checks\x1b[K") {
		t.Errorf("no live line in %q", out)
	}
	for _, frame := range strings.Split(out, "\r") {
		frame = strings.TrimSuffix(frame, "\x1b[K")
		if n := utf8.RuneCountInString(frame); n > 29 && !strings.Contains(frame, "FAIL") {
			t.Errorf("a live line of %d columns: %q", n, frame)
		}
	}
}

func TestQuietProgressIsSilent(t *testing.T) {
	t.Parallel()
	if out := progress(report.ProgressOptions{Quiet: true, Live: true}, 3, must("auth/x", report.Fail)); out != "" {
		t.Errorf("got %q", out)
	}
}

func TestProgressOfARunThatEndsEarlySaysHowFarItCame(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := report.NewProgress(&b, report.ProgressOptions{})
	p.Start(10)
	p.Note("the longest wait is 120 s")
	p.Check(must("auth/a", report.Pass))
	p.Done(report.Result{Overall: report.Incomplete})
	inOrder(t, b.String(), "the longest wait is 120 s\n", "stopped after 1/10 checks: incomplete\n")
}

func TestProgressEscapesHostileText(t *testing.T) {
	t.Parallel()
	for _, opts := range []report.ProgressOptions{{}, {Verbose: true}, {Live: true}} {
		c := must("auth/x", report.Fail)
		c.Reason, c.Deployment, c.ID = hostile, hostile, hostile
		var b bytes.Buffer
		p := report.NewProgress(&b, opts)
		p.Start(2)
		p.Note(hostile)
		p.Check(c)
		p.Done(report.Result{Overall: report.Overall(hostile)})
		out := strings.NewReplacer("\x1b[K", "", "\r", "", "\n", "").Replace(b.String())
		if i := strings.IndexFunc(out, invisible); i >= 0 {
			t.Errorf("%+v: hidden character at %d of %q", opts, i, out)
		}
		for line := range strings.Lines(b.String()) {
			if strings.HasPrefix(strings.TrimLeft(line, " \r"), "::") || len(line) > 20000 {
				t.Errorf("%+v: line %.100q", opts, line)
			}
		}
	}
}

func TestProgressIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := report.NewProgress(&b, report.ProgressOptions{Live: true})
	p.Start(400)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				p.Note("a note")
				p.Check(must("auth/a", report.Pass))
			}
		})
	}
	wg.Wait()
	if !strings.Contains(b.String(), "400/400 checks") {
		t.Error("checks were lost")
	}
}
