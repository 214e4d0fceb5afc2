// Package report is the result of a run and its writers. All outputs and the
// exit code derive from one [Result], so that they agree. A result is collected
// first and completed by [Finish]; the writers expect a completed one.
//
// The writers escape text from a gateway, so that it cannot act on a terminal, a
// browser or a CI runner. They do not mask secrets: the code that fills a result masks
// its texts. The package contacts nothing.
package report

import (
	"encoding/json"
	"time"
)

// Verdict is the verdict on one check or one requirement.
type Verdict string

// The verdicts. Pass, fail and inconclusive are those of ISO/IEC 9646-1.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"           // a MUST is not met
	Warning       Verdict = "warning"        // a SHOULD is not met
	Inconclusive  Verdict = "inconclusive"   // it ran but could not be judged
	NotApplicable Verdict = "not-applicable" // the target does not claim the feature, or the edition does not have it
	NotRun        Verdict = "not-run"        // deselected, or a prerequisite failed
	Error         Verdict = "error"          // the harness failed, which says nothing about the gateway

	// Observed is for requirements of level INFO alone: what a gateway does is
	// reported, and is neither right nor wrong.
	Observed Verdict = "observed"
)

// Overall is the verdict on the whole run.
type Overall string

// The overall verdicts. [Finish] documents when a run has which.
const (
	Conformant            Overall = "conformant"
	ConformantWithWaivers Overall = "conformant-with-waivers"
	Nonconformant         Overall = "nonconformant"
	Incomplete            Overall = "incomplete"
	Broken                Overall = "error" // the harness failed
)

// Schema is the value of the key schema of result.json, which identifies its format.
const Schema = "gwcheck/result/v1"

// Result is one run. [Finish] sets Schema, Overall, ExitCode, Counts,
// Causes, WaiverProblems and the verdicts of Requirements; everything else is collected
// before.
type Result struct {
	Schema       string    `json:"schema"`
	Overall      Overall   `json:"overall"`
	ExitCode     int       `json:"exitCode"` // of "gwcheck run"
	Tool         Tool      `json:"tool"`
	Edition      string    `json:"edition"` // of the interface, such as 2023-09-27
	Target       Target    `json:"target"`
	Started      time.Time `json:"started"`
	DurationMs   int64     `json:"durationMs"`
	Selection    Selection `json:"selection"`
	Strict       bool      `json:"strict"` // a SHOULD that is not met counts as a failure
	Seed         int64     `json:"seed"`
	Interrupted  bool      `json:"interrupted"`            // the run ended before everything that applies was judged
	Problem      string    `json:"problem,omitempty"`      // why the run as a whole could not be judged, in one sentence
	Notices      []string  `json:"notices,omitempty"`      // what the users of the gateway should know of the run; they change no verdict
	HarnessError string    `json:"harnessError,omitempty"` // why the harness as a whole failed; the verdicts are then void
	Counts       Counts    `json:"counts"`
	Checks       []Check   `json:"checks"`
	Causes       []Cause   `json:"causes"` // of failures and warnings; Finish sets them
	// Rules are how the rules of the assertions were made, by id.
	Rules map[string]Recipe `json:"rules,omitempty"`

	Requirements []Requirement `json:"requirements"`
	Observations []Observation `json:"observations"`
	Waivers      []Waiver      `json:"waivers,omitempty"`

	// WaiverProblems says which waivers break the run, why, and what to do.
	WaiverProblems []string `json:"waiverProblems,omitempty"`

	// Baseline compares the failures with those of an earlier run; nil for none.
	Baseline *Baseline `json:"baseline,omitempty"`

	Exchanges []Exchange `json:"-"`        // masked, for exchanges.har
	Requests  int        `json:"requests"` // sent in the whole run
}

// Selection says how a run was narrowed, or weakened.
type Selection struct {
	Only       []string `json:"only"`
	Skip       []string `json:"skip"`
	Deployment string   `json:"deployment"`          // the only one that was used, "" for all
	MaxWaitMs  int64    `json:"maxWaitMs,omitempty"` // checks that wait for longer are left out; 0 means none
	LeftOut    []string `json:"leftOut,omitempty"`   // ids of these checks
	Insecure   bool     `json:"insecure"`            // a certificate was not verified
	Checks     int      `json:"checks"`              // selected, applicable or not
	Of         int      `json:"of"`
}

