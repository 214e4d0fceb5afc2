package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// maxAnnotation bounds the message of one annotation, in bytes before escaping.
const maxAnnotation = 8 << 10

// WriteGitHub writes workflow commands for GitHub Actions, one per line: an
// error for each check that makes the run nonconformant, a warning for each
// SHOULD that is not met and for each reason why checks were not judged, a
// notice for each waived failure and for each notice of the run, and last the verdict on the run. The error is
// that of w.
func WriteGitHub(w io.Writer, r Result) error {
	v, out := newView(r), bufio.NewWriter(w)
	for _, verdict := range []Verdict{Fail, Error, Warning} {
		for _, c := range v.withVerdict(verdict) {
			annotate(out, annotation(c, r.Strict), string(c.Verdict)+" "+checkName(c), factLines(v.facts(c)))
		}
	}
	for _, g := range v.unjudgedGroups() {
		v.annotateGroup(out, g)
	}
	for _, n := range v.Notices {
		annotate(out, "notice", "gwcheck", Clip(n, maxShown))
	}
	command := "notice"
	if r.ExitCode != 0 {
		command = "error"
	}
	annotate(out, command, "gwcheck "+string(r.Overall), r.Summary())
	return out.Flush()
}

// annotateGroup writes one annotation for a group of checks that were not
// judged, since GitHub shows only the first ten annotations.
func (v *view) annotateGroup(w io.Writer, g unjudgedGroup) {
	if len(g.Checks) == 1 {
		annotate(w, "warning", string(g.Verdict)+" "+checkName(g.Checks[0]), factLines(v.facts(g.Checks[0])))
		return
	}
	annotate(w, "warning", fmt.Sprintf("%s: %d checks", g.Verdict, len(g.Checks)),
		Clip(g.Reason, maxShown)+"\n"+g.names(len(g.Checks)))
}

// annotation is the workflow command for a check that was judged or ended in an error.
func annotation(c Check, strict bool) string {
	switch {
	case c.breaksRun(strict), c.Verdict == Error:
		return "error"
	case c.Waiver != nil:
		return "notice"
	}
	return "warning"
}

// annotate writes one workflow command, escaped as the toolkit of the runner
// does it.
func annotate(w io.Writer, command, title, message string) {
	lines := paragraphs(Clip(message, maxAnnotation))
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(strings.Join(lines, "\n"))
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(oneLine(title))
	fmt.Fprintf(w, "::%s title=%s::%s\n", command, property, data)
}
