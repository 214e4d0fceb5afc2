package journal

import (
	"slices"

	"github.com/gwcheck/gwcheck/mock/explain"
)

// Filter selects entries. The zero value selects all; every field that is set
// must fit.
type Filter struct {
	After       int64        `json:"after,omitempty"` // entries with a higher id
	Kind        Kind         `json:"kind,omitempty"`
	Deployment  string       `json:"deployment,omitempty"`
	Agent       string       `json:"agent,omitempty"`
	Operation   string       `json:"operation,omitempty"` // log name
	Method      string       `json:"method,omitempty"`
	Status      int          `json:"status,omitempty"`
	Retcode     string       `json:"retcode,omitempty"`
	Condition   string       `json:"condition,omitempty"`
	RecordID    string       `json:"recordId,omitempty"`
	Guid        string       `json:"guid,omitempty"` // pseudonym
	Event       string       `json:"event,omitempty"`
	Outcome     Outcome      `json:"outcome,omitempty"`
	Slip        explain.Slip `json:"slip,omitempty"`        // of one of the findings
	Requirement string       `json:"requirement,omitempty"` // of one of the findings
	Fault       string       `json:"fault,omitempty"`       // of one of the findings
	Notice      string       `json:"notice,omitempty"`
	Findings    bool         `json:"findings,omitempty"` // entries with findings only
}

// Selects reports whether an entry fits.
func (f Filter) Selects(e Entry) bool {
	text := func(want, got string) bool { return want == "" || want == got }
	return e.ID > f.After && (f.Status == 0 || f.Status == e.Status) && (!f.Findings || len(e.Findings) > 0) &&
		text(string(f.Kind), string(e.Kind)) && text(f.Deployment, e.Deployment) && text(f.Agent, e.Agent) &&
		text(f.Operation, e.Operation) && text(f.Method, e.Method) && text(f.Retcode, e.Retcode) &&
		text(f.Condition, e.Condition) && text(f.RecordID, e.RecordID) && text(f.Guid, e.Guid) && text(f.Event, e.Event) &&
		text(string(f.Outcome), string(e.Outcome)) && text(f.Notice, string(e.Notice)) && f.finding(e)
}

// finding reports whether one finding of an entry fits.
func (f Filter) finding(e Entry) bool {
	if f.Slip == "" && f.Requirement == "" && f.Fault == "" {
		return true
	}
	return slices.ContainsFunc(e.Findings, func(x explain.Finding) bool {
		return (f.Slip == "" || f.Slip == x.Slip) && (f.Requirement == "" || f.Requirement == x.Requirement) &&
			(f.Fault == "" || f.Fault == string(x.Fault))
	})
}
