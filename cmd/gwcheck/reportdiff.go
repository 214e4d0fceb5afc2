package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

func reportDiffCommand(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Tell what changed from one stored result to another, and why",
		Long: "Tell what changed from one stored result to another: checks that fail now, are\n" +
			"fixed, or fail for another reason, and what may explain it: the gateway's behavior,\n" +
			"the target, the tool, the register, the selection or waivers. If the tool differs and this\n" +
			"one judged B, it judges the stored exchanges of A again to tell. A and B are result.json\n" +
			"or the directory of a report. Exit codes: 0 no regression, 1 a regression (a check fails\n" +
			"that did not, or is not judged that passed), 2 a file that cannot be read.",
		Args: twoArguments("the result before and the result after"),
	}
	format := oneOf(cmd, "format", "output format", "text", "json", "markdown")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return diffReports(env, args[0], args[1], format.value) }
	return cmd
}

func diffReports(env Env, from, to, format string) error {
	a, err := storedResult(from)
	if err != nil {
		return err
	}
	b, err := storedResult(to)
	if err != nil {
		return err
	}
	write := map[string]func(io.Writer, report.Difference) error{
		"text": report.WriteDiffText, "json": report.WriteDiffJSON, "markdown": report.WriteDiffMarkdown,
	}[format]
	d := report.Diff(a, b)
	if b.Tool == thisTool(b.Tool) && a.Tool != b.Tool {
		d.Explain(judgedAgain(a))
	}
	if err := write(env.Stdout, d); err != nil {
		return broken("write the difference: %w", err)
	}
	if d.Worse() {
		return &failure{code: exitFailed}
	}
	return nil
}

// thisTool is how this program would name itself in a result.
func thisTool(stored report.Tool) report.Tool {
	t := tool()
	stored.Version, stored.Revision, stored.Register = t.Version, t.Revision, spec.Digest()
	return stored
}

// judgedAgain are the verdicts that this program gives to the stored exchanges of a run,
// by check id; none where the evidence does not suffice.
func judgedAgain(r report.Result) map[string]report.Verdict {
	doc, err := document()
	if err != nil {
		return nil
	}
	again, err := suites.Rejudge(doc, r)
	if err != nil {
		return nil // a result of an older version has no evidence
	}
	verdicts := map[string]report.Verdict{}
	for _, c := range again.Result.Checks {
		verdicts[c.ID] = c.Verdict
	}
	for _, i := range again.Insufficient {
		delete(verdicts, i.Check)
	}
	return verdicts
}

// twoArguments wants exactly two, called what.
func twoArguments(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != 2 {
			return wrong("%s takes two arguments, %s, got %d", cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}
