package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/suites/report"
)

// outputs are the formats of a stored result, by name; the first is the default.
var outputs = []struct {
	name  string
	write func(io.Writer, report.Result) error
}{
	{"text", nil}, // depends on the terminal
	{"json", report.WriteJSON},
	{"github", report.WriteGitHub},
	{"markdown", report.WriteMarkdown},
	{"junit", report.WriteJUnit},
	{"html", report.WriteHTML},
	{"har", report.WriteHAR},
}

// renderOptions are the flags of "report render".
type renderOptions struct {
	from, out string
	format    *choice
	noColor   bool
}

func reportRenderCommand(env Env) *cobra.Command {
	var o renderOptions
	cmd := &cobra.Command{
		Use:   "render --from result.json [--out DIR] [--format FORMAT]",
		Short: "Write a stored result again, in every format",
		Long: "Write a stored result again: in one format to stdout, or with --out as all report\n" +
			"files. The exchanges are read from the exchanges.har next to the result, if it is\n" +
			"there. Exit code 0 whatever the verdict; 2 if the result cannot be read.",
		Args: noArguments,
	}
	names := make([]string, len(outputs))
	for i, o := range outputs {
		names[i] = o.name
	}
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "result.json, or the directory of a report")
	f.StringVar(&o.out, "out", "", "directory for the report files, instead of stdout")
	f.BoolVar(&o.noColor, "no-color", false, "do not use colors")
	o.format = oneOf(cmd, "format", "output format", names...)
	onlyOne(cmd, "out", "format")
	cmd.RunE = func(*cobra.Command, []string) error { return render(env, &o) }
	return cmd
}

func render(env Env, o *renderOptions) error {
	if o.from == "" {
		return wrong("no result given: --from result.json, or the directory of a report")
	}
	r, err := storedResult(o.from)
	if err != nil {
		return err
	}
	if o.out != "" {
		if err := report.WriteFiles(o.out, r); err != nil {
			return broken("the report cannot be written: %w", err)
		}
		fmt.Fprintf(env.Stderr, "report files are in %s\n", o.out)
		return nil
	}
	if err := o.write(env, r); err != nil {
		return broken("write the result: %w", err)
	}
	return nil
}

func (o *renderOptions) write(env Env, r report.Result) error {
	i := slices.Index(o.format.allowed, o.format.value)
	if write := outputs[i].write; write != nil {
		return write(env.Stdout, r)
	}
	_, plain := env.Lookup("NO_COLOR")
	return report.WriteText(env.Stdout, r, report.TextOptions{
		Color: env.StdoutTerminal && !o.noColor && !plain, Width: env.StdoutWidth,
	})
}

// storedResult reads a result; whatever is wrong with it is wrong usage.
func storedResult(name string) (report.Result, error) {
	r, err := report.ReadFiles(name)
	var path *fs.PathError
	switch {
	case errors.As(err, &path):
		return r, wrong("the stored result %s cannot be read: %w", path.Path, path.Err)
	case err != nil:
		return r, wrong("the stored result %s", strings.TrimSpace(err.Error()))
	}
	return r, nil
}
