package engine

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// run is the state of one run. Results are guarded by mu, since scenarios run
// concurrently with checks.
type run struct {
	cfg       Config
	doc       *spec.Document
	clock     Clock
	redactor  *redact.Redactor
	log       *transcript
	budget    *budget
	plan      Plan
	gateways  map[string]*gateway
	scenarios map[scenarioAt]*scenarioRun
	scheduler *scheduler
	started   time.Time

	scenarioRuns sync.WaitGroup // those that run concurrently with checks
	cancel       func()         // ends the scenarios

	mu      sync.Mutex
	results map[string]judged // by check id
	notices []string          // for the result

	latencies latencies
	breakages breakages
	stalls    stalls

	everywhere *everywhere
	recipes    *recipes // nil if exchanges are not archived
}

// judged is the result of a check as it was shown, and what it derives from.
type judged struct {
	check   report.Check
	outcome outcome
}

// ErrConfig marks a configuration that cannot be run: wrong usage, not a verdict.
var ErrConfig = errors.New("configuration")

// Run runs the selected checks and returns the result. The error is not nil
// only if nothing could be run at all; it wraps ErrConfig if the caller has to
// change something. Run may be called again and again, one call at a time.
func Run(ctx context.Context, cfg Config) (report.Result, error) {
	r, err := newRun(cfg)
	if err != nil {
		return report.Result{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.bound(), fmt.Errorf("time limit of %s reached", r.bound()))
	defer cancel()
	if err := r.runGinkgo(ctx); err != nil {
		return report.Result{}, err
	}
	return r.result(ctx), nil
}

// bound is the longest that the whole run may take.
func (r *run) bound() time.Duration {
	if r.cfg.Timeout > 0 {
		return r.cfg.Timeout
	}
	return r.plan.Bound
}

func newRun(cfg Config) (*run, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	if cfg.Clock == nil {
		cfg.Clock = RealTime()
	}
	plan, err := NewPlan(cfg)
	if err != nil {
		return nil, err
	}
	mask := new(redact.Redactor)
	r := &run{
		cfg: cfg, doc: cfg.Document, clock: cfg.Clock, redactor: mask, log: newTranscript(mask, cfg), plan: plan,
		gateways: map[string]*gateway{}, scenarios: map[scenarioAt]*scenarioRun{}, results: map[string]judged{},
		started: time.Now(),
	}
	r.everywhere = newEverywhere(plan.Checks)
	if cfg.Archive {
		r.recipes = newRecipes(mask)
	}
	r.scheduler = newScheduler(r)
	return r, r.openGateways()
}

// learnAgents registers passwords, and before them what is no secret.
func (r *run) learnAgents(agents []target.Agent) {
	for _, a := range agents {
		r.redactor.AddName(a.ID)
		r.redactor.AddName(a.Phone)
	}
	for _, a := range agents {
		r.redactor.AddPassword(a.Password.Reveal())
	}
}

// openGateways prepares a gateway per deployment and a run per scenario. It contacts nothing.
func (r *run) openGateways() error {
	dropped := new(atomic.Int32)
	use := newAgentUse()
	for _, d := range r.cfg.Target.Deployments {
		g, err := newGateway(d, use)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrConfig, err)
		}
		g.dropped = dropped
		if r.cfg.ResumeTLS {
			resumeTLS(g.endpoint.TLS)
		}
		r.gateways[d.Name] = g
		r.learnAgents(d.Agents)
	}
	r.budget = newBudget(strictest(r.cfg.Target.Deployments))
	for _, at := range r.plan.scenarios() {
		r.scenarios[at] = &scenarioRun{scenario: at.scenario, gw: r.gateways[at.deployment], done: make(chan struct{})}
	}
	return nil
}

// resumeTLS has TLS sessions resumed. TLS 1.3 would exchange keys all the same.
func resumeTLS(config *tls.Config) {
	config.MaxVersion = tls.VersionTLS12
	config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
}

func (r *run) newT(ctx context.Context, g *gateway, c Check) *T {
	return &T{ctx: ctx, run: r, gw: g, check: c, began: time.Now(), link: new(link), requests: new(atomic.Int64)}
}

// runCheck runs one planned check and keeps its result.
func (r *run) runCheck(ctx context.Context, p Planned, place *reservation) report.Check {
	t := r.newT(ctx, r.gateways[p.Deployment], p.Check)
	switch cause := t.gw.breakerCause(); {
	case ctx.Err() != nil:
		t.outcome = outcome{ending: notStarted, reason: interruption(ctx)}
	case cause != "":
		t.outcome = outcome{ending: unmet, reason: givenUp(cause)}
	case r.notTried(t):
	default:
		r.withAgents(t, place, func() { p.Check.Body(t) })
		r.attribute(p, t)
	}
	t.gw.agents.cancel(place)
	c := r.render(p, t, time.Since(t.began))
	r.keep(c, t.outcome)
	return c
}

