package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

func planCommand(env Env) *cobra.Command {
	var s selection
	cmd := &cobra.Command{
		Use:   "plan --target FILE | --mock",
		Short: "Show what would run: checks, requests, waits and the bound on the whole run; contacts nothing",
		Args:  noArguments,
	}
	s.flags(cmd)
	latency := cmd.Flags().Duration("latency", defaultLatency, "time from a request to the end of its answer, for the expected duration")
	format := oneOf(cmd, "format", "output format", "text", "json", "markdown")
	cmd.RunE = func(*cobra.Command, []string) error { return plan(env, &s, *latency, format.value) }
	return cmd
}

// defaultLatency is that of a gateway in another town.
const defaultLatency = 50 * time.Millisecond

func plan(env Env, s *selection, latency time.Duration, format string) error {
	if latency < 0 {
		return wrong("--latency %s: want zero or more", latency)
	}
	cfg, err := s.config()
	if err != nil {
		return err
	}
	if s.mock {
		err = describeMock(&cfg)
	} else {
		err = s.file(env, &cfg, target.WithoutSecrets())
	}
	if err != nil {
		return err
	}
	p, err := suites.NewPlan(cfg)
	if err != nil {
		return configError(err)
	}
	if err := writePlan(env.Stdout, cfg, p, latency, format); err != nil {
		return broken("write the plan: %w", err)
	}
	return nil
}

func writePlan(w io.Writer, cfg suites.Config, p suites.Plan, latency time.Duration, format string) error {
	r := plannedChecks(p)
	totals := planTotals(p)
	r.data = map[string]any{
		"target": cfg.Target.Name, "edition": cfg.Target.Edition, "checks": r.data, "areas": totals,
		"requests": p.Requests, "requestsPerSecond": p.Limits.PerSecond, "wrongPasswordsPerAgent": p.WrongPasswords,
		"longestWaitMs": p.LongestWait.Milliseconds(), "waitsMs": p.Waits.Milliseconds(), "boundMs": p.Bound.Milliseconds(),
		"latencyMs": latency.Milliseconds(), "expectedMs": p.Expected(latency).Milliseconds(), "leftOut": append([]string{}, p.LeftOut...),
		"limits": map[string]int{"requests": p.Limits.Requests, "badAuthPerAgent": p.Limits.BadAuthPerAgent},
	}
	if err := r.write(w, format); err != nil || format == "json" {
		return err
	}
	fmt.Fprintln(w)
	if err := totalsTable(cfg, totals).write(w, format); err != nil {
		return err
	}
	return writeBounds(w, cfg, p, latency, format)
}

// plannedChecks lists the checks with the deployment of each, or why it does not run.
func plannedChecks(p suites.Plan) register {
	type row struct {
		Check      string `json:"check"`
		Level      string `json:"level"`
		Runs       bool   `json:"runs"`
		Deployment string `json:"deployment,omitempty"`
		Verdict    string `json:"verdict,omitempty"`
		Reason     string `json:"reason,omitempty"`
	}
	r := register{columns: []string{"check", "level", "runs on", "why not"}}
	data := []row{}
	for _, c := range p.Checks {
		one := row{c.Check.ID, string(c.Requirement.Level), c.Runs(), c.Deployment, string(c.Verdict), c.Reason}
		why := ""
		if !one.Runs {
			why = one.Verdict + ": " + one.Reason
		}
		data = append(data, one)
		r.rows = append(r.rows, []string{one.Check, one.Level, one.Deployment, why})
	}
	r.data = data
	return r
}

// areaTotals is how many checks of an area run, and where.
type areaTotals struct {
	Area        string         `json:"area"`
	Deployments map[string]int `json:"deployments"`
	NotRun      int            `json:"notRun"`
}

// planTotals counts the checks of each area, and of all areas last.
func planTotals(p suites.Plan) (list []areaTotals) {
	all := areaTotals{Area: "all", Deployments: map[string]int{}}
	for _, c := range p.Checks {
		if len(list) == 0 || list[len(list)-1].Area != c.Check.Area() {
			list = append(list, areaTotals{Area: c.Check.Area(), Deployments: map[string]int{}})
		}
		for _, t := range []*areaTotals{&list[len(list)-1], &all} {
			if c.Runs() {
				t.Deployments[c.Deployment]++
			} else {
				t.NotRun++
			}
		}
	}
	return append(list, all)
}

