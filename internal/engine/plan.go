package engine

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Plan is what a run would do. Making one contacts nothing.
type Plan struct {
	Checks         []Planned
	Requests       int           // at most
	WrongPasswords int           // at most, per agent
	LongestWait    time.Duration // of a single observation, in the time of the gateway
	Waits          time.Duration // until all observations are over, some side by side; zero under a virtual clock
	Bound          time.Duration // the run ends by then, whatever the gateway does
	Limits         target.Limits // of each, the strictest that a deployment has
	LeftOut        []string      // ids of the checks that wait for too long
	cfg            Config
}

// Planned is one check with the deployment it will run on, or why it will not run.
type Planned struct {
	Check       Check
	Requirement spec.Requirement
	Deployment  string
	Verdict     report.Verdict // not-applicable or not-run, "" if it will run
	Reason      string
}

// Runs reports whether the check will be run.
func (p Planned) Runs() bool { return p.Verdict == "" }

// MostRequests is how many requests the body of the check makes at most.
func (p Planned) MostRequests() int {
	if p.Check.Scenario != nil {
		return 0
	}
	return p.Check.requests()
}

// NewPlan decides for every check where it runs or why not. The error wraps
// ErrConfig: no document or target, an unknown edition or deployment, a
// selection that matches nothing, a check without a requirement.
func NewPlan(cfg Config) (Plan, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return Plan{}, err
	}
	deployments, err := cfg.deployments()
	if err != nil {
		return Plan{}, err
	}
	if err := knownTerms(cfg.Checks, append(slices.Clone(cfg.Only), cfg.Skip...)); err != nil {
		return Plan{}, err
	}
	var p Plan
	for _, c := range cfg.Checks {
		req, ok := cfg.Document.Requirement(c.Requirement())
		if !ok {
			return Plan{}, fmt.Errorf("check %q belongs to no requirement of the document", c.ID)
		}
		p.Checks = append(p.Checks, cfg.places(c, req, deployments)...)
	}
	for _, c := range p.Checks {
		if c.Verdict == report.NotRun && strings.HasPrefix(c.Reason, leftOut) {
			p.LeftOut = append(p.LeftOut, c.Check.ID)
		}
	}
	p.cfg = cfg
	p.estimate(cfg)
	if !slices.ContainsFunc(p.Checks, Planned.Runs) {
		return p, fmt.Errorf("%w: no check to run: the selection matches none that applies to the target", ErrConfig)
	}
	return p, nil
}

// deployments are those that the run may use.
func (cfg Config) deployments() ([]target.Deployment, error) {
	all := cfg.Target.Deployments
	if len(all) == 0 {
		return nil, fmt.Errorf("%w: the target declares no deployment", ErrConfig)
	}
	if cfg.Deployment == "" {
		return all, nil
	}
	i := slices.IndexFunc(all, func(d target.Deployment) bool { return d.Name == cfg.Deployment })
	if i < 0 {
		return nil, fmt.Errorf("%w: no deployment %q in the target; it declares %s", ErrConfig, cfg.Deployment, strings.Join(deploymentNames(cfg.Target), ", "))
	}
	return all[i : i+1], nil
}

// places decides about one check: on which deployments it runs, if any.
func (cfg Config) places(c Check, req spec.Requirement, deployments []target.Deployment) []Planned {
	if !c.EachDeployment {
		return []Planned{cfg.place(c, req, deployments)}
	}
	var all []Planned
	for i, d := range deployments {
		if c.Needs.unmet(d) == "" {
			one := c
			one.ID += ":" + d.Name
			all = append(all, cfg.place(one, req, deployments[i:i+1]))
		}
	}
	if len(all) == 0 {
		return []Planned{cfg.place(c, req, deployments)}
	}
	return all
}

// place decides about one check on these deployments.
func (cfg Config) place(c Check, req spec.Requirement, deployments []target.Deployment) Planned {
	p := Planned{Check: c, Requirement: req}
	needs := c.needs()
	d, ok := needs.choose(deployments)
	switch {
	case len(cfg.Only) > 0 && !matchesAny(c, cfg.Only), matchesAny(c, cfg.Skip):
		p.Verdict, p.Reason = report.NotRun, "deselected"
	case !req.In(cfg.Target.Edition):
		p.Verdict, p.Reason = report.NotApplicable, "edition "+cfg.Target.Edition+" does not state it"
	case !ok:
		p.Verdict, p.Reason = report.NotApplicable, needs.missing()
	case needs.record && cfg.Recorder == nil:
		p.Verdict, p.Reason = report.NotApplicable, "the target has no record command, so nothing can make the gateway record a call"
	default:
		if why, long := cfg.overlong(c, d); long {
			p.Verdict, p.Reason = report.NotRun, why
			return p
		}
		p.Deployment = d.Name
	}
	return p
}

// matches reports whether a term selects a check: by id, with or without the
// deployment of a check that runs on each, requirement id, area, or glob over ids.
func matches(c Check, term string) bool {
	if term == c.ID || term == c.Requirement() || term == c.Area() || c.EachDeployment && strings.HasPrefix(c.ID, term+":") {
		return true
	}
	full, _ := path.Match(term, c.ID)
	row, _ := path.Match(term, c.Requirement())
	return full || row
}

func matchesAny(c Check, terms []string) bool {
	return slices.ContainsFunc(terms, func(term string) bool { return matches(c, term) })
}

// knownTerms rejects terms that select nothing: most likely they are misspelt.
func knownTerms(checks []Check, terms []string) error {
	for _, term := range terms {
		if _, err := path.Match(term, ""); err != nil {
			return fmt.Errorf("%w: %q is no valid pattern", ErrConfig, term)
		}
		if !slices.ContainsFunc(checks, func(c Check) bool { return matches(c, term) }) {
			return fmt.Errorf("%w: %q selects no check; give a check id, requirement id, area or glob (gwcheck list checks shows them)", ErrConfig, term)
		}
	}
	return nil
}
