package engine

import (
	"context"
	"testing"

	"github.com/gwcheck/gwcheck/suites/target"
)

func agents(ids ...string) (all []target.Agent) {
	for _, id := range ids {
		all = append(all, target.Agent{ID: id})
	}
	return all
}

func poolOf(agents []target.Agent) *agentPool {
	return newAgentPool(target.Deployment{Name: "one", Agents: agents}, newAgentUse())
}

func TestReservationsAreGrantedInTheirOrder(t *testing.T) {
	t.Parallel()
	p := poolOf(agents("102", "103"))
	first, second := p.reserve(1), p.reserve(1)
	third, fourth := p.reserve(1), p.reserve(1)
	if !granted(first) || !granted(second) || granted(third) {
		t.Fatalf("granted %v %v %v, want the first two alone", granted(first), granted(second), granted(third))
	}
	p.release(first)
	if !granted(third) || granted(fourth) {
		t.Errorf("after a release granted %v %v, want the third alone", granted(third), granted(fourth))
	}
}

func TestAReservationOfManyDoesNotHoldUpOneOfFew(t *testing.T) {
	t.Parallel()
	p := poolOf(agents("102", "103"))
	long, both, one := p.reserve(1), p.reserve(2), p.reserve(1)
	if granted(both) || !granted(one) {
		t.Fatalf("while one agent is held: granted both %v, one %v; want one alone", granted(both), granted(one))
	}
	p.release(long)
	p.release(one)
	if !granted(both) {
		t.Error("both agents are free and not granted")
	}
}

func TestACancelledReservationLetsOthersPass(t *testing.T) {
	t.Parallel()
	p := poolOf(agents("102"))
	held, ctx := p.reserve(1), cancelledContext()
	if _, err := p.wait(ctx, p.reserve(1)); err == nil {
		t.Error("a reservation outlives its context")
	}
	next := p.reserve(1)
	p.release(held)
	if !granted(next) {
		t.Error("the next reservation is not granted")
	}
}

func TestMoreAgentsThanThereAreIsAnError(t *testing.T) {
	t.Parallel()
	p := poolOf(agents("102"))
	if _, err := p.wait(t.Context(), p.reserve(2)); err == nil {
		t.Error("two agents of one are granted")
	}
}

func TestABodyThatReleasedItsAgentsCannotStartABackgroundPart(t *testing.T) {
	t.Parallel()
	p := poolOf(agents("102"))
	place := p.reserve(1)
	check := &T{ctx: t.Context(), gw: &gateway{agents: p}, agents: agents("102"), place: place}
	check.runBody(func() { check.InBackground(func(*T) {})() })
	if check.outcome.ending != completed {
		t.Errorf("while it holds its agents: %s", check.outcome.reason)
	}
	p.release(place)
	check.runBody(func() { check.InBackground(func(*T) {})() })
	if check.outcome.ending != broken {
		t.Error("a background part starts without the agents of its check")
	}
}

func TestAPanicKeepsItsStack(t *testing.T) {
	t.Parallel()
	check := &T{ctx: t.Context()}
	check.runBody(func() { panic("on purpose") })
	if check.outcome.ending != broken || check.outcome.stack == "" {
		t.Errorf("outcome: got %+v, want a broken one with a stack", check.outcome)
	}
}

func granted(r *reservation) bool {
	select {
	case <-r.ready:
		return true
	default:
		return false
	}
}

func cancelledContext() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// twoDeployments are the pools of two deployments with the same agents.
func twoDeployments(own bool, ids ...string) (one, other *agentPool) {
	use := newAgentUse()
	return newAgentPool(target.Deployment{Name: "one", Agents: agents(ids...), OwnAgents: own}, use),
		newAgentPool(target.Deployment{Name: "other", Agents: agents(ids...), OwnAgents: own}, use)
}

func TestASharedAgentIsUsedOnOneDeploymentAtATime(t *testing.T) {
	t.Parallel()
	one, other := twoDeployments(false, "102")
	first, second := one.reserve(1), other.reserve(1)
	if !granted(first) || granted(second) {
		t.Fatalf("granted %v %v, want the first alone", granted(first), granted(second))
	}
	one.release(first)
	if !granted(second) {
		t.Error("the agent is free and not granted to the other deployment")
	}
}

func TestAgentsDeclaredPerDeploymentAreUsedAtTheSameTime(t *testing.T) {
	t.Parallel()
	one, other := twoDeployments(true, "102")
	if first, second := one.reserve(1), other.reserve(1); !granted(first) || !granted(second) {
		t.Errorf("granted %v %v, want both", granted(first), granted(second))
	}
}

func TestAnAgentStaysWithItsDeploymentWhileThatHasChecks(t *testing.T) {
	t.Parallel()
	one, other := twoDeployments(false, "102")
	first, elsewhere, next := one.reserve(1), other.reserve(1), one.reserve(1)
	one.release(first)
	if granted(elsewhere) || !granted(next) {
		t.Fatalf("granted elsewhere %v, next %v; want the next alone", granted(elsewhere), granted(next))
	}
	one.release(next)
	if !granted(elsewhere) {
		t.Error("the agent is free and not granted")
	}
}

func TestAScenarioOfAnotherDeploymentIsNotOvertakenByChecks(t *testing.T) {
	t.Parallel()
	one, other := twoDeployments(false, "102")
	first, scenario, next := one.reserve(1), other.reserveFirst(1), one.reserve(1)
	one.release(first)
	if !granted(scenario) || granted(next) {
		t.Errorf("granted scenario %v, next %v; want the scenario alone", granted(scenario), granted(next))
	}
}
