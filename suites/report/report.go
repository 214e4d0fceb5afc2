// Package report is the result model of a run and its writers. Every output
// and the exit code derive from one Result; the package contacts nothing.
package report

import "time"

// Verdict is what a run says about one check or one requirement.
type Verdict string

// The verdicts (ISO/IEC 9646 pass, fail, inconclusive, and what a report needs besides).
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	Warning       Verdict = "warning"
	Inconclusive  Verdict = "inconclusive"
	NotApplicable Verdict = "not-applicable"
	NotRun        Verdict = "not-run"
	Error         Verdict = "error"
)

// Overall is the verdict on the whole run.
type Overall string

// The overall verdicts.
const (
	Conformant            Overall = "conformant"
	ConformantWithWaivers Overall = "conformant-with-waivers"
	Nonconformant         Overall = "nonconformant"
	Incomplete            Overall = "incomplete"
	Broken                Overall = "error"
)

// Schema identifies the format of result.json.
const Schema = "gwcheck/result/v1"

// Result is one run.
type Result struct {
	Schema       string        `json:"schema"`
	Overall      Overall       `json:"overall"`
	ExitCode     int           `json:"exitCode"`
	Tool         Tool          `json:"tool"`
	Edition      string        `json:"edition"`
	Target       Target        `json:"target"`
	Started      time.Time     `json:"started"`
	DurationMs   int64         `json:"durationMs"`
	Strict       bool          `json:"strict"`
	Seed         int64         `json:"seed"`
	Interrupted  bool          `json:"interrupted"`
	Problem      string        `json:"problem,omitempty"`      // why the run as a whole could not be judged, in one sentence
	HarnessError string        `json:"harnessError,omitempty"` // why the harness as a whole broke; nothing it said can then be relied on
	Counts       Counts        `json:"counts"`
	Checks       []Check       `json:"checks"`
	Requirements []Requirement `json:"requirements"`
	Observations []Observation `json:"observations"`
	Waivers      []Waiver      `json:"waivers,omitempty"`

	// WaiverProblems says which waivers broke the run and why; Finish sets it.
	WaiverProblems []string `json:"waiverProblems,omitempty"`

	Exchanges []Exchange `json:"-"` // for HAR; masked before they get here
	Requests  int        `json:"requests"`
}

// Tool is the program that made the result.
type Tool struct {
	Version  string `json:"version"`
	Revision string `json:"revision"`
}

// Target is what was judged.
type Target struct {
	Name        string            `json:"name"`
	Build       map[string]string `json:"build"`
	InsecureTLS bool              `json:"insecureTLS,omitempty"`
	Deployments []Deployment      `json:"deployments"`
	NotClaimed  []string          `json:"notClaimed"` // claims that the target file does not make
}

// Deployment is one deployment of the target and what the file claims of it.
type Deployment struct {
	Name     string `json:"name"`
	URL      string `json:"url"`
	AuthMode int    `json:"authMode"`
	Download bool   `json:"download"`
	Pool     bool   `json:"pool"`
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
	Blocked     bool        `json:"blocked,omitempty"` // not-run because a prerequisite did not hold, so the run is incomplete; a deselected check is not blocked
	Deployment  string      `json:"deployment"`
	Reason      string      `json:"reason"` // one sentence: expected, got
	Detail      string      `json:"detail,omitempty"`
	DurationMs  int64       `json:"durationMs"`
	Waiver      *Waiver     `json:"waiver"` // the waiver that accepts this failure; Finish sets it
	Exchanges   []string    `json:"exchanges"`
	Curl        string      `json:"curl"`
	Assertions  []Assertion `json:"assertions,omitempty"`
}

// Assertion is one rule applied to exchanges, with what did not match.
type Assertion struct {
	Rule       string            `json:"rule"`
	Params     map[string]string `json:"params,omitempty"`
	Exchanges  []string          `json:"exchanges"`
	Given      bool              `json:"given,omitempty"` // a precondition: a mismatch makes the check inconclusive
	Mismatches []Mismatch        `json:"mismatches,omitempty"`
}

// Mismatch is one difference between what a rule expects and what came.
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
	Checks  []string `json:"checks"`
}

// Observation is something seen and reported, never judged (level INFO).
type Observation struct {
	Requirement string `json:"requirement"`
	Deployment  string `json:"deployment"`
	Value       string `json:"value"`
	Count       int    `json:"count"`
}

// Waiver accepts a failing check for a time; the failure stays visible.
type Waiver struct {
	Check       string `json:"check,omitempty"`
	Requirement string `json:"requirement,omitempty"`
	Reason      string `json:"reason"`
	Owner       string `json:"owner"`
	Link        string `json:"link,omitempty"`
	Expires     string `json:"expires"`         // YYYY-MM-DD, the last day (UTC) on which it holds
	State       string `json:"state,omitempty"` // used, idle, expired, unmatched, unexpected-pass; Finish sets it
}

// Exchange is one masked request and response, for exchanges.har.
type Exchange struct {
	ID         string
	Deployment string
	Began      time.Time
	Method     string
	URL        string
	Request    []HeaderField
	SentText   string // masked text of the request body, empty if there was none
	Status     int
	Proto      string
	Reason     string
	Response   []HeaderField
	BodyLength int64
	BodySHA256 string
	BodyText   string // masked text of a JSON body, empty for recordings
	Err        string
	Faults     []string
	SentMs     float64
	WaitMs     float64
	ReceiveMs  float64
}

// HeaderField is one masked header field.
type HeaderField struct{ Name, Value string }