// Tool is the program that made the result.
type Tool struct {
	Version  string `json:"version"`
	Revision string `json:"revision"`
	SHA256   string `json:"sha256,omitempty"`   // of the program file, hexadecimal; "" if unknown
	Register string `json:"register,omitempty"` // SHA-256 of the interface document with its requirements
}

// Target is what was judged.
type Target struct {
	Name        string            `json:"name"`
	Build       map[string]string `json:"build"`
	Vendor      map[string]string `json:"vendor,omitempty"` // organization, product, contact, url
	InsecureTLS bool              `json:"insecureTLS,omitempty"`
	Deployments []Deployment      `json:"deployments"`
	Claimed     []string          `json:"claimed,omitempty"`   // claims that it makes, in the same words
	NotClaimed  []string          `json:"notClaimed"`          // claims that the target file does not make
	Simulated   bool              `json:"simulated,omitempty"` // a mock in the same process, whose time is moved in place of waiting
	Recordings  []RecordingKind   `json:"recordings,omitempty"`
}

// RecordingKind counts the declared recordings whose path has one of the documented forms.
type RecordingKind struct {
	Kind  string `json:"kind"` // such as agent-call
	Count int    `json:"count"`
}

// Deployment is one deployment of the target and what the file claims of it.
type Deployment struct {
	Name     string `json:"name"`
	URL      string `json:"url"`
	AuthMode int    `json:"authMode"`
	Download bool   `json:"download"`
	Pool     bool   `json:"pool"`
	TLS      string `json:"tls,omitempty"` // how the certificate was verified: verified, pinned or insecure
}

// Counts holds the number of checks per verdict.
type Counts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Warning       int `json:"warning"`
	Inconclusive  int `json:"inconclusive"`
	NotApplicable int `json:"notApplicable"`
	NotRun        int `json:"notRun"`
	Error         int `json:"error"`
}

// Check is the verdict of one check.
type Check struct {
	ID          string      `json:"id"`
	Requirement string      `json:"requirement"`
	Level       string      `json:"level"`
	Title       string      `json:"title"`
	Area        string      `json:"area"`
	Verdict     Verdict     `json:"verdict"`
	Blocked     bool        `json:"blocked,omitempty"` // not run for another reason than its deselection, so the run is incomplete
	RestsOn     *string     `json:"restsOn"`           // the check that found broken what this one rests on, so that it was not judged
	Cause       string      `json:"cause,omitempty"`   // id of the cause of a failure, or of what the check rests on; Finish sets it
	Base        int         `json:"base,omitempty"`    // other checks rest on what this one shows: 1 for what all rest on, and so on
	Deployment  string      `json:"deployment"`
	Reason      string      `json:"reason"` // one sentence: expected, got
	Detail      string      `json:"detail,omitempty"`
	DurationMs  int64       `json:"durationMs"`
	Waiver      *Waiver     `json:"waiver"` // the waiver that accepts this failure; Finish sets it
	Exchanges   []string    `json:"exchanges"`
	Curl        string      `json:"curl"`
	Assertions  []Assertion `json:"assertions,omitempty"`
	Basis       *Basis      `json:"basis,omitempty"` // what the verdict was derived from; nil if the check did not run
}

// Basis is what the verdict of a check was derived from, together with its assertions.
type Basis struct {
	Ending  string `json:"ending"`            // completed, violated, unmet, not-started, blocked or broken
	Contact string `json:"contact"`           // answering, cancelled, unreachable, gone or silent
	Decided *Part  `json:"decided,omitempty"` // the rule and the exchange that ended it, if a rule did
	Judged  []Part `json:"judged,omitempty"`  // of a check that judges every exchange of a kind
}

// Part is a rule and the exchanges for which it was judged. Another check answers for
// the exchanges of Excused that break it.
type Part struct {
	By        string   `json:"by"`
	Exchanges []string `json:"exchanges"`
	Excused   []string `json:"excused,omitempty"`
}

