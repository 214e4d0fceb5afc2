package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// A round makes requests of every kind in one state of an agent, so that no answer is
// seen in one state only: with a Guid of each origin and age, during a download or a
// held poll, after an aborted download, as first, second and later request on a
// connection. The checks of every exchange judge the answers; a round itself judges
// what its first part leaves behind.
type round struct {
	name, state string
	number      int                                                   // among the rounds
	agents      int                                                   // two of them also offer each other's Guid, and the second makes the round
	signIn      func(t *engine.T, i int) *engine.Session              // nil: the usual way
	during      func(t *engine.T, s *engine.Session, requests func()) // nil: nothing else goes on
	disturbs    bool                                                  // what goes on may keep downloads from being served for a moment
	perLink     int                                                   // requests before the connection changes; 0 means that it stays
	leave       func(t *engine.T, s *engine.Session)                  // how the session ends
	needs       []engine.Need                                         // of the deployment, besides downloads
	off         bool                                                  // also made where downloads are off
}

// mostInRound bounds the requests of a round.
const mostInRound = 160

// rounds are all but those with an old or a renewed Guid, which the observations of
// its life make.
func rounds() []round {
	all := []round{
		{name: "usual", state: "in a usual session", agents: 1, perLink: 1, leave: signedOut, off: true},
		{name: "forced", state: "in a session of a forced sign-in", agents: 2, signIn: signedInByForce, perLink: 2, leave: forciblyOut, off: true},
		{name: "updated", state: "with a Guid from updateGuid", agents: 1, signIn: withUpdatedGuid, leave: forciblyOut, needs: []engine.Need{engine.Dynamic, engine.PoolOff}},
		{name: "after-abort", state: "after an aborted download", agents: 2, during: afterAbort, disturbs: true, leave: signedOut, needs: []engine.Need{engine.PoolOff}},
		{name: "during-download", state: "during a download", agents: 2, during: duringDownload, leave: forciblyOut, needs: []engine.Need{engine.PoolOff}},
		{name: "held-poll", state: "during a held poll", agents: 1, during: duringPoll, leave: signedOut, needs: []engine.Need{engine.Static}, off: true},
	}
	for i := range all {
		all[i].number = i
	}
	return all
}

// roundChecks make the rounds on each deployment.
func roundChecks(*spec.Document) []engine.Check {
	var all []engine.Check
	for _, r := range rounds() {
		all = append(all, core("failure/next-download-works:round-"+r.name, "a download after every kind of refusal is served "+r.state, served(r.needs...).WithAgents(r.agents), r.whereServed))
		if r.off {
			all = append(all, core("retcodes/download-disabled:round-"+r.name, "every kind of download is rejected with 104-001 "+r.state,
				engine.Requires(append(slices.Clone(r.needs), engine.DownloadOff, somePath)...).WithAgents(r.agents), r.whereDisabled))
		}
	}
	return all
}

// whereServed: the first part has the right Guid, the second wrong ones, after which a
// gateway may end the session.
func (r round) whereServed(t *engine.T) {
	m, rec := r.start(t), t.AgentCall()
	t.Given(t.Download(m.s, rec), rules.Served(rec))
	if r.disturbs {
		m.refusedDownloads()
	} else {
		m.meanwhile(m.withRightGuid)
	}
	t.Then(t.Download(m.s, rec), rules.Served(rec))
	m.meanwhile(func() {
		if r.disturbs {
			m.withRightGuid()
		}
		m.calls()
		m.wrongGuids(ofEachKind(t))
	})
	m.end(rec)
}

func (m *made) withRightGuid() {
	m.granted()
	m.refusedDownloads()
}

func (r round) whereDisabled(t *engine.T) {
	m := r.start(t)
	m.meanwhile(func() {
		for i, rec := range requestedWhereDisabled(t) {
			for n := range 3 {
				m.download(rec, m.notation(i+n))
			}
			t.Then(t.Download(m.s, rec), rules.Refused(t.Doc(), spec.DownloadDisabled))
		}
		m.calls()
		m.wrongGuids(requestedWhereDisabled(t)[:1])
	})
	m.end(requestedWhereDisabled(t)[0])
}

