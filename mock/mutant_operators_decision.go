package mock

import (
	"slices"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// paceOperators are faults of when polls are answered.
func paceOperators() []mutantOperator {
	hold := func(change func(time.Duration) time.Duration) func(*mutantPlace, condition) func(*behavior) {
		return func(_ *mutantPlace, when condition) func(*behavior) {
			return func(c *behavior) {
				own := c.pollHold
				c.pollHold = func(r *request) time.Duration {
					if when(r) {
						return change(own(r))
					}
					return own(r)
				}
			}
		}
	}
	return []mutantOperator{
		{name: "held-too-long", does: "delays for three holds", kinds: ofEmptyPoll, breaks: always("session/poll-hold"), decide: hold(func(d time.Duration) time.Duration { return 3 * d })},
		{name: "answered-early", does: "does not hold", kinds: ofEmptyPoll, breaks: always("session/poll-hold"), decide: hold(func(time.Duration) time.Duration { return 0 })},
		{name: "event-late", does: "delays by the poll hold", kinds: ofEvent, breaks: always("session/poll-event-at-once"),
			decide: func(p *mutantPlace, when condition) func(*behavior) {
				return func(c *behavior) {
					onAnswer(func(a *answer) bool { return p.is(a) && when(a.request) }, func(a *answer) {
						timer := c.clock.NewTimer(time.Duration(c.pollTimes) * c.pollInterval)
						defer timer.Stop()
						select {
						case <-timer.Chan():
						case <-a.request.http.Context().Done():
						}
					})(c)
				}
			}},
	}
}

// decisionOperators serve what they must refuse, refuse what they must serve, or
// take one thing for another.
func decisionOperators() []mutantOperator {
	refusing := func(name, does, retcode string) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: ofGrant, grants: true, breaks: func(p *mutantPlace) []string { return p.breaks },
			decide: func(p *mutantPlace, when condition) func(*behavior) { return refusedWith(p.logName, retcode, when) }}
	}
	serving := func(name, does string, decide func(*mutantPlace, condition) func(*behavior)) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: ofRecording, grants: true,
			breaks: always("success/exact-bytes", "success/right-recording", "success/repeatable"), decide: decide}
	}
	return []mutantOperator{
		{name: "accepted", does: "serves in place of", kinds: ofRefusal, breaks: func(p *mutantPlace) []string { return p.breaks },
			decide: func(p *mutantPlace, when condition) func(*behavior) { return p.accept(when) }},
		refusing("refused-as-absent", "says that nothing exists in place of", "104-005"),
		refusing("refused-for-guid", "rejects the Guid in place of", "000-003"),
		refusing("refused-as-signed-out", "says that nobody is signed in in place of", "100-006"),
		refusing("refused-as-fault", "reports a fault in place of", "000-000"),
		{name: "session-ended", does: "ends the session after", kinds: ofRecording | ofFailure, breaks: sessionEnded, edit: signedOutAfter},
		serving("other-recording", "sends another recording in place of", func(_ *mutantPlace, when condition) func(*behavior) {
			return onAnswer(func(a *answer) bool { return a.streams() && when(a.request) }, otherRecording)
		}),
		serving("previous-recording", "sends the recording of the download before in place of", previousRecording(func(*request) string { return "" }, false)),
		serving("recording-of-another-agent", "sends the latest recording of another agent in place of", previousRecording(func(r *request) string { return r.agent }, true)),
	}
}

// refusedWith refuses requests of an operation that pass all its checks.
func refusedWith(logName, retcode string, when condition) func(*behavior) {
	return func(c *behavior) {
		c.stages[logName] = append(c.stages[logName], stage{"mutant", func(_ *Gateway, r *request) error {
			if when(r) {
				return refuseWith(retcode, spec.ServerFault, "the mutant refuses it")
			}
			return nil
		}})
	}
}

// sessionEnded: the session of a refused Guid goes on.
func sessionEnded(p *mutantPlace) []string {
	switch p.name {
	case "recording":
		return []string{"success/availability", "success/repeatable", "auth/static-guid-stays-valid"}
	case "guid-absent", "guid-empty", "guid-unknown", "guid-of-another":
		return []string{"auth/refusal-keeps-session"}
	case "recording-absent", "drive-unmapped", "path-invalid", "path-with-dots", "record-id-missing", "record-id-empty", "location-missing":
		return []string{"failure/next-download-works", "success/availability"}
	}
	return nil
}

func signedOutAfter(a *answer) {
	s, _ := a.request.http.Context().Value(anySituation{}).(*situation)
	if s == nil || s.session == nil {
		return
	}
	s.session.store.mu.Lock()
	defer s.session.store.mu.Unlock()
	if s.session.active() {
		s.session.terminate(spec.NotSignedIn)
	}
}

func otherRecording(a *answer) {
	name := "third-party"
	if sample, _ := fixtures.ByName(name); a.request.size == sample.Size {
		name = "agent-call"
	}
	sample, _ := fixtures.ByName(name)
	a.content, a.size = sample.Open(), sample.Size
}

// previousRecording sends what was sent last to a download with the same key, or
// with another one.
func previousRecording(key func(*request) string, other bool) func(*mutantPlace, condition) func(*behavior) {
	type sent struct {
		key string
		at  place
	}
	return func(_ *mutantPlace, when condition) func(*behavior) {
		return func(c *behavior) {
			var mu sync.Mutex
			var latest []sent // one of each key, the latest last
			onAnswer((*answer).streams, func(a *answer) {
				mu.Lock()
				defer mu.Unlock()
				own := sent{key(a.request), a.request.place}
				for _, l := range slices.Backward(latest) {
					if (l.key != own.key) == other && l.at != own.at && when(a.request) {
						sendInstead(c, a, l.at)
						break
					}
				}
				latest = append(slices.DeleteFunc(latest, func(l sent) bool { return l.key == own.key }), own)
			})(c)
		}
	}
}

func sendInstead(c *behavior, a *answer, p place) {
	content, size, err := c.openRecording(p)
	if err != nil {
		return
	}
	a.request.content.Close() //nolint:errcheck // read only
	a.request.content, a.content, a.size = content, content, size
}
