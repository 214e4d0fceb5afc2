package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestClippedTextEndsWithAWholeCharacter(t *testing.T) {
	t.Parallel()
	for lead := range 5 {
		r := run(must("a/a", report.Fail))
		r.Checks[0].Reason = strings.Repeat("x", lead) + strings.Repeat("\U0001f600", 20000)
		report.Finish(&r)
		head, tail, ok := strings.Cut(r.Checks[0].Reason, "… (")
		if !ok || !utf8.ValidString(head) || !strings.HasSuffix(tail, " more bytes)") {
			t.Errorf("%d bytes in front: %q", lead, r.Checks[0].Reason[len(r.Checks[0].Reason)-60:])
		}
	}
	broken := run(must("a/a", report.Fail)) // no character starts anywhere
	broken.Checks[0].Reason = strings.Repeat("\x80", 1<<20)
	report.Finish(&broken)
	if n := len(broken.Checks[0].Reason); n < 10<<10 || n > 20<<10 {
		t.Errorf("%d bytes are left of what is no text", n)
	}
}
