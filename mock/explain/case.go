package explain

import (
	"net/http"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// Case is one request and what the gateway knows of it. Functions may be called
// while other requests are served.
type Case struct {
	Document  *spec.Document
	Operation *spec.Operation // nil if the address belongs to none
	HTTP      *http.Request
	Agent     string   // of the path
	Allowed   []string // methods of the address, if only the method is wrong
	Query     map[string]Value
	HeadAt    time.Time // when the head of the request had arrived
	Now       time.Time // when the request was judged

	Settings Settings
	Agents   []string // who can sign in
	Drives   []string // letters with a mapping, sorted

	Refused      bool           // the gateway refused the request
	Condition    spec.Condition // why; "" if it did not, or if no operation has the address
	Requirement  string         // that the gateway gives for it
	Stage        string         // the check of the gateway that refused
	Detail       string         // in words
	GuidAccepted bool           // the gateway found the Guid valid

	Mask    func(text string) string           // hides secrets
	Session Session                            // the agent's current or else latest session
	Guid    func(text string) Guid             // what is known of a text as a Guid
	Similar func(text string) (Guid, Slip)     // an issued Guid that the text is cut from or spelled differently
	File    func(drive, path string) FileState // a recording on a mapped drive
	Poll    Poll                               // for a poll: the one before
}

// Settings are those of the gateway that rules depend on.
type Settings struct {
	Dynamic        bool // AUTHMODE 2
	GuidInterval   time.Duration
	GuidTimeout    time.Duration
	SessionTimeout time.Duration
	Download       bool
	Pool           bool
}

// Value is one query parameter as received.
type Value struct {
	Text  string // decoded
	Bad   bool   // its percent-encoding is broken
	Given bool
}

// Session is what is known of an agent's session.
type Session struct {
	Known    bool // there is or was one
	Active   bool
	Started  time.Time
	Ended    time.Time // zero while it lasts, or if not known
	Cause    EndCause
	LastSeen time.Time // last poll or heartbeat, or the sign-in
	Polls    int
	Push     bool // events are pushed
}

// EndCause is why a session ended.
type EndCause string

// The causes.
const (
	BySignOut       EndCause = "sign-out"
	ByForcedSignOut EndCause = "forced-sign-out"
	ByForcedSignIn  EndCause = "forced-sign-in"
	ByTimeout       EndCause = "timeout"
	ByPush          EndCause = "push" // events could not be delivered
	ByAdmin         EndCause = "admin"
	ByDeviation     EndCause = "" // anything else: a deviation
)

// Guid is what is known of a text that a client offers as its Guid.
type Guid struct {
	Known      bool
	Number     int    // counts the Guids of the agent from 1
	Agent      string // to whom it was issued
	Issued     time.Time
	Replaced   time.Time // zero while it is the newest
	ReplacedBy int       // number of the next Guid, 0 while it is the newest
	Session    Session
}

// FileState is what is known of a file on a mapped drive.
type FileState struct {
	Exists    bool
	OtherCase string // path of a file that differs only in letter case, "" if there is none
}

// Poll is an agent's poll before the one in question.
type Poll struct {
	Known bool
	Ended time.Time
	Event bool // it delivered an event
	Held  bool // it is still held
}
