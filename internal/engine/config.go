package engine

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Config is all that a run depends on. Document and Target are required.
type Config struct {
	Document  *spec.Document
	Target    *target.Target
	Checks    []Check    // the register of checks, in the order in which results are listed
	Observers []Observer // look at every exchange; none for a run that spends its time on verdicts alone

	Only       []string // check id, requirement id, area or glob; empty means all
	Skip       []string
	Deployment string        // run on this deployment only
	MaxWait    time.Duration // checks that wait for longer are left out; zero means none
	Strict     bool          // a SHOULD that is not met counts as a failure
	Waivers    []report.Waiver
	Seed       int64
	Timeout    time.Duration // bound on the whole run; zero means the bound of the plan

	Clock     Clock    // how time passes for the gateway; nil means real time
	Recorder  Recorder // makes the gateway record a call; nil means that nothing can
	Tool      report.Tool
	ResumeTLS bool     // resume TLS 1.2 sessions without a key exchange
	Archive   bool     // keep the masked exchanges, for exchanges.har
	Progress  Progress // nil for none

	// Measure is told how many requests a check or scenario made; nil for nobody.
	// Calls may be concurrent.
	Measure func(id string, requests int)
}

// complete returns the configuration with its edition filled in: a target that
// names none means the first of the document. The error wraps ErrConfig.
func (cfg Config) complete() (Config, error) {
	if cfg.Document == nil || cfg.Target == nil {
		return cfg, fmt.Errorf("%w: a document and a target are required", ErrConfig)
	}
	t := *cfg.Target
	t.Edition = cmp.Or(t.Edition, cfg.Document.Editions[0].ID)
	if _, ok := cfg.Document.Edition(t.Edition); !ok {
		return cfg, fmt.Errorf("%w: the target names edition %q; the document has %s",
			ErrConfig, t.Edition, strings.Join(cfg.Document.EditionIDs(), ", "))
	}
	cfg.Target = &t
	return cfg, nil
}

// Recorder makes the gateway record a call of an agent who is signed in.
type Recorder func(ctx context.Context, d target.Deployment, agentID string) error

// Progress is told what a run does. Calls are made one at a time.
type Progress interface {
	Start(total int)
	Check(c report.Check)
	Note(text string)
}
