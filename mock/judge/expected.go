package judge

import (
	"errors"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/mock/journal"
)

var zero time.Time

// ended is when the answer of an exchange ended.
func ended(e journal.Entry) time.Time {
	return e.Began.Add(time.Duration(e.TookMs * float64(time.Millisecond)))
}

// Expected announces a refusal that a client is about to cause on purpose. At
// least one of slip, requirement, condition and retcode is needed.
type Expected struct {
	Deployment  string       `json:"deployment,omitempty"` // "" for any
	Agent       string       `json:"agent,omitempty"`      // "" for any
	Slip        explain.Slip `json:"slip,omitempty"`
	Requirement string       `json:"requirement,omitempty"`
	Condition   string       `json:"condition,omitempty"`
	Retcode     string       `json:"retcode,omitempty"`
	Count       int          `json:"count"` // how many; 1 if zero
}

// mostExpected bounds the announcements that wait.
const mostExpected = 1000

// Announce makes refusals of the future count for nothing. It fails if nothing
// says which.
func (j *Judge) Announce(x Expected) error {
	if x.Slip == "" && x.Requirement == "" && x.Condition == "" && x.Retcode == "" {
		return errors.New("the announcement says of no refusal what it is: give slip, requirement, condition or retcode")
	}
	if x.Count < 0 {
		return errors.New("the count is below zero")
	}
	x.Count = max(x.Count, 1)
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.expected) >= mostExpected {
		return errors.New("1,000 announcements wait already")
	}
	j.expected = append(j.expected, &x)
	return nil
}

// announced reports whether an entry is an announced refusal, and uses up the
// announcement.
func (j *Judge) announced(a *agent, e journal.Entry) bool {
	for i, x := range j.expected {
		if !x.selects(a, e) {
			continue
		}
		j.intended++
		if x.Count--; x.Count == 0 {
			j.expected = slices.Delete(j.expected, i, i+1)
		}
		return true
	}
	return false
}

func (x *Expected) selects(a *agent, e journal.Entry) bool {
	if !e.Refused() || x.Deployment != "" && x.Deployment != a.deployment || x.Agent != "" && x.Agent != a.id {
		return false
	}
	if x.Retcode != "" && x.Retcode != e.Retcode || x.Condition != "" && x.Condition != e.Condition {
		return false
	}
	return x.Slip == "" && x.Requirement == "" || slices.ContainsFunc(e.Findings, func(f explain.Finding) bool {
		return (x.Slip == "" || x.Slip == f.Slip) && (x.Requirement == "" || x.Requirement == f.Requirement)
	})
}
