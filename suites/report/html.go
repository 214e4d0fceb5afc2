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

// page is the parsed template; parsing it once is enough for many runs.
var page = sync.OnceValues(func() (*template.Template, error) {
	return template.New("report").Funcs(template.FuncMap{
		"safe":        func(s string) string { return oneLine(clip(s, maxShown)) },
		"lines":       func(s string) []string { return paragraphs(clip(s, maxShown)) },
		"where":       where,
		"waiver":      waiverLine,
		"observation": observationLine,
		"counts":      countCells,
		"anchor":      anchor,
	}).Parse(pageSource)
})

// WriteHTML writes report.html: one file without scripts, images or anything
// from elsewhere, readable in dark and light and on paper. The error is that
// of w.
func WriteHTML(w io.Writer, r Result) error {
	t, err := page()
	if err != nil {
		return err
	}
	return t.Execute(w, newHTMLPage(r))
}

// htmlPage is what the template shows. Texts in it are made harmless there.
type htmlPage struct {
	*view
	Areas    []area
	Sections []htmlSection
	Unjudged []gap
	Subject  string
	Began    string
	Build    []fact
	Files    map[string]string
}

// htmlSection is a list of checks that are explained in full.
type htmlSection struct {
	ID, Heading string
	Checks      []htmlCheck
}

type htmlCheck struct {
	Check
	Facts []fact
}

func newHTMLPage(r Result) htmlPage {
	v := newView(r)
	p := htmlPage{view: v, Areas: v.areas(), Subject: r.subject(), Began: r.Started.UTC().Format(time.RFC1123),
		Files: map[string]string{"json": jsonFile, "har": harFile}}
	for _, s := range []struct {
		verdict     Verdict
		id, heading string
	}{{Fail, "failed", "Failed"}, {Error, "broken", "Broken in the harness"}, {Warning, "warnings", "Warnings"}} {
		if checks := v.with(s.verdict); len(checks) > 0 {
			p.Sections = append(p.Sections, htmlSection{s.id, s.heading, v.htmlChecks(checks)})
		}
	}
	p.Unjudged = v.unjudged()
	for name, value := range r.Target.Build {
		p.Build = append(p.Build, fact{name, value})
	}
	sort.Slice(p.Build, func(i, j int) bool { return p.Build[i].Label < p.Build[j].Label })
	return p
}

// htmlChecks adds the explanations.
func (v *view) htmlChecks(checks []Check) []htmlCheck {
	out := make([]htmlCheck, 0, len(checks))
	for _, c := range checks {
		out = append(out, htmlCheck{c, v.facts(c)})
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
		out = append(out, countCell{v, n.Of(v)})
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
	}, clip(s, maxBodyShown))
}
