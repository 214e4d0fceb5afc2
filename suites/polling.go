package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// pollPause is the pause between polls that the interface recommends: 200 to 500 ms.
const pollPause = 300 * time.Millisecond

// grace is what a gateway may take beyond a documented time: its timers tick,
// and an answer may wait for a held poll.
func grace(d target.Deployment, documented time.Duration) time.Duration {
	return documented/10 + d.PollHold
}

// poll is one poll and how long the gateway held it.
type poll struct {
	x       *wire.Exchange
	held    time.Duration
	renewed bool
	event   bool
}

// polling is a session as its polls show it.
type polling struct {
	polls    []poll
	rejected *wire.Exchange // the poll with the current Guid that did not succeed, after which polling ended
	ended    bool           // and the gateway had signed the agent out by then
}

// pollUntil polls as a client does, for at most limit. done runs
// right after a poll, when the Guid is as fresh as can be.
func (w *polling) pollUntil(t *engine.T, s *engine.Session, limit time.Duration, done func() bool) {
	end := t.Now().Add(limit)
	for !done() && w.rejected == nil && t.Now().Before(end) {
		t.Wait(pollPause)
		p := timedPoll(t, s)
		w.polls = append(w.polls, p)
		if p.x.Err != nil {
			requireMessage(t, p.x)
		}
		if len(rules.Succeeded(t.Doc()).Judge(p.x)) > 0 {
			w.rejected = p.x
			w.ended = t.HasEnded(s)
		}
	}
}

// requireMessage ends a check at a poll without a whole answer, because of what is
// wrong with the framing if there was an answer.
func requireMessage(t *engine.T, x *wire.Exchange) {
	for _, form := range rules.Forms() {
		t.Given(x, rules.WellFormed(form))
	}
	t.Inconclusive("a poll was not answered: %v", x.Err)
}

func never() bool { return false }

func timedPoll(t *engine.T, s *engine.Session) poll {
	began, guid, events := t.Now(), s.Guid, len(s.Events)
	x := t.Poll(s)
	return poll{x: x, held: t.Now().Sub(began), renewed: s.Guid != guid, event: len(s.Events) > events}
}

// pollsIn is the most polls that such a time has room for.
func pollsIn(d target.Deployment, limit time.Duration) int {
	return 1 + int(limit/max(d.PollHold, pollPause))
}
