// Package suites judges gateways: it holds the conformance checks of the
// recording download and runs them against the deployments that a target
// declares. It sees every gateway alike, through HTTPS, and knows no mock.
//
// [Run] runs the checks and returns one result, from which every report
// derives. [Specs] adds them to a Ginkgo suite of your own. [NewPlan] says what
// a run would do, and [Checks] lists the register; neither contacts anything.
package suites

import (
	"context"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// ErrConfig marks a configuration that cannot be run: the caller has to change
// something. It is no verdict on a gateway.
var ErrConfig = engine.ErrConfig

// Run runs the selected checks against the gateway of the configuration and
// returns the result. It signs all agents out before it returns, also when ctx
// ends early; the result then is incomplete and says why.
//
// The error is not nil only if nothing could be run at all; it wraps
// [ErrConfig] if the configuration is the cause. A failed check is no error.
// Run may be called again and again, but one call waits for another, since
// Ginkgo runs one suite of a process at a time.
func Run(ctx context.Context, cfg Config) (report.Result, error) {
	return engine.Run(ctx, cfg.engine())
}

// Specs adds the checks of a configuration to the Ginkgo suite that is being
// built, for a test binary that runs Ginkgo itself. Every spec has its area and
// its level as labels. The returned function signs all agents out; call it when
// the suite has ended. The error wraps [ErrConfig] if the configuration is its cause.
func Specs(ctx context.Context, cfg Config) (cleanUp func(), err error) {
	return engine.Specs(ctx, cfg.engine())
}

// Check is one test case (ISO/IEC 9646) of the register.
type Check struct {
	// ID is the id of its requirement, followed by ":" and a variant where one
	// requirement has several checks.
	ID string
	// Title is the outcome that the check requires, in a few words.
	Title string
	// EachDeployment says that the check runs on every deployment that offers
	// what it needs. Its id in a plan then ends with ":" and the deployment.
	EachDeployment bool
}

// Requirement is the id of the requirement that the check belongs to.
func (c Check) Requirement() string {
	id, _, _ := strings.Cut(c.ID, ":")
	return id
}

// Area is the first part of the id, "auth" of "auth/guid-absent".
func (c Check) Area() string {
	area, _, _ := strings.Cut(c.ID, "/")
	return area
}

// Covers reports whether id names the check: its own id or, if it runs on each
// deployment, that of the check on one of them.
func (c Check) Covers(id string) bool {
	return c.ID == id || c.EachDeployment && strings.HasPrefix(id, c.ID+":")
}

func describe(c engine.Check) Check {
	return Check{ID: c.ID, Title: c.Title, EachDeployment: c.EachDeployment}
}

// Checks lists all checks for a document, in the order of areas. Some derive
// from the document: one per path grammar, per method and so on.
func Checks(doc *spec.Document) []Check {
	all := []Check{}
	for _, c := range register(doc) {
		all = append(all, describe(c))
	}
	return all
}

// register is the list of checks as the engine runs them.
func register(doc *spec.Document) []engine.Check {
	var all []engine.Check
	for _, area := range areas {
		for _, c := range area(doc) {
			all = append(all, withMeasuredRequests(withBasis(c)))
		}
	}
	slices.SortStableFunc(all, func(a, b engine.Check) int { return strings.Compare(a.Area(), b.Area()) })
	return all
}

// areas lists the areas that contribute checks, each from the file of its name;
// the next area goes here.
var areas = []func(*spec.Document) []engine.Check{
	claimsChecks,
	methodChecks,
	parametersChecks,
	pathsChecks,
	authChecks,
	authDynamicChecks,
	sessionChecks,
	successChecks,
	streamingChecks,
	failureChecks,
	retcodesChecks,
	securityChecks,
	eventsChecks,
	coreChecks,
	roundChecks,
	everywhereChecks,
}
