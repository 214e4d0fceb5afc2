package mock

import (
	"errors"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// acceptAsNewestGuid treats some requests of an operation as if they had the
// newest Guid of the agent in the path.
func acceptAsNewestGuid(logName string, which func(*request) bool) func(*behavior) {
	return replaceStage(logName, stageGuid, func(check checker) checker {
		return func(g *Gateway, r *request) error {
			if !which(r) {
				return check(g, r)
			}
			g.sessions.mu.Lock()
			defer g.sessions.mu.Unlock()
			s := g.currentSession(r.agent, r.now)
			if s == nil {
				return noSession(r.agent)
			}
			g.authenticated(r, s.newest())
			return nil
		}
	})
}

// withoutGuidCheck accepts any Guid or none for an operation of an agent who is
// signed in.
func withoutGuidCheck(logName string) func(*behavior) {
	return acceptAsNewestGuid(logName, func(*request) bool { return true })
}

// onRefusedGuid applies happens to the session of the agent in the path when an
// operation refuses a Guid.
func onRefusedGuid(logName string, happens func(*request, *session)) func(*behavior) {
	return replaceStage(logName, stageGuid, func(check checker) checker {
		return func(g *Gateway, r *request) error {
			err := check(g, r)
			why, ok := errors.AsType[*refusal](err)
			if !ok || why.cond != spec.GuidRefused {
				return err
			}
			g.sessions.mu.Lock()
			defer g.sessions.mu.Unlock()
			if s := g.currentSession(r.agent, r.now); s != nil {
				happens(r, s)
			}
			return err
		}
	})
}

// onRefused changes the refusals of a condition by a stage for agents who are
// signed in, given the agent's newest Guid.
func onRefused(logName, stage string, cond spec.Condition, edit func(a *answer, guid string)) func(*behavior) {
	return all(
		replaceStage(logName, stage, func(check checker) checker {
			return func(g *Gateway, r *request) error {
				err := check(g, r)
				if why, ok := errors.AsType[*refusal](err); ok && why.cond == cond {
					g.sessions.mu.Lock()
					defer g.sessions.mu.Unlock()
					r.session = g.currentSession(r.agent, r.now)
				}
				return err
			}
		}),
		onAnswer(func(a *answer) bool { return a.request.is(logName) && a.cond == cond && a.request.session != nil },
			func(a *answer) { edit(a, a.request.session.guid()) }),
	)
}

// addCandidateGuids adds to the Guids that the offered one is compared with.
func addCandidateGuids(more func(*sessionStore, *request) []*grant) func(*behavior) {
	return func(c *behavior) {
		own := c.candidateGuids
		c.candidateGuids = func(ss *sessionStore, r *request) []*grant { return append(more(ss, r), own(ss, r)...) }
	}
}

func ofAllAgents(ss *sessionStore, _ *request) (all []*grant) {
	for _, l := range ss.agents {
		if l.current != nil {
			all = append(all, l.current.grants...)
		}
	}
	return all
}

// ofPastSessions lists the Guids of an agent's sessions that ended for the
// given reason; for downloads only.
func ofPastSessions(ended spec.Condition) func(*sessionStore, *request) []*grant {
	return func(ss *sessionStore, r *request) (all []*grant) {
		l := ss.agents[r.agent]
		if l == nil || !r.is(download) {
			return nil
		}
		for _, s := range l.past {
			if s.endReason == ended {
				all = append(all, s.grants...)
			}
		}
		return all
	}
}

// alsoFindsGuid looks for the Guid in one more place if the header has none.
func alsoFindsGuid(find func(*request) string) func(*behavior) {
	return func(c *behavior) {
		own := c.findGuid
		c.findGuid = func(r *request) string {
			if guid := own(r); guid != "" {
				return guid
			}
			return find(r)
		}
	}
}

// comparesGuid wraps the comparison of Guids.
func comparesGuid(f func(same func(a, b string) bool, offered, issued string) bool) func(*behavior) {
	return func(c *behavior) {
		same := c.sameGuid
		c.sameGuid = func(offered, issued string) bool { return f(same, offered, issued) }
	}
}

// dynamicGuidValidity replaces how long Guids are valid in dynamic mode.
func dynamicGuidValidity(alive func(c *behavior, k *grant, now time.Time) bool) func(*behavior) {
	return func(c *behavior) {
		static := c.guidValid
		c.guidValid = func(k *grant, r *request) bool {
			if c.authMode == Static {
				return static(k, r)
			}
			return alive(c, k, r.now)
		}
	}
}

// replacedOr is when a Guid was replaced, or otherwise if it was not.
func replacedOr(k *grant, otherwise time.Time) time.Time {
	if k.replaced.IsZero() {
		return otherwise
	}
	return k.replaced
}

func bareGuid(a *answer) {
	r := a.request.op.Renewal
	for i, v := range a.header[r.Header] {
		a.header[r.Header][i] = strings.TrimPrefix(v, r.Prefix)
	}
}

func sessionNeverExpires(c *behavior) { c.expired = func(*session, time.Time) bool { return false } }

// keepsSessionAfter restores the session after a sign-out.
func keepsSessionAfter(logName string) func(*behavior) {
	return onSuccess(logName, func(a *answer) {
		s := a.request.session
		s.store.mu.Lock()
		defer s.store.mu.Unlock()
		s.endReason = ""
		if l := s.store.agents[s.agent]; l != nil {
			l.current = s
		}
	})
}
