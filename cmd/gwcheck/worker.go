package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/internal/selfcheck"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

func selfcheckWorkerCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: workerCommand, Short: "Run cases for selfcheck", Hidden: true, Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return work(cmd.Context(), env) },
	}
}

// work runs the cases that it receives, until there are no more.
func work(ctx context.Context, env Env) error {
	doc, err := document()
	if err != nil {
		return err
	}
	debug.SetGCPercent(1000) // a worker lives for a minute and is small; time is what matters
	lines := bufio.NewScanner(env.Stdin)
	lines.Buffer(nil, maxLine)
	out := json.NewEncoder(env.Stdout)
	seen := newWitnesses(doc)
	for lines.Scan() {
		var t task
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return broken("decode the task: %w", err)
		}
		if err := out.Encode(do(ctx, doc, seen, t)); err != nil {
			return broken("write the result: %w", err)
		}
	}
	if err := lines.Err(); err != nil && !errors.Is(err, io.EOF) {
		return broken("read the tasks: %w", err)
	}
	return nil
}

func do(ctx context.Context, doc *spec.Document, seen *witnesses, t task) (answer workerAnswer) {
	var err error
	switch {
	case t.Legal != nil:
		legal := drawLegal(*t.Legal)
		answer.Result, answer.Stall, err = judged(ctx, doc, mockSetup{readings: legal.readings, node: legal.node, front: legal.front}, nil)
	case t.Mutant == nil:
		answer.Result, answer.Stall, err = judged(ctx, doc, mockSetup{readings: t.Readings, deviations: t.Deviations}, nil)
	default:
		answer.Trial, err = tryMutant(ctx, doc, seen, *t.Mutant, t.Full)
	}
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}

// judged runs the suites, or some checks of them, against a mock.
func judged(ctx context.Context, doc *spec.Document, s mockSetup, only []string) (report.Result, time.Duration, error) {
	cfg := suites.Config{Document: doc, Tool: tool(), SkipObservations: true, ResumeTLS: true, Only: only}
	s.limits, s.recordings = selfcheckLimits(), quickRecordings()
	cfg.ResumeTLS = s.front == nil || s.front.Resumes()
	stop, err := mockSubject(&cfg, s)
	if err != nil {
		return report.Result{}, 0, err
	}
	stall := watchStalls()
	result, err := suites.Run(ctx, cfg)
	stalled := stall()
	return compact(result), stalled, errors.Join(err, stop())
}

// tryMutant looks for a witness, runs the checks of the violated requirements,
// and then all checks if need be.
func tryMutant(ctx context.Context, doc *spec.Document, seen *witnesses, m selfcheck.Mutant, full bool) (t *selfcheck.Trial, err error) {
	t = &selfcheck.Trial{}
	ids := strings.Split(m.ID, "+")
	if t.Witness, err = seen.find(ctx, ids, m.Deployments); err != nil || t.Witness == "" {
		return t, err
	}
	run := func(only []string) (*report.Result, error) {
		result, stall, err := judged(ctx, doc, mockSetup{mutants: ids}, only)
		t.Stall = max(t.Stall, stall)
		return &result, err
	}
	if t.First, err = run(m.Violates); err != nil {
		return t, err
	}
	if full || len(m.Killers(t.First)) == 0 {
		t.Full, err = run(nil)
	}
	return t, err
}

// quickRecordings leaves out recordings that only take time and that no check
// needs. Most checks use the first suitable one, so a small one is first.
func quickRecordings() []fixtures.Recording {
	first, _ := fixtures.ByName("four-kib")
	others := slices.DeleteFunc(fixtures.Catalogue(), func(r fixtures.Recording) bool {
		return r.Size >= 4<<20 || r.Name == first.Name
	})
	return slices.Insert(others, 0, first)
}

// selfcheckLimits let a mock that never answers be found out soon.
func selfcheckLimits() target.Limits {
	l := mockLimits()
	l.Connect, l.FirstByte, l.Idle, l.Exchange = 5*time.Second, 5*time.Second, 3*time.Second, 20*time.Second
	return l
}
