package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// TextOptions says how WriteText writes.
type TextOptions struct {
	Color   bool // ANSI colours (SGR); the text is the same without
	Quiet   bool // only a line per failure, and the verdict
	Verbose bool // also every check and observation, and the facts of checks not judged
	Width   int  // columns; 0 means that lines are not broken, fewer than 40 means 40
}

// WriteText writes the result for people: failures in full, warnings, the
// checks that were not judged and why, the waivers, the counts by area, and the
// verdict on the run as the last line. Text from the gateway is escaped. The
// error is that of w.
func WriteText(w io.Writer, r Result, opts TextOptions) error {
	p := &printer{w: bufio.NewWriter(w), view: newView(r), TextOptions: opts, width: columnsFor(opts.Width)}
	if opts.Quiet {
		p.quiet()
	} else {
		p.full()
	}
	p.notices()
	p.verdict()
	return p.w.Flush()
}

// columnsFor is the width of the lines.
func columnsFor(width int) int {
	if width == 0 {
		return 1 << 16
	}
	return max(width, 40)
}

// printer writes one result; bufio keeps the first error.
type printer struct {
	w *bufio.Writer
	*view
	TextOptions
	width int
}

// The colours of the verdicts (ANSI SGR).
const (
	red, green, yellow, blue, dim, bold = "31", "32", "33", "36", "2", "1"
)

// colored colours a word of the program, never text from a gateway.
func (p *printer) colored(sgr, s string) string {
	if !p.Color {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

// line writes one harmless line, wrapped; continuation lines are indented.
func (p *printer) line(indent int, s string) {
	pad := strings.Repeat(" ", indent)
	for i, l := range wrap(oneLine(s), p.width-indent-2) {
		if i == 1 {
			pad += "  "
		}
		fmt.Fprintln(p.w, pad+l)
	}
}

// heading starts a section.
func (p *printer) heading(s string) {
	fmt.Fprintf(p.w, "\n%s\n", p.colored(bold, s))
}

// quiet writes one line per failure.
func (p *printer) quiet() {
	for _, v := range []Verdict{Fail, Error, Warning} {
		for _, c := range p.withVerdict(v) {
			if v != Warning || p.Strict {
				p.title(c)
			}
		}
	}
}

// full writes all sections.
func (p *printer) full() {
	p.caused(Fail, "Failed")
	p.explained(Error, "Harness errors")
	p.caused(Warning, "Warnings")
	p.unjudged()
	p.waivers()
	if p.Verbose {
		p.everything()
	}
	p.observations()
	p.table()
	p.insecure()
}

// caused writes the causes whose root has a verdict: the root with its facts, and the
// names of the others. A verbose report has the facts of all.
func (p *printer) caused(v Verdict, heading string) {
	causes, count := p.causesWith(v), p.Counts.of(v)
	if len(causes) == 0 {
		return
	}
	if n := len(causes); n < count {
		p.heading(fmt.Sprintf("%s (%s, %s)", heading, plural(count, "check"), plural(n, "cause")))
	} else {
		p.heading(fmt.Sprintf("%s (%d)", heading, count))
	}
	for _, g := range causes {
		p.cause(g)
	}
}

// mostLines bounds what the terminal shows of one check, if it is not verbose.
const mostLines = 32

func (p *printer) cause(g causeGroup) {
	fmt.Fprintln(p.w)
	p.title(g.Root)
	p.facts(p.view.facts(g.Root))
	if p.Verbose {
		for _, c := range g.Same {
			fmt.Fprintln(p.w)
			p.title(c)
			p.facts(append([]fact{{"same cause", checkName(g.Root)}}, p.view.facts(c)...))
		}
	}
	p.facts(appendFact(appendFact(nil, "same cause", g.same()), "rests on it", g.rests()))
}

// explained writes the checks of one verdict, each with its facts.
func (p *printer) explained(v Verdict, heading string) {
	checks := p.withVerdict(v)
	if len(checks) == 0 {
		return
	}
	p.heading(fmt.Sprintf("%s (%d)", heading, len(checks)))
	for _, c := range checks {
		fmt.Fprintln(p.w)
		p.title(c)
		p.facts(p.view.facts(c))
	}
}

// title writes the line that names a check.
func (p *printer) title(c Check) {
	word, color := label(c)
	mark := ""
	if c.Waiver != nil {
		mark = "  waived"
	}
	fmt.Fprintf(p.w, "%s  %s%s\n", p.colored(color, word), shorten(oneLine(checkName(c)), p.width-24), mark)
}

// label is the word and colour for the verdict of a check.
func label(c Check) (word, color string) {
	switch c.Verdict {
	case Pass:
		return "PASS", green
	case Fail:
		return "FAIL", red
	case Warning:
		return "WARN", yellow
	case Error:
		return "ERROR", red
	case Inconclusive:
		return "INCONCLUSIVE", yellow
	case NotApplicable:
		return "N/A", dim
	}
	return "NOT RUN", dim
}

// labelColumns is the room that labels of facts take.
const labelColumns = 13

// facts writes labelled facts, at most a number of lines of each unless the report is
// verbose. The command that repeats a request is not wrapped, so that it can be copied.
func (p *printer) facts(facts []fact) {
	left := mostLines
	for _, f := range facts {
		head := fmt.Sprintf("  %-*s", labelColumns, f.Label)
		for _, l := range p.linesOf(f) {
			if left--; left < 0 && !p.Verbose && f.Label != "repeat" {
				continue
			}
			fmt.Fprintln(p.w, p.colored(dim, head)+l)
			head = strings.Repeat(" ", labelColumns+2)
		}
	}
	if left < 0 && !p.Verbose {
		fmt.Fprintf(p.w, "%*s%s\n", labelColumns+2, "", p.colored(dim, "(more with --verbose)"))
	}
}

func (p *printer) linesOf(f fact) (out []string) {
	for _, para := range paragraphs(f.Text) {
		if f.Label == "repeat" {
			out = append(out, para)
		} else {
			out = append(out, wrap(para, p.width-labelColumns-3)...)
		}
	}
	return out
}
