package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Exit codes, as the README promises them.
const (
	exitOK     = report.ExitConformant
	exitFailed = report.ExitNonconformant // selfcheck: the suites are not proven
	exitUsage  = report.ExitUsage
	exitBroken = report.ExitBroken // the harness itself failed
)

// failure is an error with the exit code it leads to. Without an error there
// is nothing left to say.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// wrong is wrong usage, or a file that does not validate.
func wrong(format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...)}
}

// broken is a failure of the harness.
func broken(format string, args ...any) error {
	return &failure{exitBroken, fmt.Errorf(format, args...)}
}

// run runs one command line and returns the exit code of the process. A panic
// is a failure of the harness, and so is a result that cannot be written.
func run(ctx context.Context, env Env) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(env.Stderr, "gwcheck: internal error: %v\n\n%s", p, debug.Stack())
			code = exitBroken
		}
	}()
	stdout := &watchedOutput{to: env.Stdout}
	env.Stdout = stdout
	code = execute(ctx, env)
	if err := stdout.err(); err != nil && code != exitBroken {
		fmt.Fprintf(env.Stderr, "gwcheck: stdout is incomplete: %v\n", err)
		return exitBroken
	}
	return code
}

func execute(ctx context.Context, env Env) int {
	root := newRoot(env)
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{exitUsage, err} // cobra's own errors are about usage
	}
	if f.err != nil {
		fmt.Fprintf(env.Stderr, "gwcheck: %v\n", f.err)
	}
	return f.code
}

// newRoot lists the commands; the next one goes here.
func newRoot(env Env) *cobra.Command {
	root := group("gwcheck", "Certify the recording download of a CC-Gateway, or mock one",
		runCommand(env),
		planCommand(env),
		listCommand(env),
		showCommand(env),
		mockCommand(env),
		selfcheckCommand(env),
		selfcheckWorkerCommand(env),
		group("fixtures", "Sample recordings", fixturesListCommand(env), fixturesExportCommand(env)),
		group("target", "Target files", targetValidateCommand(env), targetInitCommand(env)),
		certifyCommand(env),
		verifyCommand(env),
		claimsCommand(env),
		group("report", "Stored results", reportRenderCommand(env), reportDiffCommand(env), reportRejudgeCommand(env)),
		specCommand(env),
		schemaCommand(env),
		manCommand(env),
		versionCommand(env),
	)
	complete(root)
	showVersion := root.Flags().Bool("version", false, "print what gwcheck version prints")
	root.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) > 0:
			return unknownCommand(cmd, args)
		case *showVersion:
			return printVersion(env)
		}
		return cmd.Help()
	}
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(explainFlag)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags(), env.Lookup) }
	return root
}

// group is a command that only holds others.
func group(name, short string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: name, Short: short, Args: cobra.ArbitraryArgs,
		RunE: unknownCommand,
	}
	cmd.AddCommand(commands...)
	return cmd
}

// unknownCommand says which commands there are.
func unknownCommand(cmd *cobra.Command, args []string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	known := strings.Join(names, ", ")
	if len(args) == 0 {
		return wrong("%s needs a command: %s (see %s --help)", cmd.CommandPath(), known, cmd.CommandPath())
	}
	if near := nearest(args[0], names); near != "" {
		return wrong("unknown command %q for %s; did you mean %s?", args[0], cmd.CommandPath(), near)
	}
	return wrong("unknown command %q for %s; known: %s", args[0], cmd.CommandPath(), known)
}

// noArguments refuses arguments and says where they would belong.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return wrong("%s takes no arguments, got %q; use flags (%s --help)", cmd.CommandPath(), args[0], cmd.CommandPath())
	}
	return nil
}

// oneArgument wants exactly one, called what.
func oneArgument(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return wrong("%s takes one argument, %s, got %d", cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}
