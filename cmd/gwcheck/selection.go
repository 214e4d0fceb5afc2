package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

// selection is what "run" and "plan" have in common: what is judged, and by which checks.
type selection struct {
	target     string
	mock       bool
	only, skip string
	deployment string
	seed       int64
	timeout    time.Duration
	maxWait    time.Duration
	deviations []string // of the mock; "plan" has no flag for them
}

func (s *selection) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.target, "target", "", "target file that declares the gateway")
	f.BoolVar(&s.mock, "mock", false, "use the built-in mock instead of a gateway")
	f.StringVar(&s.only, "only", "", "checks to run: check id, requirement id, area or glob, comma separated")
	f.StringVar(&s.skip, "skip", "", "checks not to run, in the same form")
	f.StringVar(&s.deployment, "deployment", "", "use this deployment only")
	f.Int64Var(&s.seed, "seed", 0, "number recorded in the report; a run makes no random choice")
	f.DurationVar(&s.timeout, "timeout", 0, "stop the run after this time (default: the bound that plan shows)")
	f.DurationVar(&s.maxWait, "max-wait", 0, "leave out checks that wait for longer, such as 1m (default: none)")
	onlyOne(cmd, "target", "mock")
}

// config is the configuration of a run, short of what only some commands set.
func (s *selection) config() (suites.Config, error) {
	doc, err := document()
	if err != nil {
		return suites.Config{}, err
	}
	if s.timeout < 0 {
		return suites.Config{}, wrong("--timeout %s: want more than zero", s.timeout)
	}
	if s.maxWait < 0 {
		return suites.Config{}, wrong("--max-wait %s: want more than zero", s.maxWait)
	}
	by := tool()
	by.Register = spec.Digest()
	return suites.Config{
		Document: doc, Only: words(s.only), Skip: words(s.skip),
		Deployment: s.deployment, Seed: s.seed, Timeout: s.timeout, MaxWait: s.maxWait, Tool: by,
	}, nil
}

// subject adds the gateway to a configuration: that of the target file, or the
// mock, which then runs until stop is called.
func (s *selection) subject(env Env, cfg *suites.Config) (stop func() error, err error) {
	if s.mock {
		if err := knownDeviations(s.deviations); err != nil {
			return nil, err
		}
		return mockSubject(cfg, mockSetup{deviations: s.deviations, recordings: fixtures.Catalogue()})
	}
	return func() error { return nil }, s.file(env, cfg)
}

// file adds the gateway of the target file.
func (s *selection) file(env Env, cfg *suites.Config, opts ...target.Option) (err error) {
	if s.target == "" {
		return wrong("no gateway given: --target FILE, or --mock for the built-in mock")
	}
	if cfg.Target, err = loadTarget(env, cfg.Document, s.target, opts...); err != nil {
		return err
	}
	if len(cfg.Target.Record) > 0 {
		cfg.Recorder = recordCommand(env, cfg.Target)
	}
	return nil
}

// loadTarget reads a target file; whatever is wrong with it is wrong usage.
func loadTarget(env Env, doc *spec.Document, file string, opts ...target.Option) (*target.Target, error) {
	opts = append([]target.Option{target.WithEnv(env.Lookup), target.WithEditions(doc.EditionIDs()...)}, opts...)
	t, err := target.Load(file, opts...)
	if err != nil {
		return nil, wrong("%w", err)
	}
	warnOfAgents(env, doc, t)
	return t, nil
}

// warnOfAgents says which agents have numbers that the edition gives to none:
// not wrong as such, but likely the sign of a wrong edition.
func warnOfAgents(env Env, doc *spec.Document, t *target.Target) {
	e, ok := doc.Edition(t.Edition)
	if !ok {
		return
	}
	told := map[string]bool{}
	for _, d := range t.Deployments {
		for _, a := range d.Agents {
			if n, err := strconv.Atoi(a.ID); err == nil && !e.Agents.Has(n) && !told[a.ID] {
				told[a.ID] = true
				fmt.Fprintf(env.Stderr, "gwcheck: warning: agent %s: edition %s numbers agents from %d to %d; is the edition in the target file the right one?\n",
					a.ID, e.ID, e.Agents.First, e.Agents.Last)
			}
		}
	}
}

// configError tells wrong usage from a broken harness.
func configError(err error) error {
	if errors.Is(err, suites.ErrConfig) {
		text := strings.TrimPrefix(err.Error(), suites.ErrConfig.Error()+": ")
		return &failure{exitUsage, errors.New(text)}
	}
	return &failure{exitBroken, fmt.Errorf("the harness failed: %w", err)}
}

// words splits a list with commas.
func words(list string) (terms []string) {
	for term := range strings.SplitSeq(list, ",") {
		if term = strings.TrimSpace(term); term != "" {
			terms = append(terms, term)
		}
	}
	return terms
}
