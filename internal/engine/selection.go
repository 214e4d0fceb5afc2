package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// leftOut begins the reason of a check that is left out for its wait.
const leftOut = "left out: "

// overlong reports whether the scenario of a check waits for longer than the run
// may, and why the check is left out then.
func (cfg Config) overlong(c Check, d target.Deployment) (why string, ok bool) {
	if cfg.MaxWait <= 0 || c.Scenario == nil {
		return "", false
	}
	if takes := c.Scenario.Takes(d); takes > cfg.MaxWait {
		return fmt.Sprintf(leftOut+"it waits up to %s, longer than the %s that a wait may take", takes.Round(time.Second), cfg.MaxWait), true
	}
	return "", false
}

// selection says how the run was narrowed.
func (p Plan) selection(cfg Config) report.Selection {
	s := report.Selection{
		Only: slices.Clone(cfg.Only), Skip: slices.Clone(cfg.Skip), Deployment: cfg.Deployment,
		MaxWaitMs: cfg.MaxWait.Milliseconds(), LeftOut: p.LeftOut, Of: len(p.Checks),
	}
	for _, c := range p.Checks {
		if c.Verdict != report.NotRun {
			s.Checks++
		}
	}
	for _, d := range cfg.Target.Deployments {
		s.Insecure = s.Insecure || d.TLS.Insecure
	}
	return s
}

// narrowed says in one line how the run was narrowed, "" if it was not.
func narrowed(s report.Selection, maxWait time.Duration) string {
	var by []string
	for _, one := range []struct {
		name  string
		terms []string
	}{{"only", s.Only}, {"skip", s.Skip}} {
		if len(one.terms) > 0 {
			by = append(by, one.name+" "+strings.Join(one.terms, ","))
		}
	}
	if s.Deployment != "" {
		by = append(by, "deployment "+s.Deployment)
	}
	if len(s.LeftOut) > 0 {
		by = append(by, fmt.Sprintf("waits of more than %s left out: %s", maxWait, strings.Join(s.LeftOut, ", ")))
	}
	if len(by) == 0 {
		return ""
	}
	return fmt.Sprintf("Selection: %d of %d checks (%s)", s.Checks, s.Of, strings.Join(by, "; "))
}
