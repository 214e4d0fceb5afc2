package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/internal/selfcheck"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
)

// Files that selfcheck writes about mutants.
const generatedFile = "generated.json"

// generatedOptions are the flags of selfcheck that choose mutants.
type generatedOptions struct {
	count    int
	seed     uint64
	mutants  []string // ids
	parallel int
	format   string
	out      string
}

// generated tries mutants, each in a child process.
func generated(ctx context.Context, env Env, o generatedOptions) error {
	doc, err := document()
	if err != nil {
		return err
	}
	space := mock.Mutants()
	cfg := selfcheck.GeneratedConfig{Mutants: mutantsOf(doc, space.Mutants), Count: o.count, Seed: o.seed, Parallel: o.parallel, Limit: caseTime}
	if len(o.mutants) > 0 {
		if cfg.Mutants, err = namedMutants(doc, o.mutants); err != nil {
			return err
		}
		cfg.Count = len(cfg.Mutants)
	}
	workers := newWorkers(env, o.parallel)
	defer workers.close()
	cfg.Try, cfg.Progress = workers.try, mutantProgress(env, cfg.Count)
	began := time.Now()
	g := selfcheck.Generated{Seed: o.seed, Combinations: space.Combinations(), Verdicts: selfcheck.RunGenerated(ctx, cfg)}
	g.Took = time.Since(began)
	for _, e := range space.Excluded {
		g.Excluded = append(g.Excluded, selfcheck.Exclusion(e))
	}
	return showGenerated(ctx, env, g, o)
}

func showGenerated(ctx context.Context, env Env, g selfcheck.Generated, o generatedOptions) error {
	write := map[string]func(io.Writer) error{"text": g.WriteText, "json": g.WriteJSON, "markdown": g.WriteText}
	if err := write[o.format](env.Stdout); err != nil {
		return broken("write the table of mutants: %w", err)
	}
	fmt.Fprintf(env.Stderr, "selfcheck took %s\n", g.Took.Round(100*time.Millisecond))
	if o.out != "" {
		if err := writeReport(filepath.Join(o.out, generatedFile), g.WriteJSON); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return &failure{exitFailed, context.Cause(ctx)}
	}
	if !g.OK() {
		return &failure{code: exitFailed}
	}
	return nil
}

// mutantsOf describes mutants of the mock for the proof.
func mutantsOf(doc *spec.Document, all []mock.Mutant) (list []selfcheck.Mutant) {
	for _, m := range all {
		list = append(list, selfcheck.Mutant{
			ID: m.ID, Operator: m.Operator, Place: m.Place, Trigger: m.Trigger, Sentence: m.Sentence, Violates: m.Violates, Deployments: m.Deployments,
			Must: slices.ContainsFunc(m.Violates, func(id string) bool {
				r, ok := doc.Requirement(id)
				return ok && r.Level == spec.Must
			}),
		})
	}
	return list
}

// namedMutants are the mutants of ids.
func namedMutants(doc *spec.Document, ids []string) (list []selfcheck.Mutant, err error) {
	for _, id := range ids {
		parts, err := mock.MutantNamed(id)
		if err != nil {
			return nil, wrong("--mutant: %w", err)
		}
		described := mutantsOf(doc, parts)
		one := described[0]
		for _, other := range described[1:] {
			one = selfcheck.Pair(one, other)
		}
		list = append(list, one)
	}
	return list, nil
}

// mutantProgress shows how far the mutants have got.
func mutantProgress(env Env, total int) func(int, selfcheck.Verdict) {
	return func(done int, v selfcheck.Verdict) {
		switch {
		case env.StderrTerminal:
			fmt.Fprintf(env.Stderr, "\r\x1b[K%d of %d mutants, last %s: %s", done, total, v.Mutant.ID, v.Fate)
		case v.Fate == selfcheck.Survived || v.Fate == selfcheck.KilledOther || v.Fate == selfcheck.NotTried:
			fmt.Fprintf(env.Stderr, "%s %s %s\n", v.Mutant.ID, v.Fate, v.Problem)
		}
	}
}
