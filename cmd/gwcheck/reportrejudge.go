package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

func reportRejudgeCommand(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rejudge DIR",
		Short: "Derive every verdict of a stored run again, offline",
		Long: "Derive every verdict of the report in DIR again: from result.json and exchanges.har,\n" +
			"without the gateway, by the rules and levels of this version. Secrets and recordings\n" +
			"are not stored, so some rules cannot be applied again; their checks are named. Exit\n" +
			"codes: 0 no difference, 1 a verdict differs, 2 a report that cannot be judged again.",
		Args: oneArgument("the directory of a report"),
	}
	format := oneOf(cmd, "format", "output format", "text", "json")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return rejudgeReport(env, args[0], format.value) }
	return cmd
}

func rejudgeReport(env Env, dir, format string) error {
	stored, err := storedResult(dir)
	if err != nil {
		return err
	}
	doc, err := document()
	if err != nil {
		return err
	}
	again, err := suites.Rejudge(doc, stored)
	switch {
	case errors.Is(err, suites.ErrNoEvidence):
		return wrong("%s: %w", dir, err)
	case err != nil:
		return broken("rejudge: %w", err)
	}
	write := writeRejudged
	if format == "json" {
		write = writeRejudgedJSON
	}
	if err := write(env.Stdout, again); err != nil {
		return broken("write the result: %w", err)
	}
	if len(again.Differences) > 0 {
		return &failure{code: exitFailed}
	}
	return nil
}

// rejudgedEvidence judges the evidence of a claim again. The error says what differs.
func rejudgedEvidence(files []attest.File) (suites.Rejudged, error) {
	doc, err := document()
	if err != nil {
		return suites.Rejudged{}, err
	}
	r, err := report.ReadJSON(bytes.NewReader(files[0].Data))
	if err == nil {
		r.Exchanges, err = report.ReadHAR(bytes.NewReader(files[1].Data))
	}
	if err != nil {
		return suites.Rejudged{}, err
	}
	again, err := suites.Rejudge(doc, r)
	if err != nil {
		return again, err
	}
	if n := len(again.Differences); n > 0 {
		d := again.Differences[0]
		return again, fmt.Errorf("the stored exchanges do not support %d of its verdicts, such as %s: stored %s, now %s: %s", n, d.Check, d.Stored, d.Now, printable(d.Why))
	}
	return again, nil
}

// coverage is how much was judged again, in one line.
func coverage(r suites.Rejudged) string {
	return fmt.Sprintf("judged again from the stored exchanges: %d of %d checks, no difference (%d not claimed, %d whose evidence does not suffice)",
		r.Recomputed, len(r.Result.Checks), r.Planned, len(r.Insufficient))
}

func writeRejudged(w io.Writer, r suites.Rejudged) error {
	lines := []string{
		fmt.Sprintf("%s: %d of %d checks judged again, %d not claimed or not selected, %d whose evidence does not suffice, %d differences",
			r.Result.Overall, r.Recomputed, len(r.Result.Checks), r.Planned, len(r.Insufficient), len(r.Differences)),
	}
	for _, d := range r.Differences {
		what := d.Check
		if what == "" {
			what = "the run"
		}
		lines = append(lines, fmt.Sprintf("DIFFERS  %s: stored %s, now %s: %s", what, d.Stored, d.Now, d.Why))
	}
	for _, i := range r.Insufficient {
		lines = append(lines, fmt.Sprintf("stored   %s: %s", i.Check, i.Why))
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, printable(line)); err != nil {
			return err
		}
	}
	return nil
}

func writeRejudgedJSON(w io.Writer, r suites.Rejudged) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{
		"schema": "gwcheck/rejudged/v1", "overall": r.Result.Overall, "checks": len(r.Result.Checks), "recomputed": r.Recomputed,
		"planned": r.Planned, "insufficient": orEmptyList(r.Insufficient), "differences": orEmptyList(r.Differences),
	})
}

// orEmptyList makes JSON show a list where there is none.
func orEmptyList[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
