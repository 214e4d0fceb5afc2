package suites

import (
	"context"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Config is all that a run depends on. Document and Target are required; the
// zero value of every other field is its default.
type Config struct {
	Document *spec.Document // the interface document, usually from spec.Default
	Target   *target.Target // the gateway and what it claims, usually from target.Load

	// Only and Skip select checks by check id, requirement id, area or glob.
	// An empty Only selects all. A term that selects nothing is an error.
	Only, Skip []string
	// Deployment restricts the run to one deployment of the target.
	Deployment string
	// MaxWait leaves out the checks whose observation waits for longer, in the time
	// of the gateway; zero leaves out none. The result names them.
	MaxWait time.Duration
	// Strict makes a SHOULD that is not met count as a failure.
	Strict bool
	// Waivers are accepted failures.
	Waivers []report.Waiver
	// Seed is recorded in the result. A run makes no random choice.
	Seed int64
	// Timeout bounds the whole run; zero means the bound of the plan.
	Timeout time.Duration

	// Clock is how time passes for the gateway; nil means real time.
	Clock Clock
	// Recorder makes the gateway record a call of an agent who is signed in.
	// Without one the checks that need a recorded call do not apply.
	Recorder func(ctx context.Context, d target.Deployment, agentID string) error
	// Tool is named in the result.
	Tool report.Tool
	// SkipObservations leaves out the INFO notes on exchanges, to save time.
	SkipObservations bool
	// ResumeTLS resumes TLS sessions without a key exchange, to save time. It
	// limits the run to TLS 1.2.
	ResumeTLS bool
	// Archive keeps the masked exchanges for exchanges.har.
	Archive bool
	// Progress is told what the run does; nil for nobody.
	Progress Progress
}

// Clock is time as the gateway under test sees it: the time of day for a real
// one, a fake clock for a mock in the same process.
type Clock interface {
	Now() time.Time
	// Sleep lets d pass for the gateway. The error is that of ctx.
	Sleep(ctx context.Context, d time.Duration) error
	// Held runs an exchange that the gateway may hold for up to d.
	Held(ctx context.Context, d time.Duration, exchange func())
	// Virtual reports whether waiting costs no real time.
	Virtual() bool
}

// VirtualTime returns a clock that moves fake instead of waiting. The gateway
// has to live by fake, and nothing but held polls may wait on it.
func VirtualTime(fake *clockwork.FakeClock) Clock { return engine.VirtualTime(fake) }

// Progress is told what a run does. It is called by one goroutine at a time.
type Progress interface {
	// Start is called once, with the number of checks that will run.
	Start(total int)
	// Check is called after each check, with its result.
	Check(c report.Check)
	// Note tells what the run waits for.
	Note(text string)
}

func (cfg Config) engine() engine.Config {
	ec := engine.Config{
		Document: cfg.Document, Target: cfg.Target,
		Only: cfg.Only, Skip: cfg.Skip, Deployment: cfg.Deployment,
		MaxWait: cfg.MaxWait, Strict: cfg.Strict, Waivers: cfg.Waivers, Seed: cfg.Seed, Timeout: cfg.Timeout,
		Clock: cfg.Clock, Recorder: cfg.Recorder, Tool: cfg.Tool,
		ResumeTLS: cfg.ResumeTLS, Archive: cfg.Archive, Progress: cfg.Progress,
	}
	if cfg.Document != nil {
		ec.Checks = register(cfg.Document)
	}
	if !cfg.SkipObservations {
		ec.Observers = observers
	}
	return ec
}
