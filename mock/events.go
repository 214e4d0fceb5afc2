package mock

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
)

// AgentEvent is one event of an agent, as a poll delivers it.
type AgentEvent struct {
	Type    string // eventType, for example AgentState_Ready
	Content any    // anything that encoding/json can write; nil for null
}

// object is the event as a poll delivers it. The agent is a string, since clients
// look it up as one.
func (e *AgentEvent) object(agent string) *object {
	return newObject("eventType", e.Type, "workNo", agent, "content", e.Content)
}

// Inject queues an event for an agent, whose next poll delivers it. It fails if
// the agent is not signed in, or if 1,000 events already wait. An event that
// encoding/json cannot write makes the poll fail.
func (g *Gateway) Inject(agent string, e AgentEvent) error {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := g.currentSession(agent, g.clock.Now())
	switch {
	case s == nil:
		return fmt.Errorf("inject event %q: agent %q is not signed in", e.Type, agent)
	case len(s.events) >= maxEvents:
		return fmt.Errorf("inject event %q: %d events of agent %q wait already", e.Type, len(s.events), agent)
	}
	s.events = append(s.events, e)
	s.wakePolls()
	return nil
}

// call is one recorded call.
type call struct {
	task     int64
	agent    string
	started  time.Time
	fileName string
}

const (
	callVDN         = "1"
	callBytes       = 12000 // size of the recordings that RecordCall makes
	callsPerInstant = 1000  // how many calls may start at the same time

	firstTask = 5206
)

// gatewayZone is the time zone in which the gateway names its recordings.
var gatewayZone = time.FixedZone("UTC+8", 8*60*60)

// RecordCall makes the gateway record a call of an agent: the recording, 12,000
// bytes, can be downloaded at once, and a poll of the agent delivers
// AgentMediaEvent_Record. It returns the fileName of that event, which is valid
// as recordId. It fails if the agent is not signed in or too many events wait.
func (g *Gateway) RecordCall(agent string) (fileName string, err error) {
	if !g.SignedIn(agent) {
		return "", fmt.Errorf("record a call: agent %q is not signed in", agent)
	}
	c := call{task: firstTask + g.tasks.Add(1), agent: agent, started: g.clock.Now().In(gatewayZone)}
	if err := g.storeCall(&c); err != nil {
		return "", fmt.Errorf("record a call: %w", err)
	}
	return c.fileName, g.Inject(agent, AgentEvent{"AgentMediaEvent_Record", g.behavior.recordEvent(c)})
}

// storeCall stores the recording of a call. Names are times of day in tenths of
// a second, so the start of a call is moved until its name is unique.
func (g *Gateway) storeCall(c *call) (err error) {
	content := fixtures.Generate(fmt.Sprintf("call-%d", c.task), callBytes)
	for range callsPerInstant {
		c.fileName = fmt.Sprintf("%s:/%s/0/%s/%s/%s%d.V3", strings.ToUpper(g.callDrive()), callVDN,
			c.started.Format("20060102"), c.agent, c.started.Format("150405"), c.started.Nanosecond()/1e8)
		r := fixtures.NewRecording("call", c.fileName, g.doc.DefaultFiletype(), content)
		if err = g.calls.Add(r); !errors.Is(err, fs.ErrExist) {
			return err
		}
		c.started = c.started.Add(time.Second / 10)
	}
	return err
}

// callDrive is the drive on which calls are recorded: y if it is mapped,
// otherwise the first that is.
func (g *Gateway) callDrive() string {
	if g.mounts["y"] != nil || len(g.mounts) == 0 {
		return "y"
	}
	return slices.Min(slices.Collect(maps.Keys(g.mounts)))
}

// recordEvent is the content of AgentMediaEvent_Record for an audio recording,
// its members of the types that the documentation's samples have.
func recordEvent(c call) *object {
	drive, _, _ := strings.Cut(c.fileName, ":")
	return newObject(
		"taskId", c.task,
		"caller", "70006",
		"recordID", fmt.Sprintf("%sc1v%sa%sd%st%s%d", drive, callVDN, c.agent,
			c.started.Format("20060102"), c.started.Format("150405"), c.started.Nanosecond()/1e8),
		"called", "60015",
		"locationId", fixtures.LocationID,
		"fileName", c.fileName,
		"fileMediaType", "1",
		"callId", fmt.Sprintf("%d-%d", c.started.Unix(), c.task),
	)
}
