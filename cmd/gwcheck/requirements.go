package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// requirementsPage writes the whole register as one page of Markdown: first
// the interface document, sentence by sentence, then all that has another
// source. docs/requirements.md is this page.
func requirementsPage(w io.Writer, doc *spec.Document) error {
	p := &page{doc: doc, checks: checksOf(doc), breaks: breakers(), shown: map[string]bool{}}
	p.text("# Requirements\n\n")
	p.text("Made by `gwcheck list requirements --format markdown` from the interface description; do not edit.\n\n")
	p.text("MUST can fail a run, SHOULD gives a warning, INFO is observed and never judged. ")
	p.text("A deviation is a way in which the mock can be made to break the requirement.\n\n")
	p.sources()
	p.statements()
	p.others()
	_, err := io.WriteString(w, strings.TrimRight(p.b.String(), "\n")+"\n")
	return err
}

// page is a page of Markdown under way.
type page struct {
	doc    *spec.Document
	checks map[string][]string // by requirement
	breaks map[string][]string // deviations by requirement
	shown  map[string]bool     // requirements that the page has
	b      strings.Builder
}

func (p *page) text(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

func (p *page) sources() {
	p.text("## Sources\n\n")
	r := register{columns: []string{"tag", "document", "edition"}}
	for _, s := range p.doc.Sources {
		r.rows = append(r.rows, []string{s.Tag, s.Title, s.Edition})
	}
	_ = r.markdown(&p.b)
}

// statements shows the interface document.
func (p *page) statements() {
	p.text("\n## The interface document, sentence by sentence\n")
	section := ""
	for _, s := range p.doc.Statements {
		if s.Section != section {
			section = s.Section
			p.text("\n### %s\n\n", section)
			p.text("| at | statement | requirement | level | checks | deviations |\n| --- | --- | --- | --- | --- | --- |\n")
		}
		p.statement(s)
	}
}

func (p *page) statement(s spec.Statement) {
	at, gist := cell(s.At), cell(s.Gist)
	if len(s.Requirements) == 0 {
		p.text("| %s | %s | none: %s | | | |\n", at, gist, cell(s.Excluded))
		return
	}
	for i, id := range s.Requirements {
		if i > 0 {
			at, gist = "", ""
		}
		q, _ := p.doc.Requirement(id)
		p.shown[id] = true
		p.text("| %s | %s | `%s` | %s | %s | %s |\n", at, gist, id, q.Level, p.judges(q), codes(p.breaks[id]))
	}
}

// judges names the checks of a requirement, or says why there are none.
func (p *page) judges(q spec.Requirement) string {
	if list := p.checks[q.ID]; len(list) > 0 {
		return codes(list)
	}
	return cell(checkedBy(q, nil))
}

// others shows the rest of the register, area by area.
func (p *page) others() {
	p.text("\n## Further requirements\n")
	for _, area := range spec.Areas() {
		var rows []spec.Requirement
		for _, q := range p.doc.Requirements {
			if q.Area == area && !p.shown[q.ID] {
				rows = append(rows, q)
			}
		}
		if len(rows) > 0 {
			p.area(area, rows)
		}
	}
}

func (p *page) area(area string, rows []spec.Requirement) {
	p.text("\n### %s\n\n", area)
	p.text("| requirement | level | text | source | checks | deviations |\n| --- | --- | --- | --- | --- | --- |\n")
	slices.SortStableFunc(rows, func(a, b spec.Requirement) int { return strings.Compare(a.ID, b.ID) })
	for _, q := range rows {
		p.text("| `%s` | %s | %s%s | %s | %s | %s |\n", q.ID, q.Level, cell(q.Text), editions(q), cell(q.Source.String()),
			p.judges(q), codes(p.breaks[q.ID]))
	}
}

// editions says for which editions a requirement holds, if not for all.
func editions(q spec.Requirement) string {
	switch {
	case q.From != "" && q.Until != "":
		return fmt.Sprintf(" (editions %s to %s)", q.From, q.Until)
	case q.From != "":
		return fmt.Sprintf(" (from edition %s)", q.From)
	case q.Until != "":
		return fmt.Sprintf(" (until edition %s)", q.Until)
	}
	return ""
}

// codes lists names in code style.
func codes(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "`" + strings.Join(names, "`, `") + "`"
}
