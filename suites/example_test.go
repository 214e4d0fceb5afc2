package suites_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

// exampleConfig is a configuration against a mock with one deployment; stop
// ends the mock. For a real gateway the target comes from target.Load.
func exampleConfig() (cfg suites.Config, stop func()) {
	gw, err := mock.New(mock.WithAuthMode(mock.Static), mock.WithAgent("102", "password of 102"), mock.WithAgent("103", "password of 103"))
	if err != nil {
		log.Fatal(err)
	}
	server, err := mock.Serve(gw, mock.Serving{})
	if err != nil {
		log.Fatal(err)
	}
	doc, err := spec.Default()
	if err != nil {
		log.Fatal(err)
	}
	limits := target.DefaultLimits()
	limits.PerSecond = 0
	cfg = suites.Config{Document: doc, Target: &target.Target{
		Name: "an example", Edition: "2023-09-27",
		Deployments: []target.Deployment{{
			Name: "static", URL: server.URL, AuthMode: 1, Download: true, TLS: target.TLS{CAData: server.CAData},
			PollHold: target.DefaultPollHold, SessionTimeout: 2 * time.Minute,
			GuidInterval: target.DefaultGuidInterval, GuidTimeout: target.DefaultGuidTimeout,
			Agents: []target.Agent{
				{ID: "102", Password: target.NewSecret("password of 102"), Phone: "40038"},
				{ID: "103", Password: target.NewSecret("password of 103"), Phone: "40039"},
			},
			Recordings: recordings(), Limits: limits,
		}},
	}}
	return cfg, func() { _ = server.Stop(); _ = gw.Close() }
}

func ExampleRun() {
	cfg, stop := exampleConfig()
	defer stop()
	cfg.Only = []string{"auth/guid-absent"}
	result, err := suites.Run(context.Background(), cfg)
	if err != nil {
		log.Fatal(err) // nothing could be run
	}
	for _, c := range result.Checks {
		if c.Verdict != "not-run" && c.Verdict != "not-applicable" {
			fmt.Println(c.ID, c.Verdict)
		}
	}
	fmt.Println(result.Overall, result.ExitCode)
	// Output:
	// auth/guid-absent:core:static pass
	// auth/guid-absent:not-signed-in pass
	// auth/guid-absent:static pass
	// conformant 0
}

func ExampleNewPlan() {
	cfg, stop := exampleConfig()
	defer stop()
	cfg.Only = []string{"method/get", "auth/guid-absent:dynamic"}
	plan, err := suites.NewPlan(cfg)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range plan.Checks {
		switch {
		case p.Runs():
			fmt.Println(p.Check.ID, "runs on", p.Deployment)
		case p.Verdict == "not-applicable" && p.Check.ID == "auth/guid-absent:dynamic":
			fmt.Println(p.Check.ID, "does not apply")
		}
	}
	// Output:
	// auth/guid-absent:dynamic does not apply
	// method/get runs on static
}

func ExampleChecks() {
	doc, err := spec.Default()
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range suites.Checks(doc) {
		if c.Requirement() == "auth/guid-empty" {
			fmt.Println(c.ID)
		}
	}
	// Output:
	// auth/guid-empty
	// auth/guid-empty:blank
	// auth/guid-empty:not-signed-in
	// auth/guid-empty:core
}

// A configuration selects by area, requirement or check, and bounds the run.
func ExampleConfig() {
	cfg, stop := exampleConfig()
	defer stop()
	cfg.Only = []string{"security"}
	cfg.Skip = []string{"security/overlong-values:*"}
	cfg.Timeout = 5 * time.Minute
	cfg.Strict = true
	plan, err := suites.NewPlan(cfg)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Bound)
	// Output: 5m0s
}

// The checks as specs of a suite that Ginkgo runs: in a test binary call
// Specs before ginkgo.RunSpecs(t, …) and cleanUp after it.
func ExampleSpecs() {
	cfg, stop := exampleConfig()
	defer stop()
	globals.Reset() // other specs of this binary
	defer globals.Reset()
	formatter.ColorableStdOut = io.Discard
	cfg.Only = []string{"success/status"}
	cleanUp, err := suites.Specs(context.Background(), cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer cleanUp()
	fmt.Println("all specs passed:", ginkgo.RunSpecs(exampleT{}, "an example"))
	// Output: all specs passed: true
}

// exampleT stands for the *testing.T of a test.
type exampleT struct{}

func (exampleT) Fail() {}