// keep stores the result of a check, and what it derives from.
func (r *run) keep(c report.Check, o outcome) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o.about = shortened(o.about)
	r.results[c.ID] = judged{c, o}
}

// notTried blocks a check if what it rests on was tried often enough.
func (r *run) notTried(t *T) bool {
	if check, why, ok := r.stalls.exhausted(); ok {
		t.outcome = t.stalledOutcome(check, why)
		return true
	}
	basis, check, ok := r.breakages.exhausted(t.check)
	if ok {
		t.outcome = blockedBy(basis, check)
	}
	return ok
}

func blockedBy(basis Basis, check string) outcome {
	return outcome{ending: blocked, restsOn: check, reason: fmt.Sprintf("Not judged: %s, which %s found.", basis.brokenSo(), check)}
}

// attribute records what a check found broken that others rest on, and blocks
// one whose precondition failed by nothing else than what such a check found.
func (r *run) attribute(p Planned, t *T) {
	o := &t.outcome
	if o.ending != violated && o.ending != unmet || o.contact != answering || len(o.found) == 0 {
		return
	}
	r.scheduler.awaitBases(t.ctx, p)
	basis, check, ok := r.breakages.accounts(p.Check, *o, r.doc, t.Deployment().Recordings)
	if ok && (p.Check.Everywhere == nil || requirementOf(check) != p.Check.Requirement()) {
		r.breakages.tried(basis)
		r.block(o, basis, check)
		return
	}
	if b := p.Check.Establishes; b != "" && verdict(o.ending, p.Requirement.Level, o.contact) == report.Fail {
		r.breakages.add(b, p.Check.ID, append(t.also, o.found...), t.isolated, append(t.showing, o.about)...)
		if !t.isolated {
			r.breakages.addRule(b, brokenRule{p.Check.ID, o.rule})
		}
		return
	}
	if o.ending != unmet || !slices.Contains(p.Check.bases(), o.basis) {
		return
	}
	if unansweredAlone(o.found) {
		r.breakages.add(o.basis, p.Check.ID, o.found, false)
	}
	if check, ok := r.breakages.explains(o.basis, o.found); ok {
		r.block(o, o.basis, check)
	}
}

// block turns an outcome into one that rests on a basis.
func (r *run) block(o *outcome, basis Basis, check string) {
	about := o.about
	*o = blockedBy(basis, check)
	o.about = about
}

// withAgents waits for the agents of a body, runs it, and releases them.
func (r *run) withAgents(t *T, place *reservation, body func()) {
	agents, err := t.gw.agents.wait(t.ctx, place)
	if err != nil {
		t.outcome = outcome{ending: unmet, reason: err.Error()}
		return
	}
	t.agents, t.place, t.began = agents, place, time.Now()
	defer t.gw.agents.release(place)
	t.endElsewhere()
	t.runBody(body)
	if t.outcome.lossy {
		t.startAnew()
		t.runBody(body)
	}
	t.cleanUp()
	if r.cfg.Measure != nil {
		r.cfg.Measure(t.check.ID, int(t.requests.Load()))
	}
}

// runBody runs a body to its end or to the expectation that ended it.
func (t *T) runBody(body func()) {
	defer func() {
		switch p := recover().(type) {
		case nil, halt:
		default:
			t.outcome = outcome{ending: broken, reason: fmt.Sprintf("the check itself failed: %v", p), stack: string(debug.Stack())}
		}
	}()
	body()
}

// cleanUp leaves the gateway as the check found it: sessions of its own are
// ended, and shared ones too if the check did not pass and may have hurt them.
func (t *T) cleanUp() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), cleanupTime)
	defer cancel()
	side := &T{ctx: ctx, run: t.run, gw: t.gw, check: t.check, scenario: t.scenario, agents: t.agents, link: t.link, requests: t.requests}
	side.runBody(func() {
		for _, s := range t.opened {
			if !s.Ended && t.gw.sharedBy(s.Agent.ID) != s {
				side.leave(s)
			}
		}
		for _, a := range t.agents {
			if s := t.gw.sharedBy(a.ID); s != nil && (t.outcome.ending != completed || s.Ended) {
				side.EndSharedSession(a.ID)
			}
		}
	})
	if t.outcome.ending != completed || t.afterRecording {
		side.link.odd = true
	}
	side.leaveLink()
}

// signOutAll ends the shared sessions of all gateways, also after an interrupt:
// of all at once, so that slow ones do not add up.
func (r *run) signOutAll() {
	var group sync.WaitGroup
	for _, g := range r.gateways {
		if g.breakerCause() != "" {
			continue
		}
		group.Go(func() {
			t := r.newT(context.Background(), g, Check{})
			t.agents = g.dep.Agents
			t.outcome.ending = notStarted
			t.cleanUp()
		})
	}
	group.Wait()
}

// deploymentNames lists what the target declares, for messages.
func deploymentNames(t *target.Target) (names []string) {
	for _, d := range t.Deployments {
		names = append(names, d.Name)
	}
	return names
}
