package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Bounds of the sections of summary.md, which together stay under 32 KiB.
const (
	maxCauses    = 20 << 10 // bytes of causes
	maxUnjudged  = 4 << 10  // bytes of what was not judged
	maxSections  = 2 << 10  // bytes of each other section
	maxInSummary = 400      // bytes of one text
)

// WriteMarkdown writes summary.md for a job summary, of at most 32 KiB: the verdict and
// its reasons, the counts, the causes of failures, the checks that were not judged, and
// the waivers. Text from outside stands in code spans, where it is neither markup nor a
// mention. The error is that of w.
func WriteMarkdown(w io.Writer, r Result) error {
	m := &markdown{view: newView(r)}
	m.printf("# gwcheck: %s\n\n", r.headline())
	for _, why := range r.Reasons() {
		m.printf("- %s\n", mdCode(Clip(why, maxInSummary)))
	}
	m.printf("\n%s\n\n", mdCode(Clip(r.description(), maxInSummary)))
	if scope := r.scope(); scope != "" {
		m.printf("Judged: %s\n\n", mdCode(Clip(scope, maxInSummary)))
	}
	m.table()
	m.caused(Fail, "Failed")
	m.explained(Error, "Harness errors")
	m.caused(Warning, "Warnings")
	m.unjudged()
	m.waivers()
	m.notices()
	m.limits()
	_, err := w.Write(m.buf.Bytes())
	return err
}

// markdown writes one result.
type markdown struct {
	buf     bytes.Buffer
	written int // bytes of causes
	*view
}

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(&m.buf, format, args...) }

// table writes the counts by area, and in the last row those of all checks.
func (m *markdown) table() {
	m.printf("| area | %s |\n| --- |%s\n", joinVerdicts(), strings.Repeat(" ---: |", len(verdicts)))
	for _, a := range m.areas() {
		// A bar would end the cell, even inside a code span.
		m.row(mdCode(strings.ReplaceAll(a.Name, "|", "\uff5c")), a.Counts)
	}
	m.row("**all**", m.Counts)
}

// joinVerdicts is the head of the table of counts.
func joinVerdicts() string {
	words := make([]string, len(verdicts))
	for i, v := range verdicts {
		words[i] = string(v)
	}
	return strings.Join(words, " | ")
}

func (m *markdown) row(name string, n Counts) {
	m.printf("| %s |", name)
	for _, v := range verdicts {
		m.printf(" %s |", strconv.Itoa(n.of(v)))
	}
	m.printf("\n")
}

// caused writes the causes whose root has a verdict, as many as there is room for.
func (m *markdown) caused(v Verdict, heading string) {
	all := m.causesWith(v)
	if len(all) == 0 {
		return
	}
	m.printf("\n## %s (%s, %s)\n", heading, plural(m.Counts.of(v), "check"), plural(len(all), "cause"))
	for i, g := range all {
		more := append(m.view.facts(g.Root), appendFact(appendFact(nil, "same cause", g.same()), "rests on it", g.rests())...)
		if !m.explain(g.Root, more) {
			m.printf("\n%s in `%s`.\n", plural(len(all)-i, "more cause"), htmlFile)
			return
		}
	}
}

// explained writes the checks of one verdict, as many as there is room for.
func (m *markdown) explained(v Verdict, heading string) {
	checks := m.withVerdict(v)
	if len(checks) == 0 {
		return
	}
	m.printf("\n## %s (%d)\n", heading, len(checks))
	for i, c := range checks {
		if !m.explain(c, m.facts(c)) {
			m.printf("\n%d more in `%s`.\n", len(checks)-i, htmlFile)
			return
		}
	}
}

// explain writes a check with its facts if there is room for them.
func (m *markdown) explain(c Check, facts []fact) bool {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n", mdCode(checkName(c)))
	for _, f := range facts {
		for _, line := range paragraphs(f.Text) {
			if f.Label != "repeat" {
				line = Clip(line, maxInSummary)
			}
			fmt.Fprintf(&b, "- %s: %s\n", f.Label, mdCode(line))
		}
	}
	if m.written+b.Len() > maxCauses {
		return false
	}
	m.written += b.Len()
	m.printf("%s", b.String())
	return true
}

// unjudged writes the checks that apply and were not judged, by reason.
func (m *markdown) unjudged() {
	groups := m.view.unjudgedGroups()
	if len(groups) == 0 {
		return
	}
	m.printf("\n## Not judged (%d)\n\n", unjudged(m.Checks))
	var lines []string
	if n := m.resting(); n > 0 {
		lines = append(lines, "- "+plural(n, "check")+": see the causes above")
	}
	for _, g := range groups {
		lines = append(lines, "- "+mdCode(g.names(maxListed))+": "+mdCode(Clip(g.Reason, maxInSummary)))
	}
	m.printf("%s\n", bounded(lines, maxUnjudged))
}

// bounded joins lines, as many as there is room for.
func bounded(lines []string, room int) string {
	for i, l := range lines {
		if room -= len(l) + 1; room < 0 {
			return strings.Join(append(lines[:i:i], fmt.Sprintf("- %d more in `%s`", len(lines)-i, htmlFile)), "\n")
		}
	}
	return strings.Join(lines, "\n")
}

// waivers writes every waiver with its state.
func (m *markdown) waivers() {
	var lines []string
	for _, w := range m.Waivers {
		lines = append(lines, "- "+mdCode(Clip(waiverLine(w), maxInSummary)))
	}
	m.list("Waivers", lines)
}

// notices writes what users of the gateway should know.
func (m *markdown) notices() {
	var lines []string
	for _, n := range m.Notices {
		lines = append(lines, "- "+mdCode(Clip(n, maxInSummary)))
	}
	m.list("Notices", lines)
}

// limits writes that the certificate was not verified.
func (m *markdown) limits() {
	if m.Target.InsecureTLS {
		m.list("Limits of this run", []string{"- the gateway's certificate was not verified"})
	}
}

// list writes a section unless it is empty.
func (m *markdown) list(heading string, lines []string) {
	if len(lines) > 0 {
		m.printf("\n## %s (%d)\n\n%s\n", heading, len(lines), bounded(lines, maxSections))
	}
}

// mdCode is text as a code span, whatever is in it.
func mdCode(s string) string {
	s = strings.TrimSpace(oneLine(s))
	if s == "" {
		return "(empty)"
	}
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// longestRun is the length of the longest run of c in s.
func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
