package engine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

// budget keeps a run within what the target permits: requests in all, requests
// per second, and wrong passwords per agent, so that nobody's account is locked.
type budget struct {
	mu            sync.Mutex
	left          int
	limit         int
	wrong         map[string]int
	refusedAgents map[string]bool // agents whose sign-in was refused in spite of the declared password
	wrongOK       int
	pace          pacer
}

func newBudget(l target.Limits) *budget {
	return &budget{
		left: l.Requests, limit: l.Requests, wrong: map[string]int{}, refusedAgents: map[string]bool{}, wrongOK: l.BadAuthPerAgent,
		pace: newPacer(l.PerSecond, l.Requests),
	}
}

// take reserves one request, and waits until the pace allows it.
func (b *budget) take(ctx context.Context) error {
	b.mu.Lock()
	if b.left <= 0 {
		b.mu.Unlock()
		return fmt.Errorf("the limit of %d requests is used up", b.limit)
	}
	b.left--
	due := b.pace.next(time.Now())
	b.mu.Unlock()
	if err := RealTime().Sleep(ctx, time.Until(due)); err != nil {
		return fmt.Errorf("the run ended before the request: %w", context.Cause(ctx))
	}
	return nil
}

// pacer spreads requests so that no second holds more than so many of them.
type pacer struct {
	due []time.Time // of the last requests, as many as a second may see; a ring
	at  int
}

// newPacer needs no ring where all requests of the run may be made in one second.
func newPacer(perSecond, requests int) pacer {
	if perSecond <= 0 || perSecond >= requests {
		return pacer{}
	}
	return pacer{due: make([]time.Time, perSecond)}
}

// next is when the next request may be made.
func (p *pacer) next(now time.Time) time.Time {
	if len(p.due) == 0 {
		return now
	}
	due := p.due[p.at].Add(time.Second)
	if due.Before(now) {
		due = now
	}
	p.due[p.at] = due
	p.at = (p.at + 1) % len(p.due)
	return due
}

// strictest takes each limit of the run from the deployment where it is smallest.
func strictest(deployments []target.Deployment) target.Limits {
	l := deployments[0].Limits
	for _, d := range deployments[1:] {
		l.Requests = min(l.Requests, d.Limits.Requests)
		l.PerSecond = min(l.PerSecond, d.Limits.PerSecond)
		l.BadAuthPerAgent = min(l.BadAuthPerAgent, d.Limits.BadAuthPerAgent)
	}
	return l
}

// used is how many requests were made.
func (b *budget) used() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.limit - b.left
}

// takeWrongPassword reserves one wrong password for an agent.
func (b *budget) takeWrongPassword(agent string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.wrong[agent] >= b.wrongOK {
		return fmt.Errorf("the limit of %d refused credentials for agent %s is used up", b.wrongOK, agent)
	}
	b.wrong[agent]++
	return nil
}

// countRefusal counts a sign-in that a gateway refused although the password is the
// declared one: for the account that is a wrong password like any other.
func (b *budget) countRefusal(agent string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong[agent]++
	b.refusedAgents[agent] = true
}

// maySignIn says why an agent should not be signed in again: that was refused,
// and as many wrong passwords as may be were offered.
func (b *budget) maySignIn(agent string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refusedAgents[agent] && b.wrong[agent] >= b.wrongOK {
		return fmt.Errorf("sign-ins of agent %s were refused, and the limit of %d refused credentials is used up", agent, b.wrongOK)
	}
	return nil
}

// cleanupTime bounds what is done after the end of a check or a run, when its
// own context may be over: closing sessions on the gateway.
const cleanupTime = 10 * time.Second
