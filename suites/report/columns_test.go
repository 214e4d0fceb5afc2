package report_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gwcheck/gwcheck/suites/report"
)

// detail is how a detail appears in the text, without its label.
func detail(t *testing.T, text string, width int) []string {
	t.Helper()
	r := finished(must("a/a", report.Fail))
	r.Checks[0].Detail, r.Checks[0].Curl = text, "curl"
	out := textOf(t, r, report.TextOptions{Width: width, Verbose: true})
	_, out, _ = strings.Cut(out, "  detail       ")
	out, _, _ = strings.Cut(out, "\n  repeat")
	return strings.Split(strings.ReplaceAll(out, "\n               ", "\n"), "\n")
}

func TestTextWrapsAtSpaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{"short", []string{"short"}},
		{strings.Repeat("a", 24), []string{strings.Repeat("a", 24)}},
		{strings.Repeat("a", 25), []string{strings.Repeat("a", 24), "a"}},
		{"aaaaaaaaaa bbbbbbbbbb cccccc", []string{"aaaaaaaaaa bbbbbbbbbb", "cccccc"}},
		{"a " + strings.Repeat("b", 24), []string{"a", strings.Repeat("b", 24)}},
		{strings.Repeat("字", 13), []string{strings.Repeat("字", 12), "字"}},
		{strings.Repeat("e\u0301", 24), []string{strings.Repeat("e\u0301", 24)}},
		{strings.Repeat("！", 13), []string{strings.Repeat("！", 12), "！"}},
		{strings.Repeat("\U0001f600", 13), []string{strings.Repeat("\U0001f600", 12), "\U0001f600"}},
		{strings.Repeat("、", 13), []string{strings.Repeat("、", 12), "、"}},
		{strings.Repeat("©", 24), []string{strings.Repeat("©", 24)}},
		{strings.Repeat("–", 24), []string{strings.Repeat("–", 24)}},
		{"one\n::warning::two\n\u3000::three", []string{"one", `\::warning::two`, `\::three`}},
	} {
		got := detail(t, tt.in, 40)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q is broken into %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLinesOfOneTextAreBounded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lines, want int
		last        string
	}{{200, 200, "x"}, {201, 201, "… (1 further line)"}, {250, 201, "… (50 further lines)"}} {
		got := detail(t, strings.TrimSuffix(strings.Repeat("x\n", tt.lines), "\n"), 0)
		if len(got) != tt.want || got[len(got)-1] != tt.last {
			t.Errorf("%d lines show as %d, the last %q", tt.lines, len(got), got[len(got)-1])
		}
	}
}

func TestLongNamesAreShortened(t *testing.T) {
	t.Parallel()
	c := must("a/"+strings.Repeat("b", 100), report.Fail)
	r := finished(c)
	line, _, _ := strings.Cut(textOf(t, r, report.TextOptions{Quiet: true, Width: 60}), "\n")
	if want := "FAIL  a/" + strings.Repeat("b", 33) + "…"; line != want || strings.IndexFunc(line, unicode.IsControl) >= 0 {
		t.Errorf("got %q, want %q", line, want)
	}
}