// made is a round that is being made.
type made struct {
	round
	t     *engine.T
	s     *engine.Session
	wrong []string // Guids that must be refused: of an ended session, of another agent
	count int      // of requests
}

// start leaves a Guid of an ended session behind and signs in.
func (r round) start(t *engine.T) *made {
	m := &made{round: r, t: t}
	before := t.OwnSession(r.agents - 1)
	t.Given(t.SignOut(before), rules.Succeeded(t.Doc()))
	m.wrong = []string{before.Guid}
	if r.agents > 1 {
		m.wrong = append(m.wrong, t.SignIn(0).Guid)
	}
	signIn := r.signIn
	if signIn == nil {
		signIn = (*engine.T).OwnSession
	}
	m.s = signIn(t, r.agents-1)
	return m
}

// observedRound makes requests of every kind with a Guid whose life was observed.
func observedRound(t *engine.T, s *engine.Session) *made {
	return &made{round: round{name: "observed", perLink: 4}, t: t, s: s}
}

func (m *made) meanwhile(requests func()) {
	if m.during == nil {
		requests()
		return
	}
	m.during(m.t, m.s, requests)
}

// end leaves the session and tries the Guids again.
func (m *made) end(rec recording) {
	m.t.Poll(m.s) // so that the session is known to be alive
	m.next()
	m.leave(m.t, m.s)
	wrong := slices.Concat(m.wrong, []string{m.s.Guid})
	for i := range 2 * len(wrong) {
		guid := wrong[i%len(wrong)]
		m.download(rec, m.notation(i), withGuid(guid))
		m.next()
		pollWith(m.t, m.s, withGuid(guid))
	}
	for _, guid := range wrong {
		m.next()
		m.t.Call(spec.Logout, m.s.Agent, guid, nil, harmless)
	}
}

// harmless is for a call that changes nothing the second time, so that it may go
// out on a connection that is in use already.
func harmless(r *engine.Request) { r.Unjudged = true }

// next changes the connection when it is time.
func (m *made) next() {
	if m.count++; m.perLink > 0 && m.count%m.perLink == 0 {
		m.t.CloseConnection()
	}
}

// notation writes a documented request in another way.
type notation func(t *engine.T, rec recording) engine.RequestOption

// notations of a download.
var notations = []notation{
	func(*engine.T, recording) engine.RequestOption { return func(*engine.Request) {} },
	func(_ *engine.T, rec recording) engine.RequestOption {
		return withParam(spec.RoleRecord, backslashed(rec.RecordID))
	},
	func(_ *engine.T, rec recording) engine.RequestOption {
		return withParam(spec.RoleRecord, withDrive(strings.ToUpper, rec.RecordID))
	},
	func(t *engine.T, rec recording) engine.RequestOption {
		if rec.Filetype == t.Doc().DefaultFiletype() {
			return without(spec.RoleFiletype)
		}
		return func(*engine.Request) {}
	},
	func(t *engine.T, rec recording) engine.RequestOption {
		if t.Deployment().Pool {
			return func(*engine.Request) {}
		}
		return withParam(spec.RoleLocation, ownNode(t))
	},
}

func (m *made) download(rec recording, spell notation, changes ...engine.RequestOption) {
	m.next()
	m.t.Download(m.s, rec, append([]engine.RequestOption{spell(m.t, rec)}, changes...)...)
}

// granted downloads recordings of every kind, one of one byte, and one that no buffer holds.
func (m *made) granted() {
	for i, rec := range sampleRecordings(m.t) {
		m.download(rec, notations[0])
		if rec.Size < 64*kib {
			m.download(rec, m.notation(i))
		}
	}
}

// refusedDownloads requests what must be refused though the Guid is right.
func (m *made) refusedDownloads() {
	t := m.t
	for i, rec := range ofEachKind(t) {
		other := m.notation(i)
		lost := []recording{neverRecorded(rec), oddlyNamed(rec)}
		if d := t.Deployment().Absent; d.Drive != "" {
			lost = append(lost, onDrive(rec, d.Drive))
		}
		for n, l := range lost {
			m.download(l, m.notation(i+n))
		}
		m.download(rec, other, without(spec.RoleRecord))
		m.download(rec, other, withParam(spec.RoleRecord, ""))
		if t.Deployment().Pool {
			m.download(rec, other, without(spec.RoleLocation))
		}
	}
	if t.Deployment().Absent.RecordID != "" {
		for i := range 3 {
			m.download(absent(t), m.notation(i))
		}
	}
	for i := range 2 {
		m.download(nameOnly(t), m.notation(i))
	}
}

