package judge

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/spec"
)

// Bounds of what is kept.
const (
	mostViolations = 1000 // different ones
	mostDownloads  = 200  // of an agent, for receipts
	mostAgents     = 1000 // of all deployments
)

// Judge follows the agents of all deployments. It is safe for concurrent use.
type Judge struct {
	doc       *spec.Document
	recording Recordings

	mu         sync.Mutex
	agents     map[key]*agent
	violations []*Violation
	byKey      map[key]*Violation
	expected   []*Expected
	intended   int
	judged     map[string]int
	requests   int
	recordings int
}

// Recordings finds the size and the SHA-256 (hexadecimal) of a recording of a
// deployment, to compare with what a client says it got. It fails if there is none.
type Recordings func(deployment, recordID, filetype string) (size int64, sha256 string, err error)

// New makes a judge. Without recordings only the size in a receipt is compared.
func New(doc *spec.Document, recordings Recordings) *Judge {
	return &Judge{doc: doc, recording: recordings, judged: map[string]int{}, agents: map[key]*agent{}, byKey: map[key]*Violation{}}
}

// agent is what is known of one agent of a deployment. All times are by the clock
// of the gateway.
type agent struct {
	deployment, id string
	requests       int
	signIn         span      // the latest
	signedIn       bool      // a sign-in succeeded at some time
	signedOut      time.Time // zero unless the latest of sign-in and sign-out is a sign-out
	lost           time.Time // when a refusal said that there is no session; zero after a sign-in
	renewed        bool      // the Guid of the sign-in was replaced
	hasty          int       // polls in a row that came too fast
	already        int       // sign-ins in a row that were refused with 100-002
	downloads      []journal.Entry
}

type span struct{ began, ended time.Time }

// See judges one entry. It is meant as a tap of a journal.
func (j *Judge) See(e journal.Entry) {
	if e.Kind != journal.Exchange {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.requests++
	a := j.agent(e.Deployment, e.Agent)
	a.requests++
	j.findings(a, e)
	j.occasions(a, e)
	j.sequence(a, e)
	if e.Operation == spec.DownloadRecordFile {
		if e.Recording() && e.Outcome == journal.Complete {
			j.recordings++
		}
		a.downloads = append(a.downloads, e)
		if len(a.downloads) > mostDownloads {
			a.downloads = slices.Delete(a.downloads, 0, 1)
		}
	}
}

// agent is the state of an agent; beyond the bound all others share one.
func (j *Judge) agent(deployment, id string) *agent {
	k := key{deployment: deployment, agent: id}
	a := j.agents[k]
	if a == nil {
		if len(j.agents) >= mostAgents {
			k = key{agent: "others"}
		}
		if a = j.agents[k]; a == nil {
			a = &agent{deployment: deployment, id: id}
			j.agents[k] = a
		}
	}
	return a
}

// violate notes a violation.
func (j *Judge) violate(a *agent, e journal.Entry, v Violation) {
	k := key{v.Requirement, a.deployment, a.id}
	if known := j.byKey[k]; known != nil {
		known.Times++
		return
	}
	if len(j.violations) >= mostViolations {
		return
	}
	v.Deployment, v.Agent, v.Entry, v.First, v.Times = a.deployment, a.id, e.ID, e.Began, 1
	if v.Level == "" {
		if r, ok := j.doc.ClientRequirement(v.Requirement); ok {
			v.Level = r.Level
		}
	}
	j.byKey[k] = &v
	j.violations = append(j.violations, &v)
}

// Verdict returns the verdict so far, of all agents, or of one if it is named.
func (j *Judge) Verdict(deployment, agentID string) Verdict {
	j.mu.Lock()
	defer j.mu.Unlock()
	fits := func(d, a string) bool {
		return (deployment == "" || d == deployment) && (agentID == "" || a == agentID)
	}
	v := Verdict{Violations: []Violation{}, Missing: []Expected{}, Agents: []AgentCount{}, Intended: j.intended, Recordings: j.recordings, Judged: maps.Clone(j.judged)}
	for _, a := range j.agents {
		if fits(a.deployment, a.id) {
			v.Requests += a.requests
			v.Agents = append(v.Agents, AgentCount{a.deployment, a.id, a.requests})
		}
	}
	slices.SortFunc(v.Agents, func(a, b AgentCount) int {
		return cmp.Or(cmp.Compare(a.Deployment, b.Deployment), cmp.Compare(a.Agent, b.Agent))
	})
	for _, x := range j.violations {
		if fits(x.Deployment, x.Agent) {
			v.Violations = append(v.Violations, *x)
		}
	}
	for _, x := range j.expected {
		if x.Count > 0 && fits(x.Deployment, x.Agent) {
			v.Missing = append(v.Missing, *x)
		}
	}
	return v
}

// Reset forgets what is known of all agents, or of one if it is named.
func (j *Judge) Reset(deployment, agentID string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	fits := func(d, a string) bool {
		return (deployment == "" || d == deployment) && (agentID == "" || a == agentID)
	}
	if deployment == "" && agentID == "" {
		j.requests, j.recordings, j.intended = 0, 0, 0
		clear(j.judged)
	}
	for k, a := range j.agents {
		if fits(a.deployment, a.id) {
			delete(j.agents, k)
		}
	}
	j.violations = slices.DeleteFunc(j.violations, func(v *Violation) bool { return fits(v.Deployment, v.Agent) })
	clear(j.byKey)
	for _, v := range j.violations {
		j.byKey[key{v.Requirement, v.Deployment, v.Agent}] = v
	}
	j.expected = slices.DeleteFunc(j.expected, func(x *Expected) bool { return fits(x.Deployment, x.Agent) })
}
