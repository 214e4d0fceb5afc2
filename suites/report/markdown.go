package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxExplained is how many checks of one verdict summary.md explains in full;
// a job summary has to stay small.
const maxExplained = 40

// WriteMarkdown writes summary.md: verdict, counts, what failed and why, what
// could not be judged, waivers. What a gateway said stands in code spans only,
// where it is neither markup nor a mention. The error is that of w.
func WriteMarkdown(w io.Writer, r Result) error {
	m := &markdown{w: bufio.NewWriter(w), view: newView(r)}
	m.printf("# gwcheck: %s\n\n", r.Overall)
	for _, why := range r.Reasons() {
		m.printf("- %s\n", mdCode(clip(why, maxShown)))
	}
	m.printf("\n%s\n\n", mdCode(clip(r.subject(), maxShown)))
	m.table()
	m.explained(Fail, "Failed")
	m.explained(Error, "Broken in the harness")
	m.explained(Warning, "Warnings")
	m.unjudged()
	m.waivers()
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
		m.printf(" %s |", strconv.Itoa(n.Of(v)))
	}
	m.printf("\n")
}

// explained writes the checks of one verdict with what is known of them.
func (m *markdown) explained(v Verdict, heading string) {
	checks := m.with(v)
	if len(checks) == 0 {
		return
	}
	m.printf("\n## %s (%d)\n", heading, len(checks))
	for i, c := range checks {
		if i == maxExplained {
			m.printf("\n%d more are in `%s`.\n", len(checks)-i, htmlFile)
			return
		}
		m.printf("\n### %s\n\n", mdCode(where(c)))
		for _, f := range m.facts(c) {
			for _, line := range paragraphs(f.Text) {
				m.printf("- %s: %s\n", f.Label, mdCode(line))
			}
		}
	}
}

// unjudged writes what applies and could not be judged.
func (m *markdown) unjudged() {
	gaps := m.view.unjudged()
	if len(gaps) == 0 {
		return
	}
	m.printf("\n## Not judged (%d)\n\n", m.Counts.Inconclusive+blocked(m.Checks))
	for _, g := range gaps {
		m.printf("- %s: %s\n", mdCode(g.names(maxListed)), mdCode(clip(g.Reason, maxShown)))
	}
}

// waivers writes every waiver with what became of it.
func (m *markdown) waivers() {
	var lines []string
	for _, w := range m.Waivers {
		lines = append(lines, "- "+mdCode(waiverLine(w)))
	}
	m.list("Waivers", lines)
}

// claims writes what was not judged because the target file leaves it out.
func (m *markdown) claims() {
	var lines []string
	for _, c := range m.Target.NotClaimed {
		lines = append(lines, "- not claimed: "+mdCode(clip(c, maxShown)))
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
