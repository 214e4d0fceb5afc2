package suites

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Ginkgo keeps its tree of specs in package variables, so one suite at a time.
var engineLock sync.Mutex

// engine runs the plan as a Ginkgo suite. Ginkgo orders, bounds and interrupts
// the specs; what it would print is dropped, since the result is ours to show.
func (r *run) engine(ctx context.Context) error {
	engineLock.Lock()
	defer engineLock.Unlock()
	globals.Reset()
	defer globals.Reset()
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard
	defer func() { formatter.ColorableStdOut = stdout }()

	r.specs(ctx)
	suite := types.NewDefaultSuiteConfig()
	suite.Timeout = r.bound() + cleanupTime
	suite.GracePeriod = cleanupTime
	suite.RandomSeed = max(r.cfg.Seed, 1)
	reporter := types.NewDefaultReporterConfig()
	reporter.Succinct, reporter.NoColor = true, true

	background, stop := context.WithCancel(ctx)
	join := r.background(background)
	ginkgo.RunSpecs(verdictless{}, "gwcheck", suite, reporter)
	stop()
	join()
	r.close()
	return nil
}

// verdictless is what Ginkgo reports to; the verdicts are in the results.
type verdictless struct{}

func (verdictless) Fail() {}

// Specs adds the checks of a configuration to the Ginkgo suite that is being
// built, for a test binary that runs Ginkgo itself. The returned function
// signs all agents out; call it when the suite has ended.
func Specs(ctx context.Context, cfg Config) (end func(), err error) {
	r, err := newRun(cfg)
	if err != nil {
		return nil, err
	}
	r.specs(ctx)
	background, stop := context.WithCancel(ctx)
	join := r.background(background)
	return func() { stop(); join(); r.close() }, nil
}

// specs turns the plan into specs, in one container so that Ginkgo keeps the order.
func (r *run) specs(ctx context.Context) {
	order := r.order()
	if r.cfg.Progress != nil {
		r.cfg.Progress.Start(len(order))
	}
	ginkgo.Describe("gwcheck", func() {
		for _, p := range order {
			labels := ginkgo.Label(p.Check.Area(), string(p.Requirement.Level))
			ginkgo.It(p.Check.ID, labels, func(node ginkgo.SpecContext) {
				r.spec(ctx, node, p)
			})
		}
	})
}

// spec runs one check and tells Ginkgo what came of it.
func (r *run) spec(ctx context.Context, node ginkgo.SpecContext, p Planned) {
	both, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(node, func() { cancel(context.Cause(node)) })()
	c := r.execute(both, p)
	if r.cfg.Progress != nil {
		r.cfg.Progress.Check(c)
	}
	// Ginkgo takes one value; a second one would fail the spec.
	ginkgo.AddReportEntry(c.ID, strings.Join(append([]string{c.Level}, c.Exchanges...), " "), types.ReportEntryVisibilityNever)
	switch c.Verdict {
	case report.Fail, report.Error:
		ginkgo.Fail(message(p.Requirement, c))
	case report.Pass, report.Warning:
	default:
		ginkgo.Skip(string(c.Verdict) + ": " + c.Reason)
	}
}

// message is what Ginkgo shows of a check that failed, in this order: the
// requirement and its source, what was expected, what came, how to repeat it.
func message(req spec.Requirement, c report.Check) string {
	return fmt.Sprintf("%s\nsource: %s\n%s\n%s%s", req.Text, req.Source, c.Reason, c.Detail, c.Curl)
}

// order puts the claims of the target first, the checks that judge a watch last, and before them those that
// need more agents than a running watch leaves free.
func (r *run) order() []Planned {
	var planned []Planned
	for _, p := range r.plan.Checks {
		if p.Runs() {
			planned = append(planned, p)
		}
	}
	slices.SortStableFunc(planned, func(a, b Planned) int { return r.turn(a) - r.turn(b) })
	return planned
}

func (r *run) turn(p Planned) int {
	if p.Check.Each {
		return -1
	}
	if p.Check.Watch != nil {
		return 2
	}
	g := r.gateways[p.Deployment]
	busy := 0
	for _, w := range r.watches {
		if w.gw == g && !r.clock.Virtual() {
			busy += w.watch.Needs.agents
		}
	}
	if busy+p.Check.Needs.agents > len(g.dep.Agents) {
		return 1
	}
	return 0
}
