package journal

import (
	"errors"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/explain"
)

// Kind tells exchanges and notices apart.
type Kind string

// The kinds of entries.
const (
	Exchange Kind = "exchange"
	Notice   Kind = "notice"
)

// Entry is one exchange or one notice. The members that an exchange shares with
// the exchanges of a conformance run have the same names and meanings.
type Entry struct {
	ID         int64     `json:"id"` // counts all entries from 1; never used twice
	Kind       Kind      `json:"kind"`
	Began      time.Time `json:"began"` // by the gateway's clock
	Deployment string    `json:"deployment,omitempty"`
	Agent      string    `json:"agent,omitempty"`  // of the path
	Remote     string    `json:"remote,omitempty"` // the same for all exchanges of a connection

	// Of an exchange.
	Operation string            `json:"operation,omitempty"` // log name, "" if no operation has the address
	Method    string            `json:"method,omitempty"`
	Path      string            `json:"path,omitempty"`
	Query     []mock.Parameter  `json:"query,omitempty"`
	RecordID  string            `json:"recordId,omitempty"`
	Guid      string            `json:"guid,omitempty"`     // offered, such as "Guid 3 of agent 102"
	Issued    string            `json:"issued,omitempty"`   // delivered by the answer
	Event     string            `json:"event,omitempty"`    // delivered by a poll
	Request   []mock.Parameter  `json:"request,omitempty"`  // header fields
	Response  []mock.Parameter  `json:"response,omitempty"` // header fields
	Status    int               `json:"status,omitempty"`
	Retcode   string            `json:"retcode,omitempty"`
	Condition string            `json:"condition,omitempty"` // why the answer is a refusal
	BodyText  string            `json:"bodyText,omitempty"`  // "" for recordings
	Promised  int64             `json:"promised"`            // bytes of the body
	Written   int64             `json:"written"`             // bytes handed to the connection
	Outcome   Outcome           `json:"outcome,omitempty"`
	ClosedBy  string            `json:"closedBy,omitempty"` // client or gateway, "" if the answer is complete
	TookMs    float64           `json:"tookMs"`
	Findings  []explain.Finding `json:"findings,omitempty"`

	// Of a notice.
	Notice mock.NoticeKind `json:"notice,omitempty"`
	Text   string          `json:"text,omitempty"`
	Hint   string          `json:"hint,omitempty"`
}

// Outcome is what became of the body of an answer.
type Outcome string

// The values of Outcome.
const (
	Complete  Outcome = "complete"
	Truncated Outcome = "truncated" // by the gateway: a deviation, or a file that could not be read
	Aborted   Outcome = "aborted"   // the client closed the connection
	Reset     Outcome = "reset"     // the client reset the connection
)

// Recording reports whether the answer is a recording.
func (e Entry) Recording() bool {
	return e.Kind == Exchange && e.Operation == "downloadRecordFile" && e.Condition == "" && e.Retcode == "" && e.Status < 300
}

// Refused reports whether the gateway refused the request.
func (e Entry) Refused() bool { return e.Kind == Exchange && (e.Condition != "" || e.Status >= 400) }

func exchangeOf(o mock.Observation) Entry {
	e := Entry{
		Kind: Exchange, Began: o.Began, Deployment: o.Deployment, Agent: o.Agent, Remote: o.Remote,
		Operation: o.Operation, Method: o.Method, Path: o.Path, Query: o.Query, RecordID: o.RecordID,
		Guid: o.Guid, Issued: o.Issued, Event: o.Event, Request: o.Request.Fields, Response: o.Response.Fields,
		Status: o.Status, Retcode: o.Retcode, Condition: string(o.Condition), BodyText: o.Response.Body,
		Promised: o.Transfer.Promised, Written: o.Transfer.Written,
		TookMs: float64(o.Took.Microseconds()) / 1000, Findings: o.Findings,
	}
	e.Outcome, e.ClosedBy = outcome(o.Transfer)
	return e
}

func outcome(t mock.Transfer) (Outcome, string) {
	switch {
	case t.Complete():
		return Complete, ""
	case t.Aborted == mock.AbortedByGateway:
		return Truncated, string(t.Aborted)
	case errors.Is(t.Err, syscall.ECONNRESET), errors.Is(t.Err, net.ErrClosed) && strings.Contains(t.Err.Error(), "reset"):
		return Reset, string(t.Aborted)
	}
	return Aborted, string(t.Aborted)
}

func noticeOf(n mock.Notice) Entry {
	return Entry{Kind: Notice, Began: n.Time, Deployment: n.Deployment, Agent: n.Agent, Remote: n.Remote,
		Notice: n.Kind, Text: n.Text, Hint: n.Hint}
}

// overhead is what an entry takes in addition to its texts, roughly.
const overhead = 600

// size is roughly what an entry takes in memory, in bytes.
func (e Entry) size() int {
	n := overhead + len(e.Path) + len(e.RecordID) + len(e.BodyText) + len(e.Text) + len(e.Hint) + len(e.Guid) + len(e.Issued)
	for _, list := range [][]mock.Parameter{e.Query, e.Request, e.Response} {
		for _, p := range list {
			n += 32 + len(p.Name) + len(p.Value)
		}
	}
	for _, f := range e.Findings {
		n += 160 + len(f.Section) + len(f.Expected) + len(f.Got) + len(f.Hint)
	}
	return n
}
