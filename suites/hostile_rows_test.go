package suites_test

import (
	"maps"
	"time"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// hostileRows has one row per behavior, by its name.
func hostileRows() map[string]hostileRow {
	all := map[string]hostileRow{}
	for _, part := range []map[string]hostileRow{
		connectingRows(), securedRows(), stallingRows(), floodingRows(), framingRows(), resettingRows(), redirectingRows(),
		envelopeRows(), sessionRows(), repeatingRows(), leavingRows(),
	} {
		maps.Copy(all, part)
	}
	for _, part := range []map[string]hostileRow{textRows(), reflectingRows()} {
		for name, row := range part {
			row.thorough = true
			all[name] = row
		}
	}
	return all
}

// incomplete and broken are the two ways in which a row can end.
func incomplete(word string) hostileRow { return hostileRow{overall: report.Incomplete, word: word} }
func broken(word string) hostileRow     { return hostileRow{overall: report.Nonconformant, word: word} }

// harmless is a row of what is odd but legal.
func harmless() hostileRow { return hostileRow{overall: report.Conformant} }

// in selects areas.
func (r hostileRow) in(areas ...string) hostileRow { r.only = areas; return r }

// everything selects all checks.
func (r hostileRow) everything() hostileRow { r.only = []string{"*/*"}; return r }

// briefly ends the run with the first failure, where each takes its time.
func (r hostileRow) briefly() hostileRow { r.brief = true; return r }

// inRealTime runs the scenarios at the same time as the checks, as for a real gateway.
func (r hostileRow) inRealTime() hostileRow {
	change := r.change
	return r.with(func(c *suites.Config) {
		c.Clock = nil
		if change != nil {
			change(c)
		}
	})
}

// with changes the configuration.
func (r hostileRow) with(change func(*suites.Config)) hostileRow { r.change = change; return r }

// limits makes a row that changes the limits of the target.
func limits(change func(*target.Limits)) func(*suites.Config) {
	return func(c *suites.Config) { change(&c.Target.Deployments[0].Limits) }
}

// Limits that a gateway in the same process keeps without effort, even on a busy
// machine.
const (
	shortWait = 150 * time.Millisecond
	shortAll  = 500 * time.Millisecond
)

var (
	quickConnect = limits(func(l *target.Limits) { l.Connect = shortWait })
	quickAnswer  = limits(func(l *target.Limits) { l.FirstByte, l.Idle = shortWait, shortWait })
	quickEnd     = limits(func(l *target.Limits) { l.Exchange = shortAll })
)
