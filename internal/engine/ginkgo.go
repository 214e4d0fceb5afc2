package engine

import (
	"context"
	"fmt"
	"io"
	"regexp"
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
var ginkgoLock sync.Mutex

// runGinkgo runs the plan as a Ginkgo suite. Ginkgo orders, bounds and interrupts
// the specs; what it would print is dropped, since the result has outputs of its own.
func (r *run) runGinkgo(ctx context.Context) error {
	ginkgoLock.Lock()
	defer ginkgoLock.Unlock()
	globals.Reset()
	defer globals.Reset()
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard
	defer func() { formatter.ColorableStdOut = stdout }()

	r.specs(ctx, Planned.Runs)
	suite := types.NewDefaultSuiteConfig()
	suite.Timeout = r.bound() + cleanupTime
	suite.GracePeriod = cleanupTime
	suite.RandomSeed = max(r.cfg.Seed, 1)
	reporter := types.NewDefaultReporterConfig()
	reporter.Succinct, reporter.NoColor = true, true

	ginkgo.RunSpecs(verdictless{}, "gwcheck", suite, reporter)
	r.shutdown()
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
	picks, err := picked()
	if err != nil {
		return nil, err
	}
	r.specs(ctx, picks)
	return r.shutdown, nil
}

// specs turns the plan into specs, which wait for the results of the scheduler.
// The first spec starts the checks that select picks. Only in an ordered container
// does Ginkgo keep the order; else it sorts by place and text.
func (r *run) specs(ctx context.Context, picks func(p Planned) bool) {
	order := r.order()
	ctx, r.cancel = context.WithCancel(ctx)
	if r.cfg.Progress != nil {
		r.cfg.Progress.Start(len(order))
	}
	ginkgo.Describe("gwcheck", ginkgo.Ordered, ginkgo.ContinueOnFailure, func() {
		for _, p := range order {
			labels := ginkgo.Label(p.Check.Area(), string(p.Requirement.Level))
			ginkgo.It(p.Check.ID, labels, func(node ginkgo.SpecContext) {
				r.scheduler.begin(ctx, slices.DeleteFunc(slices.Clone(order), func(p Planned) bool { return !picks(p) }))
				r.spec(node, p)
			})
		}
	})
}

// picked is the selection of the flags of Ginkgo: labels, and texts to focus on
// or to skip. It follows ginkgo.label-filter, ginkgo.focus and ginkgo.skip.
func picked() (func(p Planned) bool, error) {
	suite, _ := ginkgo.GinkgoConfiguration()
	labels, err := types.ParseLabelFilter(suite.LabelFilter)
	if err != nil {
		return nil, fmt.Errorf("%w: label filter %q: %w", ErrConfig, suite.LabelFilter, err)
	}
	focus, err := anyOf(suite.FocusStrings)
	if err != nil {
		return nil, err
	}
	skip, err := anyOf(suite.SkipStrings)
	if err != nil {
		return nil, err
	}
	return func(p Planned) bool {
		text := "gwcheck " + p.Check.ID
		return labels([]string{p.Check.Area(), string(p.Requirement.Level)}) &&
			(focus == nil || focus.MatchString(text)) && (skip == nil || !skip.MatchString(text))
	}, nil
}

// anyOf matches what any of the expressions matches, nil for none.
func anyOf(expressions []string) (*regexp.Regexp, error) {
	if len(expressions) == 0 {
		return nil, nil
	}
	r, err := regexp.Compile("(" + strings.Join(expressions, ")|(") + ")")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return r, nil
}

// spec waits for a check and tells Ginkgo its verdict. An interrupted spec ends
// the run.
func (r *run) spec(node ginkgo.SpecContext, p Planned) {
	defer context.AfterFunc(node, r.cancel)()
	c := r.scheduler.result(p)
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
// requirement and its source, what was expected, what was received, how to repeat it.
func message(req spec.Requirement, c report.Check) string {
	return fmt.Sprintf("%s\nsource: %s\n%s\n%s%s", req.Text, req.Source, c.Reason, c.Detail, c.Curl)
}
