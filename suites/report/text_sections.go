package report

import (
	"fmt"
	"strings"
	"time"
)

// unjudged writes the checks that apply and were not judged, by reason.
func (p *printer) unjudged() {
	groups := p.view.unjudgedGroups()
	if len(groups) == 0 {
		return
	}
	p.heading(fmt.Sprintf("Not judged (%d)", unjudged(p.Checks)))
	if n := p.resting(); n > 0 {
		p.line(2, plural(n, "check")+": see the causes above")
	}
	for _, g := range groups {
		if p.Verbose || len(g.Checks) == 1 {
			p.separately(g)
			continue
		}
		word, color := label(g.Checks[0])
		fmt.Fprintf(p.w, "%s  %s\n", p.colored(color, word), plural(len(g.Checks), "check"))
		p.line(2, Clip(g.Reason, maxShown))
		p.line(4, g.names(maxListed))
	}
}

// resting counts the checks that were not judged for a cause.
func (v *view) resting() int {
	return countIf(v.Checks, func(c Check) bool { return c.Unjudged() && v.causes[c.Cause].ID != "" })
}

// separately writes each check of a group.
func (p *printer) separately(g unjudgedGroup) {
	for _, c := range g.Checks {
		p.title(c)
		if p.Verbose {
			p.facts(p.view.facts(c))
			continue
		}
		p.line(2, Clip(c.Reason, maxShown))
	}
}

// waivers writes every waiver with its state.
func (p *printer) waivers() {
	if len(p.Waivers) == 0 {
		return
	}
	p.heading(fmt.Sprintf("Waivers (%d)", len(p.Waivers)))
	for _, w := range p.Waivers {
		p.line(2, waiverLine(w))
	}
	for _, problem := range p.WaiverProblems {
		p.line(2, "problem: "+problem)
	}
}

// waiverLine is one waiver in one line.
func waiverLine(w Waiver) string {
	s := fmt.Sprintf("%s: %s, until %s, owner %s: %s", w.subject(), w.State, w.Expires, w.Owner, w.Reason)
	if w.Link != "" {
		s += " " + w.Link
	}
	return Clip(s, maxShown)
}

// everything writes one line per check.
func (p *printer) everything() {
	p.heading(fmt.Sprintf("All checks (%d)", len(p.Checks)))
	for _, c := range p.Checks {
		p.title(c)
		if c.Verdict == NotRun || c.Verdict == NotApplicable {
			p.line(2, Clip(c.Reason, maxShown))
		}
	}
}

// observations writes the number of observations, and all of them in a verbose
// report.
func (p *printer) observations() {
	if len(p.Observations) == 0 {
		return
	}
	p.heading(fmt.Sprintf("Observed, not judged (%d)", len(p.Observations)))
	if !p.Verbose {
		p.line(2, "shown with --verbose, and in the report files")
		return
	}
	for _, o := range p.Observations {
		p.line(2, observationLine(o))
	}
}

// observationLine is one observation in one line.
func observationLine(o Observation) string {
	s := o.Requirement
	if o.Deployment != "" {
		s += " (" + o.Deployment + ")"
	}
	s += ": " + Clip(o.Value, maxShown)
	if o.Count > 1 {
		s += fmt.Sprintf(" (%d times)", o.Count)
	}
	return s
}

// tableHead names the columns of counts, in the order of verdicts.
var tableHead = []string{"pass", "fail", "warn", "inconcl", "n/a", "not run", "error"}

// table writes the counts by area.
func (p *printer) table() {
	areas := p.areas()
	if len(areas) == 0 {
		return
	}
	name := len("area")
	for _, a := range areas {
		name = max(name, min(columns(oneLine(a.Name)), p.width-60, 24))
	}
	name = max(name, 8)
	fmt.Fprintln(p.w)
	p.row(name, "area", tableHead, dim)
	for _, a := range areas {
		if !p.Verbose && a.Counts.NotRun == len(a.Checks) && unjudged(a.Checks) == 0 {
			continue // deselected
		}
		p.row(name, a.Name, cells(a.Counts), "")
	}
	p.row(name, "all", cells(p.Counts), bold)
}

