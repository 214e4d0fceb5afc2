package mock

import (
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// explanation is what the gateway has to say about a request in addition to its
// answer.
type explanation struct {
	findings []explain.Finding
	issued   string // pseudonym of the Guid in the answer
}

// addTo puts the findings into a header field of the answer, if one is named.
func (e *explanation) addTo(a *answer, header string) {
	if e != nil && header != "" && len(e.findings) > 0 {
		a.setHeader(header, explain.HeaderValue(e.findings))
	}
}

// explain explains a request before its answer is written. It is nil if nobody
// wants to know.
func (g *Gateway) explain(r *request, a *answer) *explanation {
	if len(g.observe) == 0 && g.explanationHeader == "" && !g.logs(r) {
		return nil
	}
	c := g.caseOf(r, a)
	return &explanation{findings: explain.Explain(c), issued: g.issuedName(r, a)}
}

// caseOf is what the gateway knows of a request.
func (g *Gateway) caseOf(r *request, a *answer) *explain.Case {
	c := &explain.Case{
		Document: g.doc, Operation: r.op, HTTP: r.http, Agent: r.agent, HeadAt: r.received, Now: r.now, Poll: r.before,
		Settings: explain.Settings{
			Dynamic: g.authMode == Dynamic, GuidInterval: g.guidInterval, GuidTimeout: g.guidTimeout,
			SessionTimeout: g.sessionTimeout, Download: g.download, Pool: g.pool,
		},
		Agents: g.ids, Drives: g.drives, GuidAccepted: r.session != nil,
		Query: map[string]explain.Value{}, Mask: g.mask,
		Guid: g.guidFacts, Similar: g.similarGuid, File: g.fileState,
	}
	for name, v := range r.query {
		c.Query[name] = explain.Value{Text: v.text, Bad: v.bad, Given: v.given}
	}
	if why := a.refusal; why != nil {
		c.Refused, c.Condition, c.Requirement, c.Stage, c.Detail = true, why.Condition, why.Requirement, why.Stage, why.Detail
		c.Allowed = allowedMethods(a)
	}
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	c.Session = sessionFacts(g.sessions.latest(r.agent))
	return c
}

// allowedMethods are those of the address of a request whose method was refused.
func allowedMethods(a *answer) []string {
	if a.status != http.StatusMethodNotAllowed || len(a.header["Allow"]) == 0 {
		return nil
	}
	return strings.Split(a.header["Allow"][0], ", ")
}

// latest is the current or else the latest session of an agent, nil if there is
// none. The lock must be held.
func (ss *sessionStore) latest(agent string) *session {
	l := ss.agents[agent]
	switch {
	case l == nil:
		return nil
	case l.current != nil:
		return l.current
	case len(l.past) > 0:
		return l.past[len(l.past)-1]
	}
	return nil
}

func sessionFacts(s *session) explain.Session {
	if s == nil {
		return explain.Session{}
	}
	return explain.Session{
		Known: true, Active: s.active(), Started: s.started, Ended: s.ended, Cause: s.cause, LastSeen: s.lastSeen, Polls: s.polls, Push: s.push != nil,
	}
}

// guidFacts is what is known of a text as a Guid.
func (g *Gateway) guidFacts(text string) explain.Guid {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	return grantFacts(g.sessions.issued(text))
}

func grantFacts(k *grant) explain.Guid {
	if k == nil {
		return explain.Guid{}
	}
	facts := explain.Guid{
		Known: true, Number: k.serial, Agent: k.session.agent, Issued: k.issued, Replaced: k.replaced, Session: sessionFacts(k.session),
	}
	if i := slices.Index(k.session.grants, k); i >= 0 && i+1 < len(k.session.grants) {
		facts.ReplacedBy = k.session.grants[i+1].serial
	}
	return facts
}

// shortestPart is the length from which a text counts as a part of a Guid.
const shortestPart = 8

// similarGuid finds an issued Guid that a text differs from in letter case only,
// or of which it is the beginning or the end.
func (g *Gateway) similarGuid(text string) (explain.Guid, explain.Slip) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	for k := range g.sessions.all() {
		switch {
		case strings.EqualFold(k.guid, text):
			return grantFacts(k), explain.GuidLetterCase
		case len(text) >= shortestPart && (strings.HasPrefix(k.guid, text) || strings.HasSuffix(k.guid, text)):
			return grantFacts(k), explain.GuidCut
		}
	}
	return explain.Guid{}, ""
}

// mostEntries bounds the entries of a directory that are compared.
const mostEntries = 4096

// fileState looks for a recording, and for one that differs in letter case only.
func (g *Gateway) fileState(drive, path string) explain.FileState {
	content, _, err := g.openRecording(place{drive, path})
	if err == nil {
		content.Close() //nolint:errcheck // read only
		return explain.FileState{Exists: true}
	}
	if !fs.ValidPath(path) {
		return explain.FileState{}
	}
	if calls, err := g.calls.Drive(drive); err == nil {
		if found := inOtherCase(calls, path); found != "" {
			return explain.FileState{OtherCase: found}
		}
	}
	if g.mounts[drive] == nil {
		return explain.FileState{}
	}
	return explain.FileState{OtherCase: inOtherCase(g.mounts[drive], path)}
}

// inOtherCase is the path of a file that differs from path in letter case only, ""
// if there is none.
func inOtherCase(files fs.FS, path string) string {
	found := "."
	for element := range strings.SplitSeq(path, "/") {
		name := entryNamed(files, found, element)
		if name == "" {
			return ""
		}
		found = strings.TrimPrefix(found+"/"+name, "./")
	}
	return found
}

// entryNamed is the entry of a directory with a name in any letter case, "" if
// there is none.
func entryNamed(files fs.FS, dir, name string) string {
	f, err := files.Open(dir)
	if err != nil {
		return ""
	}
	defer f.Close() //nolint:errcheck // read only
	list, ok := f.(fs.ReadDirFile)
	if !ok {
		return ""
	}
	entries, err := list.ReadDir(mostEntries)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if strings.EqualFold(e.Name(), name) {
			return e.Name()
		}
	}
	return ""
}

// recordParameter is the name of the parameter that names the recording.
func recordParameter(doc *spec.Document) (string, bool) {
	op, ok := doc.Operation(spec.DownloadRecordFile)
	if !ok {
		return "", false
	}
	p, ok := op.Param(spec.RoleRecord)
	return p.Name, ok
}
