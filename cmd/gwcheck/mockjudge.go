package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/waiver"
	"github.com/gwcheck/gwcheck/mock/judge"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// judgeOptions are the flags of "mock" about the verdict on the client.
type judgeOptions struct {
	judge   *choice
	reports []string
	waivers string

	accepted []report.Waiver // of the waiver file
}

func (o *judgeOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	o.judge = oneOf(cmd, "judge-client", "what makes a command fail that succeeds itself: a MUST that it breaks, also a SHOULD, or nothing", "must", "should", "off")
	f.StringSliceVar(&o.reports, "report", nil, "write the verdict on the client at the end: junit=FILE,json=FILE,html=FILE")
	f.StringVar(&o.waivers, "waivers", "", "file that lists accepted failures of the client")
}

// check refuses what is wrong before the mock starts.
func (o *judgeOptions) check(doc *spec.Document) (err error) {
	for _, r := range o.reports {
		if _, _, err := reportFile(r); err != nil {
			return err
		}
	}
	if o.waivers == "" {
		return nil
	}
	known := func(id string) bool {
		_, gateway := doc.Requirement(id)
		_, client := doc.ClientRequirement(id)
		return gateway || client
	}
	ids := waiver.Known{Check: func(string) bool { return false }, Requirement: known}
	if o.accepted, err = waiver.Load(o.waivers, ids); err != nil {
		return wrong("%w", err)
	}
	return nil
}

// reportFile reads FORMAT=FILE.
func reportFile(text string) (format, file string, err error) {
	format, file, ok := strings.Cut(text, "=")
	known := slices.ContainsFunc(reportFormats, func(f reportFormat) bool { return f.name == format })
	if !ok || file == "" || !known {
		return "", "", wrong("--report %q: want junit=FILE, json=FILE or html=FILE", text)
	}
	return format, file, nil
}

// writeReports writes the files of --report.
func (s *mockServer) writeReports(o *judgeOptions) error {
	for _, r := range o.reports {
		format, file, err := reportFile(r)
		if err != nil {
			return err
		}
		_, text, err := s.report(format)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(file), 0o777)
		}
		if err == nil {
			err = os.WriteFile(file, text, 0o666) //nolint:gosec // the umask decides who may read a report
		}
		if err != nil {
			return broken("write the report on the client: %w", err)
		}
	}
	return nil
}

// clientResult is the verdict on the client in the form of the verdict on a
// gateway: the same writers, waivers and verdicts apply.
func (s *mockServer) clientResult() report.Result {
	v := s.judge.Verdict("", "")
	r := report.Result{
		Tool: report.Tool{Version: version, Revision: revision}, Edition: s.doc.Editions[0].ID,
		Target:  report.Target{Name: "client of the mock", Build: map[string]string{}},
		Started: s.started, DurationMs: time.Since(s.started).Milliseconds(), Strict: s.judging.judge.value == "should",
		Requests: v.Requests, Waivers: slices.Clone(s.judging.accepted),
	}
	if v.Requests == 0 {
		r.Problem = "the client made no request to the mock"
	}
	for _, x := range v.Missing {
		r.Notices = append(r.Notices, "an announced refusal never happened: "+describeExpected(x))
	}
	for _, q := range s.doc.Client {
		r.Requirements = append(r.Requirements, report.Requirement{ID: q.ID, Level: string(q.Level), Text: q.Text, Source: q.Source.String()})
		if !slices.ContainsFunc(v.Violations, func(x judge.Violation) bool { return x.Requirement == q.ID }) {
			r.Checks = append(r.Checks, unbrokenCheck(q, v.Judged[q.ID]))
		}
	}
	for _, x := range v.Violations {
		r.Checks = append(r.Checks, brokenCheck(s.doc, x))
		if q, ok := s.doc.Requirement(x.Requirement); ok && !hasRequirement(r, q.ID) {
			r.Requirements = append(r.Requirements, report.Requirement{ID: q.ID, Level: string(x.Level), Text: q.Text, Source: q.Source.String()})
		}
	}
	r.Selection.Checks, r.Selection.Of = len(r.Checks), len(r.Checks)
	report.Finish(&r)
	return r
}

func hasRequirement(r report.Result, id string) bool {
	return slices.ContainsFunc(r.Requirements, func(q report.Requirement) bool { return q.ID == id })
}

// unbrokenCheck is a requirement on clients that none broke.
func unbrokenCheck(q spec.Requirement, occasions int) report.Check {
	c := report.Check{ID: q.ID, Requirement: q.ID, Level: string(q.Level), Title: q.Text, Area: q.Area, Verdict: report.Pass}
	if occasions == 0 {
		c.Verdict, c.Reason = report.NotApplicable, "The client had no occasion to break it."
	}
	return c
}

func brokenCheck(doc *spec.Document, x judge.Violation) report.Check {
	c := report.Check{
		ID: x.Requirement + ":agent-" + x.Agent, Requirement: x.Requirement, Level: string(x.Level), Deployment: x.Deployment,
		Verdict: report.Fail, Reason: x.Reason, Detail: x.Hint, Exchanges: []string{"j" + strconv.FormatInt(x.Entry, 10)},
	}
	if x.Agent == "" {
		c.ID = x.Requirement
	}
	if x.Level == spec.Should {
		c.Verdict = report.Warning
	}
	q, ok := doc.Requirement(x.Requirement)
	if !ok {
		q, _ = doc.ClientRequirement(x.Requirement)
	}
	c.Title, c.Area = q.Text, q.Area
	return c
}

func describeExpected(x judge.Expected) string {
	var parts []string
	for _, p := range []struct{ name, value string }{
		{"agent", x.Agent}, {"slip", string(x.Slip)}, {"requirement", x.Requirement}, {"condition", x.Condition}, {"retcode", x.Retcode},
	} {
		if p.value != "" {
			parts = append(parts, p.name+" "+p.value)
		}
	}
	return fmt.Sprintf("%s (%d times)", strings.Join(parts, ", "), x.Count)
}

// verdictOn says on stderr what the command broke, and returns the failure that
// this is, nil if it is none.
func (s *mockServer) verdictOn(env Env, o *judgeOptions) error {
	if o.judge.value == "off" {
		return nil
	}
	r := s.clientResult()
	for _, c := range r.Checks {
		if c.Verdict != report.Fail && c.Verdict != report.Warning {
			continue
		}
		state := c.Level
		if c.Waiver != nil {
			state += ", waived"
		}
		fmt.Fprintf(env.Stderr, "gwcheck: client: %s (%s, %s): %s %s\n", c.ID, state, c.Deployment, c.Reason, c.Detail)
	}
	for _, text := range slices.Concat(r.WaiverProblems, r.Notices) {
		fmt.Fprintf(env.Stderr, "gwcheck: client: %s\n", text)
	}
	if r.Overall == report.Conformant || r.Overall == report.ConformantWithWaivers {
		return nil
	}
	if r.Problem != "" {
		fmt.Fprintf(env.Stderr, "gwcheck: %s\n", r.Problem)
	}
	return &failure{code: report.ExitIncomplete}
}
