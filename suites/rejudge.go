package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Rejudged is a result whose verdicts were derived again from the stored exchanges.
type Rejudged = engine.Rejudged

// RejudgedDifference is a verdict that the stored exchanges do not support.
type RejudgedDifference = engine.Difference

// ErrNoEvidence is the error for a result that has no evidence to judge again.
var ErrNoEvidence = engine.ErrNoEvidence

// Rejudge derives every verdict of a stored result again, offline: from the exchanges and
// from how rules were made, by the rules and levels of this version. It names the checks
// whose evidence does not suffice; those keep their stored verdict. The error wraps
// [ErrNoEvidence] if the result has none.
func Rejudge(doc *spec.Document, stored report.Result) (Rejudged, error) {
	return engine.Rejudge(doc, stored)
}
