package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Bounds of annotations: GitHub shows ten of a step.
const (
	maxAnnotation  = 1 << 10 // bytes of a message, before escaping
	maxAnnotations = 9
)

// WriteGitHub writes workflow commands for GitHub Actions, one per line and at most nine:
// first the verdict on the run, then one for each cause of failures and warnings, for
// harness errors, for what was not judged, and for notices. The last one counts what
// there is no room for. The error is that of w.
func WriteGitHub(w io.Writer, r Result) error {
	out := bufio.NewWriter(w)
	command := "notice"
	if r.ExitCode != 0 {
		command = "error"
	}
	annotate(out, note{command, "gwcheck " + r.headline(), r.Summary()})
	notes := newView(r).notes()
	for i, n := range notes {
		if left := len(notes) - i; i == maxAnnotations-2 && left > 1 {
			annotate(out, note{"notice", "gwcheck", fmt.Sprintf("%d more findings are in %s and %s", left, markdownFile, htmlFile)})
			break
		}
		annotate(out, n)
	}
	return out.Flush()
}

// note is one annotation.
type note struct{ command, title, message string }

// notes are all annotations but that of the verdict, the most important first.
func (v *view) notes() (all []note) {
	for _, verdict := range []Verdict{Fail, Warning} {
		for _, g := range v.causesWith(verdict) {
			all = append(all, note{annotation(g.Root, v.Strict), string(verdict) + " " + checkName(g.Root), v.short(g)})
		}
	}
	for _, c := range v.withVerdict(Error) {
		all = append(all, note{"error", "error " + checkName(c), c.Reason})
	}
	slices.SortStableFunc(all, func(a, b note) int { return cmp.Compare(a.command, b.command) }) // error, notice, warning
	for _, g := range v.unjudgedGroups() {
		title := string(g.Verdict) + " " + checkName(g.Checks[0])
		if n := len(g.Checks); n > 1 {
			title = fmt.Sprintf("%s: %d checks", g.Verdict, n)
		}
		all = append(all, note{"warning", title, Clip(g.Reason, maxInSummary) + "\n" + g.names(maxListed)})
	}
	for _, n := range v.Notices {
		all = append(all, note{"notice", "gwcheck", Clip(n, maxInSummary)})
	}
	return all
}

// short tells a cause in a few lines.
func (v *view) short(g causeGroup) string {
	lines := []string{Clip(g.Reason, maxInSummary), g.Requirement + ", " + g.Level + ": " + Clip(v.rows[g.Requirement].Text, maxBodyShown)}
	for _, more := range []string{g.same(), g.rests()} {
		if more != "" {
			lines = append(lines, Clip(more, maxBodyShown))
		}
	}
	return strings.Join(lines, "\n")
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
func annotate(w io.Writer, n note) {
	lines := paragraphs(Clip(n.message, maxAnnotation))
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(strings.Join(lines, "\n"))
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(oneLine(n.title))
	fmt.Fprintf(w, "::%s title=%s::%s\n", n.command, property, data)
}
