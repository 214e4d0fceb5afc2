package suites_test

import (
	"context"
	"net/http"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

// legalEvents are about when events come, and which.
func legalEvents() []legalOddity {
	rows := []legalOddity{
		lateRow("a record event waits 1 s after a call", &lateCalls{event: time.Second}),
		lateRow("a record event waits 3 s after a call", &lateCalls{event: 3 * time.Second}),
		lateRow("a record event waits almost 5 s after a call", &lateCalls{event: 4900 * time.Millisecond}),
		lateRow("20 other events come before a record event", &lateCalls{others: 20}),
		lateRow("20 other events come before a late record event", &lateCalls{others: 20, event: 2 * time.Second}),
		lateRow("100 other events come before a record event", &lateCalls{others: 100}),
		lateRow("a recording is readable 1 s after its event", &lateCalls{readable: time.Second}),
		lateRow("a recording is readable 4 s after its event", &lateCalls{readable: 4 * time.Second}),
		{name: "no events follow a sign-in", options: readings("no-initial-events")},
		{name: "further events follow a sign-in", options: readings("further-events"), core: true},
		{name: "an empty poll has the event null", options: readings("empty-poll-event-null")},
		{name: "events have a time and a list of keys", options: readings("event-gen-time", "event-json-key")},
		{name: "the state Ready is told at every third poll", through: readyAgain},
		{name: "the state Ready is told twice after a sign-in", through: readyTwice},
		{name: "polls without an event are answered at once", options: []mock.Option{mock.WithPollWait(false, 1, time.Millisecond)},
			set: deployed(func(d *target.Deployment) { d.PollHold = time.Millisecond }), only: []string{"events", "success", "failure"}},
	}
	return rows
}

// lateRow is a row in which calls are recorded with delay.
func lateRow(name string, l *lateCalls) legalOddity {
	return legalOddity{name: name, through: l.handler, only: []string{"events", "session", "success"}, core: true,
		set: func(_ *testing.T, u *underTest, cfg *suites.Config) {
			l.u, l.due = u, map[string]time.Time{}
			cfg.Recorder = l.record
		}}
}

// lateCalls makes the event of a call, and its recording, come some time after it.
type lateCalls struct {
	event    time.Duration // from the call to its event
	readable time.Duration // from the event to the recording
	others   int           // events that come before it
	u        *underTest
	mu       sync.Mutex
	due      map[string]time.Time // the event of a call, by the path of the poll that delivers it
	arrived  time.Time            // the newest one
}

func (l *lateCalls) record(_ context.Context, d target.Deployment, agent string) error {
	for range l.others {
		if err := l.u.set.Named(d.Name).Inject(agent, mock.AgentEvent{Type: "AgentState_Busy"}); err != nil {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due[d.Name+"/"+agent] = l.u.clock.Now().Add(l.event)
	return nil
}

// handler records a call when it is due, and holds a poll until then.
func (l *lateCalls) handler(gateway http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		agent := parts[len(parts)-1]
		switch {
		case strings.Contains(r.URL.Path, "/agentevent/") && r.Method == http.MethodGet:
			l.deliver(agent)
		case strings.Contains(r.URL.Path, "/recordfile/") && !l.isReadable(r):
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
			_, _ = w.Write([]byte(`{"retcode":"104-005","message":"not there yet","result":""}`))
			return
		}
		gateway.ServeHTTP(w, r)
	})
}

func (l *lateCalls) deliver(agent string) {
	for _, d := range l.u.set.List() {
		l.mu.Lock()
		due, waits := l.due[d.Name+"/"+agent]
		delete(l.due, d.Name+"/"+agent)
		l.mu.Unlock()
		if !waits {
			continue
		}
		if rest := due.Sub(l.u.clock.Now()); rest > 0 {
			<-l.u.clock.After(rest)
		}
		_, _ = l.u.set.Named(d.Name).RecordCall(agent)
		l.mu.Lock()
		l.arrived = l.u.clock.Now()
		l.mu.Unlock()
	}
}

// isReadable is false for the recording of a call that has just been announced.
func (l *lateCalls) isReadable(r *http.Request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !strings.Contains(strings.ToLower(r.URL.Query().Get("recordId")), l.arrived.In(time.FixedZone("", 8*60*60)).Format("20060102")) ||
		!l.u.clock.Now().Before(l.arrived.Add(l.readable))
}

// readyAgain has the mock tell the state Ready before every third poll.
func readyAgain(gateway http.Handler) http.Handler {
	set, _ := gateway.(*mock.Set)
	var polls atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/agentevent/") && polls.Add(1)%3 == 0 {
			for _, d := range set.List() {
				if strings.HasPrefix(r.URL.Path, d.Path+"/agentgateway/") {
					_ = d.Gateway.Inject(path.Base(r.URL.Path), mock.AgentEvent{Type: "AgentState_Ready"})
				}
			}
		}
		gateway.ServeHTTP(w, r)
	})
}

// readyTwice has the mock tell the state again after each sign-in.
func readyTwice(gateway http.Handler) http.Handler {
	set, _ := gateway.(*mock.Set)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		gateway.ServeHTTP(w, r)
		if set == nil || !strings.Contains(r.URL.Path, "/onlineagent/") || r.Method != http.MethodPut {
			return
		}
		for _, d := range set.List() {
			if strings.HasPrefix(r.URL.Path, d.Path+"/agentgateway/") {
				for _, a := range agents() {
					if strings.Contains(r.URL.Path, "/"+a.ID+"/") || strings.HasSuffix(r.URL.Path, "/"+a.ID) {
						_ = d.Gateway.Inject(a.ID, mock.AgentEvent{Type: "AgentState_Ready"})
					}
				}
			}
		}
	})
}
