package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxExplained bounds the checks of one verdict that summary.md explains in
// full, since the size of a job summary is limited.
const maxExplained = 40

// WriteMarkdown writes summary.md for a job summary: the verdict and its
// reasons, the counts, failures in full (at most 40 per verdict), the checks
// that were not judged, and the waivers. Text from outside stands in code
// spans, where it is neither markup nor a mention. The error is that of w.
func WriteMarkdown(w io.Writer, r Result) error {
	m := &markdown{w: bufio.NewWriter(w), view: newView(r)}
	m.printf("# gwcheck: %s\n\n", r.Overall)
	for _, why := range r.Reasons() {
		m.printf("- %s\n", mdCode(Clip(why, maxShown)))
	}
	m.printf("\n%s\n\n", mdCode(Clip(r.description(), maxShown)))
	m.table()
	m.explained(Fail, "Failed")
	m.explained(Error, "Harness errors")
	m.explained(Warning, "Warnings")
	m.unjudged()
	m.waivers()
	m.notices()
	m.claims()
	return m.w.Flush()
}

// markdown writes one result; bufio keeps the first error.
type markdown struct {
	w *bufio.Writer
	*view
}

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(m.w, format, args...) }

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

// explained writes the checks of one verdict, each with its facts.
func (m *markdown) explained(v Verdict, heading string) {
	checks := m.withVerdict(v)
	if len(checks) == 0 {
		return
	}
	m.printf("\n## %s (%d)\n", heading, len(checks))
	for i, c := range checks {
		if i == maxExplained {
			m.printf("\n%d more are in `%s`.\n", len(checks)-i, htmlFile)
			return
		}
		m.printf("\n### %s\n\n", mdCode(checkName(c)))
		for _, f := range m.facts(c) {
			for _, line := range paragraphs(f.Text) {
				m.printf("- %s: %s\n", f.Label, mdCode(line))
			}
		}
	}
}

// unjudged writes the checks that apply and were not judged, by reason.
func (m *markdown) unjudged() {
	groups := m.view.unjudgedGroups()
	if len(groups) == 0 {
		return
	}
	m.printf("\n## Not judged (%d)\n\n", unjudged(m.Checks))
	for _, g := range groups {
		m.printf("- %s: %s\n", mdCode(g.names(maxListed)), mdCode(Clip(g.Reason, maxShown)))
	}
}

// waivers writes every waiver with its state.
func (m *markdown) waivers() {
	var lines []string
	for _, w := range m.Waivers {
		lines = append(lines, "- "+mdCode(waiverLine(w)))
	}
	m.list("Waivers", lines)
}

// notices writes what users of the gateway should know.
func (m *markdown) notices() {
	var lines []string
	for _, n := range m.Notices {
		lines = append(lines, "- "+mdCode(Clip(n, maxShown)))
	}
	m.list("Notices", lines)
}

// claims writes which claims the target file does not make, and that the
// certificate was not verified.
func (m *markdown) claims() {
	var lines []string
	for _, c := range m.Target.NotClaimed {
		lines = append(lines, "- not claimed: "+mdCode(Clip(c, maxShown)))
	}
	if m.Target.InsecureTLS {
		lines = append(lines, "- the gateway's certificate was not verified")
	}
	m.list("Limits of this run", lines)
}

// list writes a section unless it is empty.
func (m *markdown) list(heading string, lines []string) {
	if len(lines) > 0 {
		m.printf("\n## %s (%d)\n\n%s\n", heading, len(lines), strings.Join(lines, "\n"))
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
