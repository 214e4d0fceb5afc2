package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// WriteDiffJSON writes a difference as JSON. The error is that of w.
func WriteDiffJSON(w io.Writer, d Difference) error { return writeJSON(w, d) }

// Headline is a difference in one line.
func (d Difference) Headline() string {
	count := func(n int, one, many string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %s", n, many)
	}
	unjudged := ""
	if d.Unjudged > 0 {
		unjudged = fmt.Sprintf(", %d not judged any longer", d.Unjudged)
	}
	return fmt.Sprintf("%s%s, %d fixed, %d still failing (%s -> %s)",
		count(d.Regressions, "regression", "regressions"), unjudged, d.Fixed, d.Still, d.From.Overall, d.To.Overall)
}

// WriteDiffText writes a difference for a terminal. The error is that of w.
func WriteDiffText(w io.Writer, d Difference) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s\n", oneLine(d.Headline()))
	fmt.Fprintf(out, "  from %s\n  to   %s\n", oneLine(d.From.line()), oneLine(d.To.line()))
	if len(d.Setup) > 0 {
		fmt.Fprintf(out, "\nDifferent about the runs:\n")
	}
	for _, s := range d.Setup {
		fmt.Fprintf(out, "  %s\n", oneLine(s.line()))
	}
	for _, s := range sections {
		d.writeSection(out, s)
	}
	return out.Flush()
}

// section is a kind of changes with its heading.
type section struct {
	kind    ChangeKind
	heading string
}

var sections = []section{
	{Regression, "Regressions"}, {Unjudged, "Not judged any longer"}, {Fixed, "Fixed"}, {Differs, "Failing for another reason"}, {Changed, "Other changes"},
}

func (d Difference) writeSection(out io.Writer, s section) {
	changes, folded := foldedChanges(d.of(s.kind))
	if len(changes)+len(folded) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s (%d):\n", s.heading, len(d.of(s.kind)))
	for _, line := range folded {
		fmt.Fprintf(out, "  %s\n", oneLine(line))
	}
	for _, c := range changes {
		fmt.Fprintf(out, "  %s\n", oneLine(c.line()))
		for _, told := range c.reasons() {
			fmt.Fprintf(out, "      %s\n", oneLine(told))
		}
	}
}

// foldedChanges takes the checks that rest on another one out of a list, and counts
// them in a line for each of those.
func foldedChanges(all []CheckChange) (rest []CheckChange, lines []string) {
	count := map[string]int{}
	for _, c := range all {
		if c.RestsOn == nil {
			rest = append(rest, c)
			continue
		}
		count[*c.RestsOn]++
	}
	for _, id := range slices.Sorted(maps.Keys(count)) {
		lines = append(lines, fmt.Sprintf("%s since they rest on what %s found broken", plural(count[id], "check"), id))
	}
	return rest, lines
}

// of are the changes of a kind.
func (d Difference) of(kind ChangeKind) []CheckChange {
	return slices.DeleteFunc(slices.Clone(d.Checks), func(c CheckChange) bool { return c.Kind != kind })
}

func (f RunFacts) line() string {
	return fmt.Sprintf("%s, build %s, by gwcheck %s, %s: %s (%s)", f.Target, cmp.Or(f.Build, "not named"), f.Tool, f.Started, f.Overall, f.Counts)
}

func (s SetupChange) line() string {
	return fmt.Sprintf("%s, %s: %s -> %s", s.What, s.Name, cmp.Or(Clip(s.From, maxShown), "none"), cmp.Or(Clip(s.To, maxShown), "none"))
}

func (c CheckChange) line() string {
	why := make([]string, len(c.Why))
	for i, w := range c.Why {
		why[i] = string(w)
	}
	return fmt.Sprintf("%s (%s, %s): %s -> %s; why: %s", c.ID, c.Level, c.Deployment,
		cmp.Or(c.From, "no such check"), cmp.Or(c.To, "no such check"), strings.Join(why, " or "))
}

// reasons are the reasons that a reader needs: both if each says something.
func (c CheckChange) reasons() []string {
	var out []string
	if c.Was != "" && c.Kind != Regression {
		out = append(out, "was: "+Clip(c.Was, maxBodyShown))
	}
	if c.Is != "" {
		out = append(out, "is: "+Clip(c.Is, maxBodyShown))
	}
	return out
}

// maxDiffRows bounds the rows of one kind in Markdown, whose size is limited.
const maxDiffRows = 30

// WriteDiffMarkdown writes a difference for a pull request, at most 30 changes of
// each kind. The error is that of w.
func WriteDiffMarkdown(w io.Writer, d Difference) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# gwcheck: %s\n\n- from %s\n- to %s\n", d.Headline(), mdCode(d.From.line()), mdCode(d.To.line()))
	if len(d.Setup) > 0 {
		fmt.Fprintf(out, "\n## Different about the runs (%d)\n\n", len(d.Setup))
	}
	for _, s := range d.Setup {
		fmt.Fprintf(out, "- %s\n", mdCode(s.line()))
	}
	for _, s := range sections {
		d.markdownSection(out, s)
	}
	return out.Flush()
}

func (d Difference) markdownSection(out io.Writer, s section) {
	changes, folded := foldedChanges(d.of(s.kind))
	if len(changes)+len(folded) > 0 {
		fmt.Fprintf(out, "\n## %s (%d)\n\n", s.heading, len(d.of(s.kind)))
	}
	for _, line := range folded {
		fmt.Fprintf(out, "- %s\n", mdCode(line))
	}
	for i, c := range changes {
		if i == maxDiffRows {
			fmt.Fprintf(out, "- and %d more\n", len(changes)-i)
			return
		}
		fmt.Fprintf(out, "- %s\n", mdCode(c.line()))
		for _, told := range c.reasons() {
			fmt.Fprintf(out, "  - %s\n", mdCode(told))
		}
	}
}
