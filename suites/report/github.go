package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// maxAnnotation bounds the message of one annotation, in bytes before escaping.
const maxAnnotation = 8 << 10

// WriteGitHub writes workflow commands for GitHub Actions, one a line: an error
// for what breaks the run, a warning for a SHOULD not met and for each reason why
// something could not be judged, a notice for a waived failure, and at the end the verdict. The
// error is that of w.
func WriteGitHub(w io.Writer, r Result) error {
	v, out := newView(r), bufio.NewWriter(w)
	for _, verdict := range []Verdict{Fail, Error, Warning} {
		for _, c := range v.with(verdict) {
			annotate(out, annotation(c, r.Strict), string(c.Verdict)+" "+where(c), plain(v.facts(c)))
		}
	}
	for _, g := range v.unjudged() {
		v.annotateGap(out, g)
	}
	command := "notice"
	if r.ExitCode != 0 {
		command = "error"
	}
	annotate(out, command, "gwcheck "+string(r.Overall), r.Summary())
	return out.Flush()
}

// annotateGap writes one annotation for all checks that one cause kept from
// being judged; GitHub shows only the first ten.
func (v *view) annotateGap(w io.Writer, g gap) {
	if len(g.Checks) == 1 {
		annotate(w, "warning", string(g.Verdict)+" "+where(g.Checks[0]), plain(v.facts(g.Checks[0])))
		return
	}
	annotate(w, "warning", fmt.Sprintf("%s: %d checks", g.Verdict, len(g.Checks)),
		clip(g.Reason, maxShown)+"\n"+g.names(len(g.Checks)))
}

// annotation is the workflow command for a check that was judged or broke.
func annotation(c Check, strict bool) string {
	switch {
	case c.Breaks(strict), c.Verdict == Error:
		return "error"
	case c.Waiver != nil:
		return "notice"
	}
	return "warning"
}

// annotate writes one workflow command. Escaped as the runner's own toolkit
// does it, no text can end the line or the title.
func annotate(w io.Writer, command, title, message string) {
	lines := paragraphs(clip(message, maxAnnotation))
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(strings.Join(lines, "\n"))
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(oneLine(title))
	fmt.Fprintf(w, "::%s title=%s::%s\n", command, property, data)
}
