package mock

import (
	"crypto/subtle"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/spec"
)

// conduct is everything in the behaviour of a gateway that may vary. faithful
// fills it in; a variant changes it before the first request. After that it is
// only read. Decisions about Guids and sessions are made under the lock of the
// sessions, so they must neither wait nor ask for it.
type conduct struct {
	*settings
	doc    *spec.Document   // a private copy: routes, parameters, codes, grammars
	mounts map[string]fs.FS // by drive letter
	random io.Reader        // what Guids are made of; read under the lock only
	clock  clockwork.Clock  // that the gateway lives by

	// Reasons to refuse, by log name, in the order in which they are looked for.
	stages map[string][]stage

	incoming []func(*request) // before the stages
	outgoing []func(*answer)  // before the answer is written

	// allows says whether an operation is reached with a method.
	allows func(op *spec.Operation, method string) bool

	// plainToo says that the port of TLS answers plain HTTP as well.
	plainToo bool

	// spelled says that a decision wants to know how the names of header fields
	// were spelled; see request.spelledAs.
	spelled bool
	// findGuid reads the Guid that a request offers.
	findGuid func(*request) string
	// grants lists the Guids among which the offered one is looked for. None
	// means that the agent is not signed in.
	grants func(*sessions, *request) []*grant
	// sameGuid compares the Guid offered with one that was issued.
	sameGuid func(offered, issued string) bool
	// guidAlive says whether a Guid that was issued is still good.
	guidAlive func(*grant, *request) bool
	// rotates says whether the answer to a request renews the Guid.
	rotates func(*session, *request) bool
	// newGuid makes a Guid.
	newGuid func() string

	// admits decides on a password; the lane is nil for an unknown agent.
	admits func(l *lane, password string) bool
	// replaces says whether a sign-in ends the session that there is.
	replaces func(*request) bool
	// lapsed says whether a session has been silent for too long.
	lapsed func(s *session, now time.Time) bool
	// keepsAlive says whether a request is a sign of life.
	keepsAlive func(*request) bool
	// firstEvents are the events that follow a sign-in.
	firstEvents func(*session) []AgentEvent

	// hold is how long a poll waits for an event. It is asked without the lock.
	hold func(*request) time.Duration
	// overtakes says whether a second poll of an agent ends the first.
	overtakes func(*request) bool

	// locate finds the place that a recordId means, or refuses.
	locate func(recordID, filetype string) (place, error)
	// open opens a recording and tells its size in bytes.
	open func(place) (io.ReadCloser, int64, error)
	// recordEvent is the content of the event for a call that is recorded.
	recordEvent func(call) *object
}

// stage is one reason to refuse a request.
type stage struct {
	name  string
	check checker
}

// checker looks for one reason to refuse a request, and returns it.
type checker func(*Gateway, *request) error

// Names of the stages.
const (
	stageGuid      = "guid"       // no session, or not with this Guid
	stageParams    = "parameters" // a parameter is missing or wrong
	stageSwitch    = "switch"     // the download is switched off
	stageLocation  = "location"   // pool mode without locationId
	stagePath      = "path"       // the recordId is none
	stageDrive     = "drive"      // the drive has no mapping
	stageFile      = "file"       // there is no such recording
	stageBody      = "body"       // the body of a sign-in is unusable
	stagePassword  = "password"   // wrong password
	stagePollTwice = "poll-twice" // in no faithful order, for readings
)

// stagesOf is the faithful order: who asks, what for, whether it is on offer,
// and only then whether it is there.
func stagesOf(op *spec.Operation) []stage {
	var list []stage
	if op.NeedsGuid {
		list = append(list, stage{stageGuid, (*Gateway).checkGuid})
	}
	list = append(list, stage{stageParams, (*Gateway).checkParameters})
	switch op.LogName {
	case spec.DownloadRecordFile:
		list = append(list,
			stage{stageSwitch, (*Gateway).checkSwitch},
			stage{stageLocation, (*Gateway).checkLocation},
			stage{stagePath, (*Gateway).checkPath},
			stage{stageDrive, (*Gateway).checkDrive},
			stage{stageFile, (*Gateway).checkFile})
	case spec.Login, spec.ForceLogin:
		list = append(list,
			stage{stageBody, (*Gateway).checkBody},
			stage{stagePassword, (*Gateway).checkPassword})
	}
	return list
}

