package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/waiver"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// runOptions are the flags of "run" that "plan" does not have.
type runOptions struct {
	selection
	out, waivers           string
	baseline               string
	strict, quiet, verbose bool
	noColor                bool
	format                 *choice
}

func runCommand(env Env) *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run --target FILE | --mock",
		Short: "Run the suites against a gateway and give a verdict",
		Long: "Run the suites against a gateway and give a verdict. Exit codes: 0 conformant,\n" +
			"1 nonconformant, 2 wrong usage or an invalid file, 3 incomplete (something that\n" +
			"applies could not be judged), 4 the harness itself failed. Every flag has an\n" +
			"environment variable, such as GWCHECK_OUT for --out. Flags override environment\n" +
			"variables, including variables for mutually exclusive flags.",
		Args: noArguments,
	}
	o.selection.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", "directory for the report files")
	f.StringVar(&o.waivers, "waivers", "", "file that lists accepted failures")
	f.StringVar(&o.baseline, "baseline", "", "stored result: exit with 1 only for failures that do not stand in it")
	f.BoolVar(&o.strict, "strict", false, "count warnings as failures")
	f.BoolVar(&o.quiet, "quiet", false, "show only failures and the verdict, without progress")
	f.BoolVar(&o.verbose, "verbose", false, "show every check")
	f.BoolVar(&o.noColor, "no-color", false, "do not use colors")
	o.format = oneOf(cmd, "format", "output format", "text", "json", "github")
	f.StringArrayVar(&o.deviations, "deviation", nil, "with --mock: break the interface in a named way (repeatable; see gwcheck list deviations)")
	onlyOne(cmd, "quiet", "verbose")
	f.Lookup("deviation").Annotations = map[string][]string{exclusive: {"deviation", "target"}}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return certify(cmd.Context(), env, &o) }
	return cmd
}

// certify makes one run and shows its result.
func certify(ctx context.Context, env Env, o *runOptions) error {
	cfg, err := o.config()
	if err != nil {
		return err
	}
	cfg.Strict = o.strict
	if o.out != "" {
		cfg.Tool.SHA256 = programDigest(env)
	}
	if o.waivers != "" {
		if cfg.Waivers, err = waiver.Load(o.waivers, knownIDs(cfg.Document)); err != nil {
			return wrong("%w", err)
		}
	}
	earlier, err := o.earlier()
	if err != nil {
		return err
	}
	stop, err := o.subject(env, &cfg)
	if err != nil {
		return err
	}
	defer stop()                                 //nolint:errcheck // the verdict is there; the mock dies with the process
	if err := o.prepareOutput(env); err != nil { // before the run, which a report that cannot be written would waste
		return err
	}
	result, err := o.judge(ctx, env, cfg, earlier)
	if err != nil {
		return configError(err)
	}
	return o.publish(env, result)
}

// earlier is the result to compare with, nil without a baseline.
func (o *runOptions) earlier() (*report.Result, error) {
	if o.baseline == "" {
		return nil, nil
	}
	r, err := storedResult(o.baseline)
	return &r, err
}

func (o *runOptions) judge(ctx context.Context, env Env, cfg suites.Config, earlier *report.Result) (report.Result, error) {
	plan, err := suites.NewPlan(cfg)
	if err != nil {
		return report.Result{}, err
	}
	progress := report.NewProgress(env.Stderr, report.ProgressOptions{
		Live: env.StderrTerminal, Verbose: o.verbose, Quiet: o.quiet, Width: env.StderrWidth,
		Headline: headline(cfg, plan, plan.Expectation(defaultLatency), time.Now()),
	})
	warnOfLimits(env, plan)
	cfg.Progress, cfg.Archive = progress, o.out != ""
	result, err := suites.Run(ctx, cfg)
	if err == nil && earlier != nil {
		report.Compare(&result, *earlier)
	}
	progress.Done(result)
	return result, err
}

// warnOfLimits says before the first request which limits are too low for the run.
func warnOfLimits(env Env, p suites.Plan) {
	for _, limit := range []struct {
		name, what string
		n, most    int
	}{
		{"limits.requests", "requests", p.Requests, p.Limits.Requests},
		{"limits.badAuthPerAgent", "wrong passwords per agent", p.WrongPasswords, p.Limits.BadAuthPerAgent},
	} {
		if why := exceeding(limit.n, limit.most, limit.name); why != "" {
			fmt.Fprintf(env.Stderr, "gwcheck: warning: the run makes at most %d %s%s\n", limit.n, limit.what, why)
		}
	}
}

// knownIDs tells what a waiver may be for. A check that runs on each deployment
// has the name of the deployment after its id.
func knownIDs(doc *spec.Document) waiver.Known {
	checks := suites.Checks(doc)
	is := func(id string) bool {
		return slices.ContainsFunc(checks, func(c suites.Check) bool {
			return c.Covers(id)
		})
	}
	return waiver.Known{
		Check:       is,
		Requirement: func(id string) bool { _, ok := doc.Requirement(id); return ok },
	}
}

// color says whether to paint what goes to a stream.
func (o *runOptions) color(env Env, terminal bool) bool {
	_, plain := env.Lookup("NO_COLOR")
	return terminal && !o.noColor && !plain
}