// row writes one row of the table.
func (p *printer) row(width int, name string, cells []string, sgr string) {
	name = shorten(oneLine(name), width)
	s := name + strings.Repeat(" ", max(0, width-columns(name)))
	for i, c := range cells {
		s += fmt.Sprintf(" %*s", max(5, len(tableHead[i])), c)
	}
	if sgr != "" {
		s = p.colored(sgr, s)
	}
	fmt.Fprintln(p.w, s)
}

// cells are counts as table cells, with a dash for zero.
func cells(n Counts) []string {
	out := make([]string, 0, len(verdicts))
	for _, v := range verdicts {
		if k := n.of(v); k > 0 {
			out = append(out, fmt.Sprint(k))
		} else {
			out = append(out, "-")
		}
	}
	return out
}

// insecure writes that the certificate was not verified.
func (p *printer) insecure() {
	if p.Target.InsecureTLS {
		fmt.Fprintln(p.w)
		p.line(0, "The gateway's certificate was not verified (tls.insecure).")
	}
}

// notices writes what users of the gateway should know, also in a quiet report.
func (p *printer) notices() {
	if len(p.Notices) > 0 && !p.Quiet {
		fmt.Fprintln(p.w)
	}
	for _, n := range p.Notices {
		p.line(0, "Notice: "+Clip(n, maxShown))
	}
}

// verdict writes the last lines: the target, and the verdict on the run.
func (p *printer) verdict() {
	if !p.Quiet {
		fmt.Fprintln(p.w)
		p.line(0, p.description())
		if scope := p.scope(); scope != "" {
			p.line(0, "Judged: "+Clip(scope, maxShown))
		}
	}
	color := red
	switch p.Overall {
	case Conformant, ConformantWithWaivers:
		color = green
	case Incomplete:
		color = yellow
	}
	head := strings.ToUpper(string(p.Overall))
	rest := strings.TrimPrefix(p.Summary(), string(p.Overall))
	lines := wrap(oneLine(head+rest), p.width-3)
	lines[0] = p.colored(color, head) + strings.TrimPrefix(lines[0], head)
	fmt.Fprintln(p.w, strings.Join(lines, "\n  "))
}

// description is the target, the edition, and the size of the run in one line.
func (r Result) description() string {
	took := (time.Duration(r.DurationMs) * time.Millisecond).Round(100 * time.Millisecond)
	s := fmt.Sprintf("%s, interface edition %s: %s, %s, %s", r.Target.Name, r.Edition,
		plural(len(r.Checks), "check"), plural(r.Requests, "request"), took)
	if r.Tool.Version != "" {
		s += ", gwcheck " + r.Tool.Version
	}
	return s
}

// scope is what the verdict covers besides what the target file claims: deployments and
// their modes, what was not claimed, and waivers. It is "" if there is none of it.
func (r Result) scope() string {
	var parts []string
	for _, d := range r.Target.Deployments {
		if m := d.modes(); m != d.Name {
			parts = append(parts, d.Name+" ("+m+")")
		} else {
			parts = append(parts, m)
		}
	}
	s := strings.Join(parts, ", ")
	for _, more := range []struct {
		label string
		list  []string
	}{{"not claimed: ", r.Target.NotClaimed}, {"waivers: ", r.waiverSubjects()}} {
		if len(more.list) == 0 {
			continue
		}
		if s != "" {
			s += "; "
		}
		s += more.label + listed(more.list)
	}
	return s
}

func (r Result) waiverSubjects() (out []string) {
	for _, w := range r.Waivers {
		out = append(out, w.subject())
	}
	return out
}

// listed joins texts, at most a number of them.
func listed(all []string) string {
	if len(all) <= maxListed {
		return strings.Join(all, ", ")
	}
	return strings.Join(all[:maxListed], ", ") + fmt.Sprintf(" and %d more", len(all)-maxListed)
}

// modes are what the target file claims of the deployment.
func (d Deployment) modes() string {
	s := "static"
	if d.AuthMode == 2 {
		s = "dynamic"
	}
	if d.Pool {
		s += ", pool"
	}
	if !d.Download {
		s += ", no downloads"
	}
	return s
}