// notation is the i-th of a round; each round begins with another one.
func (m *made) notation(i int) notation { return notations[(m.number+i)%len(notations)] }

// oddlyNamed is a path that no recording has, with letters outside ASCII in its name.
func oddlyNamed(rec recording) recording {
	directory, name := splitName(neverRecorded(rec).RecordID)
	rec.Name, rec.RecordID = "oddly named", directory+"\u5f55\u97f3"+name
	return rec
}

// calls are session operations with the right Guid.
func (m *made) calls() {
	t := m.t
	if t.Deployment().AuthMode == 2 && m.during == nil {
		m.next()
		updateGuid(t, m.s)
		m.download(requestedWhereDisabled(t)[0], notations[0])
		m.next()
		t.Poll(m.s)
	}
	m.next()
	t.Call(spec.Login, m.s.Agent, "", signInBodyOf(m.s.Agent), harmless)
}

// wrongGuids tries each operation with Guids that must be refused.
func (m *made) wrongGuids(kinds []recording) {
	t := m.t
	wrong := []engine.RequestOption{withoutGuid(), withGuid(""), guidAltered(middleFlipped), withGuid(inventedGuid)}
	for _, guid := range m.wrong {
		wrong = append(wrong, withGuid(guid))
	}
	if m.agents > 1 {
		absent := t.SignedOut(0)
		for k := range kinds {
			m.download(kinds[k], m.notation(k), asAgent(absent.ID))
		}
	}
	for i, change := range wrong {
		for k := range min(2, len(kinds)) {
			m.download(kinds[(m.number+i+k)%len(kinds)], m.notation(i+k), change)
		}
		m.next()
		pollWith(t, m.s, change)
		m.download(kinds[0], notations[0]) // shows that the session is alive, if it is
		m.next()
		t.Call(spec.Logout, m.s.Agent, m.s.Guid, nil, change, harmless)
		m.next()
		t.Call(spec.UpdateGuid, m.s.Agent, m.s.Guid, nil, change, harmless)
	}
}

// signedOut ends a session in the usual way, if wrong Guids have not ended it.
func signedOut(t *engine.T, s *engine.Session) {
	t.Call(spec.Logout, s.Agent, s.Guid, nil, harmless)
	s.Ended = true
}

func forciblyOut(t *engine.T, s *engine.Session) {
	t.Call(spec.ForceLogout, s.Agent, s.Guid, nil, harmless)
	s.Ended = true
}

func signedInByForce(t *engine.T, i int) *engine.Session {
	return t.Resume(t.SignedOut(i), spec.ForceLogin)
}

// withUpdatedGuid exchanges the Guid where that is documented.
func withUpdatedGuid(t *engine.T, i int) *engine.Session {
	s := t.OwnSession(i)
	if t.Deployment().AuthMode == 2 {
		t.Given(updateGuid(t, s), rules.GuidInResult(t.Doc()))
	}
	return s
}

func afterAbort(t *engine.T, s *engine.Session, requests func()) {
	rec := streamable(t)
	t.Reconnect(smallBuffer)
	t.Download(s, rec, withOption(wire.AbortAfter(rec.Size/4)))
	requests()
}

func duringDownload(t *engine.T, s *engine.Session, requests func()) {
	during(t, s, streamable(t), untilReleased, requests)
}

// duringPoll makes requests while a poll waits for an event. The first polls take the
// events that follow the sign-in.
func duringPoll(t *engine.T, s *engine.Session, requests func()) {
	for range 2 {
		t.Poll(s)
	}
	join := t.InBackground(func(side *engine.T) {
		side.Call(spec.GetAgentEvent, s.Agent, s.Guid, nil, engine.WaitingFor(t.Deployment().PollHold))
	})
	defer t.Held(t.Deployment().PollHold, join)
	requests()
}

func signInBodyOf(agent target.Agent) []byte {
	return client.SignInBody(agent, agent.Password.Reveal())
}
