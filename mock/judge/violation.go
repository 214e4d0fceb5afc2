package judge

import (
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// Violation is one way in which a client broke a requirement.
type Violation struct {
	Requirement string       `json:"requirement"` // id in the register, or of the requirements on clients
	Level       spec.Level   `json:"level"`       // MUST or SHOULD
	Deployment  string       `json:"deployment,omitempty"`
	Agent       string       `json:"agent,omitempty"`
	Slip        explain.Slip `json:"slip,omitempty"`
	Reason      string       `json:"reason"` // expected and got
	Hint        string       `json:"hint,omitempty"`
	Entry       int64        `json:"entry,omitempty"` // id in the journal of the first
	First       time.Time    `json:"first"`
	Times       int          `json:"times"` // how often it happened
}

// key tells violations apart.
type key struct{ requirement, deployment, agent string }

// Verdict is what became of a judgement.
type Verdict struct {
	Requests   int          `json:"requests"`   // that were seen
	Recordings int          `json:"recordings"` // that were delivered to their end
	Violations []Violation  `json:"violations"` // in the order in which they first happened
	Intended   int          `json:"intended"`   // refusals that were announced
	Missing    []Expected   `json:"missing"`    // announced refusals that never happened
	Agents     []AgentCount `json:"agents"`

	// Judged says how often there was an occasion to break a requirement on clients.
	Judged map[string]int `json:"judged"`
}

// AgentCount is how many requests an agent of a deployment made.
type AgentCount struct {
	Deployment string `json:"deployment"`
	Agent      string `json:"agent"`
	Requests   int    `json:"requests"`
}

// Failed reports whether the verdict is bad at a level: a MUST, or with
// [spec.Should] also a SHOULD, is broken, or there was no request at all.
func (v Verdict) Failed(least spec.Level) bool {
	if v.Requests == 0 {
		return true
	}
	for _, x := range v.Violations {
		if x.Level == spec.Must || least == spec.Should {
			return true
		}
	}
	return false
}
