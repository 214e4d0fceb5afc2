package main

import (
	"fmt"
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
	format := oneOf(cmd, "format", "how to show it", "text", "json", "markdown")
	cmd.RunE = func(*cobra.Command, []string) error { return plan(env, &s, format.value) }
	return cmd
}

func plan(env Env, s *selection, format string) error {
	cfg, err := s.config()
	if err != nil {
		return err
	}
	if s.mock {
		describeMock(&cfg)
	} else if err := s.file(env, &cfg, target.WithoutSecrets()); err != nil {
		return err
	}
	p, err := suites.NewPlan(cfg)
	if err != nil {
		return configError(err)
	}
	if cfg.Timeout > 0 {
		p.Bound = cfg.Timeout
	}
	if err := writePlan(env, p, format); err != nil {
		return broken("write the plan: %w", err)
	}
	return nil
}

func writePlan(env Env, p suites.Plan, format string) error {
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
	running := 0
	for _, c := range p.Checks {
		one := row{c.Check.ID, string(c.Requirement.Level), c.Runs(), c.Deployment, string(c.Verdict), c.Reason}
		why := ""
		if one.Runs {
			running++
		} else {
			why = one.Verdict + ": " + one.Reason
		}
		data = append(data, one)
		r.rows = append(r.rows, []string{one.Check, one.Level, one.Deployment, why})
	}
	r.data = map[string]any{
		"checks": data, "requests": p.Requests, "wrongPasswordsPerAgent": p.WrongPasswords,
		"longestWaitMs": p.LongestWait.Milliseconds(), "boundMs": p.Bound.Milliseconds(),
	}
	if err := r.write(env.Stdout, format); err != nil || format == "json" {
		return err
	}
	_, err := fmt.Fprintf(env.Stdout, "\n%d of %d checks run, with at most %d requests and %d wrong passwords per agent;\nlongest wait %s, the run ends within %s\n",
		running, len(p.Checks), p.Requests, p.WrongPasswords, p.LongestWait, p.Bound.Round(time.Second))
	return err
}
