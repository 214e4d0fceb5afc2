package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/selfcheck"
	"github.com/gwcheck/gwcheck/mock"
)

func selfcheckCommand(env Env) *cobra.Command {
	var only, out, mutant string
	var parallel, count, legal int
	var seed uint64
	var clients bool
	cmd := &cobra.Command{
		Use:   "selfcheck",
		Short: "Prove that the checks can fail: run them against every deviation of the mock",
		Long: "Run the suites against the faithful mock, which must be conformant, against each\n" +
			"legal reading, which must be too, and against each deviation, which must fail the\n" +
			"requirements that it names and nothing that it does not declare. Every check must\n" +
			"be failed by a deviation. Exit code 1 if any of this does not hold.\n" +
			"With --clients it runs clients that each make one mistake against the mock, which\n" +
			"must find it, and right ones, for which it must find nothing.",
		Args: noArguments,
	}
	cmd.Flags().StringVar(&only, "only", "", "only these deviations and readings, comma separated, and the faithful mock")
	cmd.Flags().StringVar(&out, "out", "", "directory for "+killTableFile+" and "+selfcheckFile)
	cmd.Flags().IntVar(&parallel, "parallel", runtime.GOMAXPROCS(0)+1, "cases at a time; some of them wait")
	cmd.Flags().BoolVar(&clients, "clients", false, "prove in place of this that the mock finds what clients do wrong")
	cmd.Flags().IntVar(&count, "generated", 0, "prove with so many mutants in place of this, composed of operators, places and triggers")
	cmd.Flags().IntVar(&legal, "legal", 0, "prove with so many generated legal gateways in place of this: none may be refused")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "decides which mutants or legal gateways are drawn")
	cmd.Flags().StringVar(&mutant, "mutant", "", "prove with these mutants in place of this, comma separated, each OPERATOR:PLACE:TRIGGER, or two of them with + between")
	format := oneOf(cmd, "format", "output format", "text", "json", "markdown")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if clients {
			return proveClients(env, words(only), format.value)
		}
		cases, err := chosenCases(words(only))
		if err != nil {
			return err
		}
		if parallel < 1 {
			return wrong("--parallel %d: want at least 1", parallel)
		}
		if err := prepare(out); err != nil {
			return err
		}
		drawn := generatedOptions{count, seed, words(mutant), parallel, format.value, out}
		if count > 0 || mutant != "" {
			return generated(cmd.Context(), env, drawn)
		}
		if legal > 0 {
			return proveLegal(cmd.Context(), env, legal, drawn)
		}
		summary := prove(cmd.Context(), env, selfcheck.Config{Cases: cases, Parallel: parallel, Partial: only != ""})
		if err := showProof(env, summary, format.value, out); err != nil {
			return err
		}
		return proofCode(cmd.Context(), summary)
	}
	return cmd
}

// faithfulCase is the mock as it is.
const faithfulCase = "faithful"

// allCases are all gateways that the suites must tell apart.
func allCases() []selfcheck.Case {
	cases := []selfcheck.Case{{Name: faithfulCase, Kind: selfcheck.Faithful, Sentence: "The mock as it is."}}
	for _, v := range mock.Readings() {
		cases = append(cases, selfcheck.Case{Name: v.Name, Kind: selfcheck.Reading, Sentence: v.Sentence, Suffers: v.Warns})
	}
	for _, d := range mock.Deviations() {
		cases = append(cases, selfcheck.Case{
			Name: d.Name, Kind: selfcheck.Deviation, Sentence: d.Sentence, Violates: d.Violates, Suffers: d.Suffers,
		})
	}
	return cases
}

// chosenCases are those of the names, and the faithful mock.
func chosenCases(only []string) ([]selfcheck.Case, error) {
	all := allCases()
	if len(only) == 0 {
		return all, nil
	}
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	for _, name := range only {
		if !slices.Contains(names, name) {
			return nil, unknownName("--only", "deviation or reading", name, names)
		}
	}
	return slices.DeleteFunc(all, func(c selfcheck.Case) bool {
		return c.Kind != selfcheck.Faithful && !slices.Contains(only, c.Name)
	}), nil
}

