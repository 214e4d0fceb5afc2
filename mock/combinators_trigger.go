package mock

import (
	"context"
	"sync"

	"github.com/gwcheck/gwcheck/spec"
)

// A trigger decides for each request of a gateway whether a change applies to it.
// It may count what it has seen; a gateway makes its own.
type trigger func(c *behavior) func(*request) bool

// under changes a gateway only under one way of authentication.
func under(mode int, change func(*behavior)) func(*behavior) {
	return func(c *behavior) {
		if c.authMode == mode {
			change(c)
		}
	}
}

// onAnswerWhen changes the answers of a kind for the requests of a trigger.
func onAnswerWhen(when trigger, kind func(*answer) bool, edits ...func(*answer)) func(*behavior) {
	return func(c *behavior) {
		applies := when(c)
		onAnswer(func(a *answer) bool { return kind(a) && applies(a.request) }, edits...)(c)
	}
}

// laterAgent is any agent but the one that signs in first.
func laterAgent(c *behavior) func(*request) bool {
	var mu sync.Mutex
	first := ""
	return func(r *request) bool {
		mu.Lock()
		defer mu.Unlock()
		if first == "" {
			first = r.agent
		}
		return r.agent != first
	}
}

// afterDownloads is a request of an agent whose n latest downloads all had such
// an answer.
func afterDownloads(n int, such func(*answer) bool) trigger {
	return func(c *behavior) func(*request) bool {
		var mu sync.Mutex
		latest := map[string]int{} // by agent, how many in a row
		applies := map[*request]bool{}
		c.incoming = append(c.incoming, func(r *request) {
			mu.Lock()
			defer mu.Unlock()
			if latest[r.agent] >= n {
				applies[r] = true
				context.AfterFunc(r.http.Context(), func() {
					mu.Lock()
					defer mu.Unlock()
					delete(applies, r)
				})
			}
		})
		c.outgoing = append(c.outgoing, func(a *answer) {
			mu.Lock()
			defer mu.Unlock()
			switch {
			case !a.request.is(download):
			case such(a):
				latest[a.request.agent]++
			default:
				latest[a.request.agent] = 0
			}
		})
		return func(r *request) bool {
			mu.Lock()
			defer mu.Unlock()
			return applies[r]
		}
	}
}

// laterSignIn is a sign-in of an agent who has signed in before.
func laterSignIn(*behavior) func(*request) bool {
	var mu sync.Mutex
	before := map[string]bool{}
	return func(r *request) bool {
		mu.Lock()
		defer mu.Unlock()
		defer func() { before[r.agent] = true }()
		return before[r.agent]
	}
}

// firstAfterPoll is a download whose agent has polled since the one before.
func firstAfterPoll(c *behavior) func(*request) bool {
	var mu sync.Mutex
	polled := map[string]bool{}
	c.incoming = append(c.incoming, func(r *request) {
		if r.is(spec.GetAgentEvent) {
			mu.Lock()
			defer mu.Unlock()
			polled[r.agent] = true
		}
	})
	return func(r *request) bool {
		mu.Lock()
		defer mu.Unlock()
		first := polled[r.agent]
		polled[r.agent] = false
		return first
	}
}