func totalsTable(cfg suites.Config, totals []areaTotals) register {
	r := register{columns: []string{"area"}}
	for _, d := range cfg.Target.Deployments {
		r.columns = append(r.columns, d.Name)
	}
	r.columns = append(r.columns, "not run")
	for _, t := range totals {
		row := []string{t.Area}
		for _, d := range cfg.Target.Deployments {
			row = append(row, countOrDash(t.Deployments[d.Name]))
		}
		r.rows = append(r.rows, append(row, countOrDash(t.NotRun)))
	}
	return r
}

func countOrDash(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

// writeBounds says what a run would ask of the gateway at most.
func writeBounds(w io.Writer, cfg suites.Config, p suites.Plan, latency time.Duration, format string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(what, text string) {
		if format == "markdown" {
			fmt.Fprintf(t, "- %s: %s\n", what, cell(text))
			return
		}
		fmt.Fprintf(t, "%s\t%s\n", what, text)
	}
	fmt.Fprintln(t)
	line("checks", fmt.Sprintf("%d of %d run against %s, edition %s", planned(p), len(p.Checks), cfg.Target.Name, cfg.Target.Edition))
	if len(p.LeftOut) > 0 {
		line("left out", fmt.Sprintf("%d checks that wait for more than %s: %s", len(p.LeftOut), cfg.MaxWait, strings.Join(p.LeftOut, ", ")))
	}
	line("requests", fmt.Sprintf("at most %d%s", p.Requests, exceeding(p.Requests, p.Limits.Requests, "limits.requests")))
	if p.Limits.PerSecond > 0 {
		line("rate", fmt.Sprintf("at most %d requests a second", p.Limits.PerSecond))
	}
	line("wrong passwords", fmt.Sprintf("at most %d per agent%s", p.WrongPasswords, exceeding(p.WrongPasswords, p.Limits.BadAuthPerAgent, "limits.badAuthPerAgent")))
	line("longest wait", waits(cfg, p))
	line("expected", fmt.Sprintf("%s at a latency of %s", p.Expectation(latency), latency))
	line("bound", "the run ends within "+formatDuration(p.Bound))
	return t.Flush()
}

// exceeding says which limit of the target is too low for a run, if any.
func exceeding(n, limit int, name string) string {
	if n <= limit {
		return ""
	}
	return fmt.Sprintf(", but %s is %d: checks that would exceed it are inconclusive", name, limit)
}

// waits is the longest wait, and how long all waits take where agents are too
// few to wait at the same time.
func waits(cfg suites.Config, p suites.Plan) string {
	text := formatDuration(p.LongestWait)
	switch {
	case p.LongestWait == 0:
		return "none"
	case cfg.Clock != nil && cfg.Clock.Virtual():
		return text + " (simulated clock, no real waiting)"
	case p.Waits > p.LongestWait:
		return text + fmt.Sprintf("; all waits take about %s (more agents would shorten it)", formatDuration(p.Waits))
	}
	return text
}

// planned is how many checks run.
func planned(p suites.Plan) int {
	return len(slices.DeleteFunc(slices.Clone(p.Checks), func(c suites.Planned) bool { return !c.Runs() }))
}

// formatDuration writes a duration without what is zero, in seconds if it is long.
func formatDuration(d time.Duration) string {
	if d > 10*time.Second {
		d = d.Round(time.Second)
	} else {
		d = d.Round(100 * time.Millisecond)
	}
	text := d.String()
	text, _ = strings.CutSuffix(text, "m0s")
	if text != d.String() {
		text += "m"
	}
	return text
}

// headline says what a run is about to do, how long that takes, and when it
// ends at the latest.
func headline(cfg suites.Config, p suites.Plan, expectation string, now time.Time) string {
	return fmt.Sprintf("Running %d checks against %s with at most %d requests. Expected duration %s. Hard limit %s.",
		planned(p), cfg.Target.Name, p.Requests, expectation, clockTime(now, now.Add(p.Bound)))
}

// clockTime is a time of the day in UTC, with the date if that is another day.
func clockTime(now, then time.Time) string {
	now, then = now.UTC(), then.UTC()
	if now.Format(time.DateOnly) == then.Format(time.DateOnly) {
		return then.Format(time.TimeOnly) + " UTC"
	}
	return then.Format(time.DateTime) + " UTC"
}
