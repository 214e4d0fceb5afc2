package admin

import (
	"net/http"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

// recordEvent is the event that announces a recorded call.
const recordEvent = "AgentMediaEvent_Record"

// EventRequest asks for an event of an agent.
type EventRequest struct {
	Deployment string `json:"deployment"` // "" for the one at the root
	AgentID    string `json:"agentId"`
	Type       string `json:"type"` // "" for AgentMediaEvent_Record
	Content    any    `json:"content,omitempty"`
}

// EventAnswer says what was done.
type EventAnswer struct {
	Type     string `json:"type"`
	FileName string `json:"fileName,omitempty"` // of the new recording
}

// inject gives an agent an event. The record event names a recording that can be
// downloaded.
func (a *api) inject(r *http.Request) (any, error) {
	var q EventRequest
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	if q.AgentID == "" {
		return nil, problem(http.StatusBadRequest, "agentId is missing")
	}
	s, err := a.deployment(q.Deployment)
	if err != nil {
		return nil, err
	}
	if q.Type != "" && q.Type != recordEvent {
		err = s.Gateway().Inject(q.AgentID, mock.AgentEvent{Type: q.Type, Content: q.Content})
		return EventAnswer{Type: q.Type}, conflict(err)
	}
	if q.Content != nil {
		return nil, problem(http.StatusBadRequest, "the content of %s is made by the mock; leave it out", recordEvent)
	}
	fileName, err := s.Gateway().RecordCall(q.AgentID)
	return EventAnswer{recordEvent, fileName}, conflict(err)
}

// conflict is an error about the state of the mock.
func conflict(err error) error {
	if err == nil {
		return nil
	}
	return problem(http.StatusConflict, "%v", err)
}

// sessionOf is a session with the name of its deployment.
type sessionOf struct {
	Deployment string `json:"deployment"`
	mock.SessionInfo
}

func (a *api) sessions(r *http.Request) (any, error) {
	q := r.URL.Query()
	if err := only(q, "deployment", "agent"); err != nil {
		return nil, err
	}
	list := []sessionOf{}
	for _, name := range a.names() {
		if want := q.Get("deployment"); want != "" && want != name {
			continue
		}
		for _, s := range a.Deployments[name].Gateway().Sessions() {
			if agent := q.Get("agent"); agent == "" || agent == s.Agent {
				list = append(list, sessionOf{name, s})
			}
		}
	}
	return struct {
		Sessions []sessionOf `json:"sessions"`
	}{list}, nil
}

// agentOf names an agent of a deployment.
type agentOf struct {
	Deployment string `json:"deployment"`
	Agent      string `json:"agent"`
}

func (a *api) expire(r *http.Request) (any, error) {
	var q agentOf
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	s, err := a.deployment(q.Deployment)
	if err != nil {
		return nil, err
	}
	return struct {
		Expired bool `json:"expired"`
	}{s.Gateway().Expire(q.Agent)}, nil
}

// settings are the settings of a deployment under the names of the document.
// Times are in milliseconds. In a change, nil leaves a setting as it is.
type settings struct {
	AuthMode         *int   `json:"AUTHMODE,omitempty"`
	GuidInterval     *int64 `json:"GUIDINTERVAL,omitempty"`
	GuidTimeout      *int64 `json:"GUIDTIMEOUT,omitempty"`
	PollWaitFlag     *bool  `json:"AGENT_POLL_WAIT_FLAG,omitempty"`
	PollWaitTimes    *int   `json:"AGENT_POLL_WAIT_TIMES,omitempty"`
	PollWaitInterval *int64 `json:"AGENT_POLL_WAIT_INTERVAL,omitempty"`
	SessionTimeout   *int64 `json:"sessionTimeout,omitempty"`
	Download         *bool  `json:"download,omitempty"`
	Pool             *bool  `json:"pool,omitempty"`
}

// settingsOf is the settings of a named deployment.
type settingsOf struct {
	Deployment string `json:"deployment"`
	settings
}

func (a *api) settings(r *http.Request) (any, error) {
	if err := only(r.URL.Query(), "deployment"); err != nil {
		return nil, err
	}
	return a.settingsOf(r.URL.Query().Get("deployment"))
}

func (a *api) settingsOf(name string) (any, error) {
	s, err := a.deployment(name)
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = a.Root
	}
	g := s.Gateway().Settings()
	ms := func(d time.Duration) *int64 { return new(d.Milliseconds()) }
	return settingsOf{name, settings{
		&g.AuthMode, ms(g.GuidInterval), ms(g.GuidTimeout), &g.PollWait, &g.PollTimes, ms(g.PollInterval),
		ms(g.SessionTimeout), &g.Download, &g.Pool,
	}}, nil
}

func (a *api) changeSettings(r *http.Request) (any, error) {
	var q settingsOf
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	s, err := a.deployment(q.Deployment)
	if err != nil {
		return nil, err
	}
	if err := s.Change(mock.WithSettings(q.over(s.Gateway().Settings()))); err != nil {
		return nil, problem(http.StatusUnprocessableEntity, "%v", err)
	}
	return a.settingsOf(q.Deployment)
}

// over is the settings g with those that are given.
func (s settings) over(g mock.Settings) mock.Settings {
	replace(&g.AuthMode, s.AuthMode)
	replace(&g.PollWait, s.PollWaitFlag)
	replace(&g.PollTimes, s.PollWaitTimes)
	replace(&g.Download, s.Download)
	replace(&g.Pool, s.Pool)
	for to, ms := range map[*time.Duration]*int64{
		&g.GuidInterval: s.GuidInterval, &g.GuidTimeout: s.GuidTimeout,
		&g.PollInterval: s.PollWaitInterval, &g.SessionTimeout: s.SessionTimeout,
	} {
		if ms != nil {
			*to = time.Duration(*ms) * time.Millisecond
		}
	}
	return g
}

func replace[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}