// faithful is the conduct of a gateway that keeps to the document.
func faithful(g *Gateway) *conduct {
	c := &conduct{settings: &g.settings, doc: g.doc, mounts: g.mounts, random: g.guidSource(), clock: g.clock, stages: map[string][]stage{}}
	for _, op := range c.doc.Operations {
		c.stages[op.LogName] = stagesOf(op)
	}
	c.allows = func(op *spec.Operation, method string) bool { return method == op.Method }
	c.newGuid = func() string { return hexGuid(c.random, c.node) }
	c.open = g.openRecording
	c.locate = g.locate
	c.recordEvent = recordEvent
	c.faithfulGuids()
	c.faithfulSessions()
	return c
}

func (c *conduct) faithfulGuids() {
	c.findGuid = func(r *request) string { return r.http.Header.Get(c.doc.GuidHeader) }
	c.grants = func(ss *sessions, r *request) []*grant {
		if l := ss.lanes[r.agent]; l != nil && l.current != nil {
			return l.current.grants
		}
		return nil
	}
	c.sameGuid = func(offered, issued string) bool {
		return subtle.ConstantTimeCompare([]byte(offered), []byte(issued)) == 1
	}
	// In dynamic mode a Guid lives from its issue on: the time between interval
	// and timeout is an overlap, in which a client can switch to the new one.
	c.guidAlive = func(k *grant, r *request) bool {
		if c.authMode == Static {
			return k == k.session.newest()
		}
		return r.now.Sub(k.issued) < c.guidTimeout
	}
	c.rotates = func(s *session, r *request) bool {
		return c.authMode == Dynamic && r.now.Sub(s.newest().issued) >= c.guidInterval
	}
}

func (c *conduct) faithfulSessions() {
	c.admits = func(l *lane, password string) bool {
		return l != nil && subtle.ConstantTimeCompare([]byte(password), []byte(l.password)) == 1
	}
	c.replaces = func(r *request) bool { return r.is(spec.ForceLogin) }
	c.lapsed = func(s *session, now time.Time) bool {
		return s.polls == 0 && now.Sub(s.seen) >= c.sessionTimeout
	}
	c.keepsAlive = func(r *request) bool { return r.is(spec.GetAgentEvent, spec.HandShake, spec.Heartbeat) }
	c.firstEvents = func(*session) []AgentEvent {
		return []AgentEvent{{Type: "AgentOther_InService"}, {Type: "AgentState_Ready"}}
	}
	c.hold = func(*request) time.Duration {
		if !c.pollWait {
			return 0
		}
		return time.Duration(c.pollTimes) * c.pollInterval
	}
	c.overtakes = func(*request) bool { return true }
}

// editable copies the parts of a document that variants change.
func editable(d *spec.Document) *spec.Document {
	e := *d
	e.Operations = make([]*spec.Operation, len(d.Operations))
	for i, op := range d.Operations {
		o := *op
		o.Parameters = slices.Clone(op.Parameters)
		e.Operations[i] = &o
	}
	e.Retcodes = slices.Clone(d.Retcodes)
	e.Grammars = slices.Clone(d.Grammars)
	for i := range e.Retcodes {
		e.Retcodes[i].Conditions = slices.Clone(e.Retcodes[i].Conditions)
	}
	for i := range e.Grammars {
		e.Grammars[i].Separators = slices.Clone(e.Grammars[i].Separators)
	}
	return &e
}
