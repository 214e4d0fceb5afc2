// Package engine runs checks against the deployments of a gateway. A check is a
// value: an id from the requirement register, what it needs of a deployment, and
// a body that makes requests and applies rules. The engine plans and orders
// checks, grants them agents and sessions, keeps the limits of the target,
// records every exchange, and judges in one place. It knows no check and no mock.
package engine

import (
	"cmp"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// Check is one test case (ISO/IEC 9646).
type Check struct {
	ID             string                                          // requirement id, with ":variant" where there are several
	Title          string                                          // what is shown, in a few words; the outcome, not the action
	Needs          Needs                                           // what a deployment must offer; if Scenario is set and this is not, those of the scenario
	Requests       int                                             // the most requests that the body makes, sign-ins and clean-up included; 0 means DefaultRequests
	WrongPasswords int                                             // wrong passwords that the body offers per agent
	Scenario       *Scenario                                       // what the body judges, nil if it makes its own requests
	Establishes    Basis                                           // what the check shows to hold, if that is a basis of others
	RestsOn        []Basis                                         // what must hold for the check to be judged
	Distinguishes  bool                                            // what is served wrongly for some recordings only is what the check is about
	Names          func(doc *spec.Document, x *wire.Exchange) bool // whether a refusal is about what the check is about; may be nil
	Everywhere     *Invariant                                      // what the body judges on every exchange of the run, nil if it makes its own requests
	AlwaysTried    bool                                            // made however often the form of answers was found broken
	EachDeployment bool                                            // runs on every deployment that offers what it needs, not just on the first
	Body           func(t *T)
}

// DefaultRequests is the bound of a check that nobody has measured. It covers two sign-ins with a poll each, a positive twin that is
// tried twice, the request itself, and two sign-outs.
const DefaultRequests = 9

// Requirement is the id of the register row that the check belongs to.
func (c Check) Requirement() string {
	id, _, _ := strings.Cut(c.ID, ":")
	return id
}

// Area is the first part of the id.
func (c Check) Area() string {
	area, _, _ := strings.Cut(c.ID, "/")
	return area
}

// needs is what a deployment must offer.
func (c Check) needs() Needs {
	if c.Scenario != nil && c.Needs.agents == 0 {
		return c.Scenario.Needs
	}
	return c.Needs
}

// agents is how many agents the body itself uses: none if it judges a scenario,
// which has its own.
func (c Check) agents() int {
	if c.Scenario != nil || c.Everywhere != nil {
		return 0
	}
	return c.Needs.agents
}

// requests is the declared bound, or the default.
func (c Check) requests() int {
	if c.Everywhere != nil {
		return 0
	}
	return cmp.Or(c.Requests, DefaultRequests)
}