// unknownName says what may have been meant.
func unknownName(flag, kind, name string, known []string) error {
	if near := nearest(name, known); near != "" {
		return wrong("%s: there is no %s %q; did you mean %s?", flag, kind, name, near)
	}
	return wrong("%s: there is no %s %q; gwcheck list deviations and gwcheck list readings show them", flag, kind, name)
}

// The files that selfcheck writes.
const (
	killTableFile = "kill-table.md"
	selfcheckFile = "selfcheck.json"
)

// prove runs the cases in child processes, since the engine runs one suite per
// process at a time.
func prove(ctx context.Context, env Env, cfg selfcheck.Config) selfcheck.Summary {
	workers := newWorkers(env, cfg.Parallel)
	defer workers.close()
	progress := newCaseProgress(env, len(cfg.Cases))
	defer progress.done()
	cfg.Run, cfg.Progress, cfg.Limit = workers.run, progress.show, caseTime
	return selfcheck.Run(ctx, cfg)
}

// showProof writes the outcome to stdout, and to files if there is a directory.
func showProof(env Env, s selfcheck.Summary, format, dir string) error {
	write := map[string]func(io.Writer) error{"text": s.WriteText, "json": s.WriteJSON, "markdown": s.WriteMarkdown}
	if err := write[format](env.Stdout); err != nil {
		return broken("write the kill table: %w", err)
	}
	fmt.Fprintf(env.Stderr, "selfcheck took %s\n", s.Took.Round(100*time.Millisecond))
	if dir == "" {
		return nil
	}
	return errors.Join(
		writeReport(filepath.Join(dir, killTableFile), s.WriteMarkdown),
		writeReport(filepath.Join(dir, selfcheckFile), s.WriteJSON))
}

// writeReport writes a file with what write gives.
func writeReport(file string, write func(io.Writer) error) error {
	var data bytes.Buffer
	if err := write(&data); err != nil {
		return broken("write %q: %w", file, err)
	}
	return replaceFile(file, data.Bytes(), forAnyone)
}

// proofCode is the exit code: an interrupted proof is none.
func proofCode(ctx context.Context, s selfcheck.Summary) error {
	if ctx.Err() != nil {
		return &failure{exitFailed, context.Cause(ctx)}
	}
	if !s.OK() {
		return &failure{code: exitFailed}
	}
	return nil
}

// caseTime bounds the run of one case, which takes a second, or half a minute on
// a machine that is very busy.
const caseTime = 3 * time.Minute

// caseProgress shows how far selfcheck has got: on a terminal in one line that
// changes, elsewhere only what went wrong.
type caseProgress struct {
	env             Env
	total, finished int
	bad             int
}

func newCaseProgress(env Env, total int) *caseProgress { return &caseProgress{env: env, total: total} }

func (p *caseProgress) show(o selfcheck.Outcome) {
	p.finished++
	if !o.OK() {
		p.bad++
		fmt.Fprintf(p.env.Stderr, "%s%s %s: %s\n", p.clear(), o.Case.Kind, o.Case.Name, whatIsWrong(o))
	}
	if p.env.StderrTerminal {
		fmt.Fprintf(p.env.Stderr, "%s%d of %d cases, %d with faults, last %s", p.clear(), p.finished, p.total, p.bad, o.Case.Name)
	}
}

func (p *caseProgress) clear() string {
	if p.env.StderrTerminal {
		return "\r\x1b[K"
	}
	return ""
}

func (p *caseProgress) done() { fmt.Fprint(p.env.Stderr, p.clear()) }

// whatIsWrong is the outcome of a case in a line.
func whatIsWrong(o selfcheck.Outcome) string {
	var parts []string
	if len(o.Survived) > 0 {
		parts = append(parts, "survives in "+strings.Join(o.Survived, ", "))
	}
	if len(o.Undeclared) > 0 {
		parts = append(parts, "undeclared: "+strings.Join(o.Undeclared, ", "))
	}
	return strings.Join(append(parts, o.Problems...), "; ")
}
