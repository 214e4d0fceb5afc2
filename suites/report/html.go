package report

import (
	_ "embed" // the page
	"html/template"
	"io"
	"sort"
	"strings"
	"sync"
	"time"
)

//go:embed report.html.tmpl
var pageSource string

// page is the parsed template.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"safe":        func(s string) string { return oneLine(Clip(s, maxShown)) },
		"lines":       func(s string) []string { return paragraphs(Clip(s, maxShown)) },
		"name":        checkName,
		"waiver":      waiverLine,
		"observation": observationLine,
		"counts":      countCells,
		"anchor":      anchor,
	}).Parse(pageSource))
})

// WriteHTML writes report.html, one self-contained file without scripts and
// images, for light and dark screens and for paper. Text from outside is
// escaped and shortened to 2000 bytes each. The error is that of w.
func WriteHTML(w io.Writer, r Result) error {
	return page().Execute(w, newHTMLPage(r))
}

// htmlPage is the data of the template, which makes the texts harmless.
type htmlPage struct {
	*view
	Areas    []area
	Sections []htmlSection
	Unjudged []unjudgedGroup
	Subject  string
	Headline string // the overall verdict, and for what it holds
	Scope    string // which deployments, claims and waivers
	Resting  int    // checks that were not judged for a cause
	Began    string
	Build    []fact
	JSONFile string
	HARFile  string
}

// htmlSection is a list of checks that are explained in full.
type htmlSection struct {
	ID, Heading string
	Count       int
	Checks      []htmlCheck
}

type htmlCheck struct {
	Check
	Facts []fact
	Same  []htmlCheck // the others that have the same cause
	Rests string      // how many checks rest on it, "" if none
}

func newHTMLPage(r Result) htmlPage {
	v := newView(r)
	p := htmlPage{view: v, Areas: v.areas(), Subject: r.description(), Headline: strings.TrimPrefix(r.headline(), string(r.Overall)), Scope: r.scope(), Resting: v.resting(), Began: r.Started.UTC().Format(time.RFC1123),
		JSONFile: jsonFile, HARFile: harFile}
	for _, s := range []struct {
		verdict     Verdict
		id, heading string
	}{{Fail, "failed", "Failed"}, {Error, "errors", "Harness errors"}, {Warning, "warnings", "Warnings"}} {
		section := htmlSection{s.id, s.heading, r.Counts.of(s.verdict), v.htmlCauses(s.verdict)}
		if s.verdict == Error {
			section.Checks = v.htmlChecks(v.withVerdict(Error))
		}
		if len(section.Checks) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	p.Unjudged = v.unjudgedGroups()
	for _, facts := range []map[string]string{r.Target.Vendor, r.Target.Build} {
		for name, value := range facts {
			p.Build = append(p.Build, fact{name, value})
		}
	}
	sort.Slice(p.Build, func(i, j int) bool { return p.Build[i].Label < p.Build[j].Label })
	return p
}

// htmlCauses are the causes whose root has a verdict.
func (v *view) htmlCauses(verdict Verdict) (out []htmlCheck) {
	for _, g := range v.causesWith(verdict) {
		out = append(out, htmlCheck{g.Root, v.facts(g.Root), v.htmlChecks(g.Same), g.rests()})
	}
	return out
}

// htmlChecks adds the explanations.
func (v *view) htmlChecks(checks []Check) []htmlCheck {
	out := make([]htmlCheck, 0, len(checks))
	for _, c := range checks {
		out = append(out, htmlCheck{Check: c, Facts: v.facts(c)})
	}
	return out
}

// countCell is one number of the overview.
type countCell struct {
	Verdict Verdict
	N       int
}

func countCells(n Counts) []countCell {
	out := make([]countCell, 0, len(verdicts))
	for _, v := range verdicts {
		out = append(out, countCell{v, n.of(v)})
	}
	return out
}

// anchor is a text as an HTML id: letters, digits and hyphens.
func anchor(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '-'
	}, Clip(s, maxBodyShown))
}
