package report_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// shown is how a reason appears in a single line of output.
func shown(t *testing.T, reason string) string {
	t.Helper()
	r := finished(must("a/a", report.Fail))
	r.Checks[0].Reason = reason
	return strings.TrimPrefix(junit(t, r).Suites[0].Cases[0].Failure.Message, "fail: ")
}

func TestHiddenCharactersShowAsEscapes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain <&> \"text\"": "plain <&> \"text\"", "tabs\tand\r\nlines": `tabs\tand\r\nlines`, "é 字 \U0001f600": "é 字 \U0001f600",
		"\x1b[31m": `\x1b[31m`, "\x00\x7f": `\x00\x7f`, "\u0080\u009b": `\u0080\u009b`, "\u202e\u200b": `\u202e\u200b`,
		"\U000e0041": `\U000e0041`, "\xff\xc3": `\xff\xc3`, "\ufffd": "\ufffd", "\uffff": `\uffff`, "\U00010000": "\U00010000",
		"\ufffd\xff": "\ufffd" + `\xff`, "##[error]": "# #[error]", "a::b": "a::b", "\U0001ffff": `\U0001ffff`,
	} {
		if got := shown(t, in); got != want {
			t.Errorf("%q shows as %q, want %q", in, got, want)
		}
	}
}
