package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
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
	for lines.Scan() {
		var t task
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return broken("decode the task: %w", err)
		}
		if err := out.Encode(runTask(ctx, doc, t)); err != nil {
			return broken("write the result: %w", err)
		}
	}
	if err := lines.Err(); err != nil && !errors.Is(err, io.EOF) {
		return broken("read the tasks: %w", err)
	}
	return nil
}

// runTask runs the suites against the mock of a task.
func runTask(ctx context.Context, doc *spec.Document, t task) workerAnswer {
	cfg := suites.Config{Document: doc, Tool: tool(), SkipObservations: true, ResumeTLS: true}
	stop, err := mockSubject(&cfg, mockSetup{
		readings: t.Readings, deviations: t.Deviations,
		limits: selfcheckLimits(), recordings: quickRecordings(),
	})
	if err != nil {
		return workerAnswer{Error: err.Error()}
	}
	stall := watchStalls()
	result, err := suites.Run(ctx, cfg)
	stalled := stall()
	if err = errors.Join(err, stop()); err != nil {
		return workerAnswer{Error: err.Error()}
	}
	return workerAnswer{Result: compact(result), Stall: stalled}
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