// Assertion is one rule applied to exchanges, with what did not match.
type Assertion struct {
	Rule       string            `json:"rule"`
	Params     map[string]string `json:"params,omitempty"`
	Exchanges  []string          `json:"exchanges"`
	By         string            `json:"by,omitempty"`    // the id in Result.Rules of how the rule was made
	Given      bool              `json:"given,omitempty"` // a precondition: a mismatch makes the check inconclusive
	Mismatches []Mismatch        `json:"mismatches,omitempty"`
}

// Recipe says how a rule was made: the function of the rule and its arguments, or the
// rules that it joins. With it a stored exchange can be judged again.
type Recipe struct {
	Rule string            `json:"rule,omitempty"` // "" if of joins rules, or if the rule cannot be made again
	Args []json.RawMessage `json:"args,omitempty"`
	Of   []Recipe          `json:"of,omitempty"`
}

// Mismatch is one difference between what a rule expects and what it got.
type Mismatch struct {
	What     string `json:"what"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
}

// Requirement is the verdict on one row of the register.
type Requirement struct {
	ID      string   `json:"id"`
	Level   string   `json:"level"`
	Text    string   `json:"text"`
	Source  string   `json:"source"`
	Verdict Verdict  `json:"verdict"`
	Value   string   `json:"value,omitempty"` // what was observed, for level INFO; Finish sets it
	Checks  []string `json:"checks"`
}

// Observation is what was observed of a requirement of level INFO, which is
// reported and never judged.
type Observation struct {
	Requirement string `json:"requirement"`
	Deployment  string `json:"deployment"`
	Value       string `json:"value"`
	Count       int    `json:"count"` // of exchanges with this value
}

// Waiver accepts a failing check for a time; the failure stays visible.
type Waiver struct {
	Check       string `json:"check,omitempty"`
	Requirement string `json:"requirement,omitempty"`
	Reason      string `json:"reason"`
	Owner       string `json:"owner"`
	Link        string `json:"link,omitempty"`
	Expires     string `json:"expires"`         // YYYY-MM-DD, the last day (UTC) on which it is valid
	State       string `json:"state,omitempty"` // used, idle, expired, unmatched, unexpected-pass; Finish sets it
}

// Exchange is one request and its response for exchanges.har, with all texts
// masked.
type Exchange struct {
	ID         string
	Deployment string
	Began      time.Time
	Method     string
	URL        string
	Request    []HeaderField
	SentText   string // request body, "" if none
	Status     int    // 0 if there was no response
	Proto      string
	Reason     string
	Response   []HeaderField
	BodyLength int64
	BodySHA256 string   // hexadecimal
	BodyText   string   // "" for anything that may be a recording
	Err        string   // of the transport, "" if none
	Faults     []string // violations of HTTP in the response
	Wire       *Wire    // what else is known of it, to judge it again; nil in a result of an older version
	SentMs     float64  // to send the request
	WaitMs     float64  // from then to the first byte of the response
	ReceiveMs  float64  // from then to its end
}

// Wire is what a rule may need of an exchange beyond what people read.
type Wire struct {
	TLS      string        `json:"tls,omitempty"` // version, "" without TLS
	Framing  string        `json:"framing,omitempty"`
	Complete bool          `json:"complete,omitempty"` // the body was received up to its end
	Trailer  bool          `json:"trailer,omitempty"`  // there is one, which is not stored
	Faults   []Fault       `json:"faults,omitempty"`
	Error    string        `json:"error,omitempty"`    // the cause, "" if there was none
	Shapes   []HeaderField `json:"shapes,omitempty"`   // fields that carry Guids, each letter and digit an x
	Cut      bool          `json:"cut,omitempty"`      // not all fields are kept
	Text     bool          `json:"text,omitempty"`     // the body is stored as text, but for masked secrets
	Begins   string        `json:"begins,omitempty"`   // "{" or "[", if a body that is not stored begins so
	Envelope string        `json:"envelope,omitempty"` // plain or encoded, if such a body looks like an envelope
	Retcode  string        `json:"retcode,omitempty"`  // of such a body, if it has the documented form
}

// Fault is a violation of HTTP in a response.
type Fault struct {
	Kind   string `json:"kind"`
	Detail string `json:"detail"`
	Offset int64  `json:"offset"`
}

// HeaderField is one header field of an Exchange.
type HeaderField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
