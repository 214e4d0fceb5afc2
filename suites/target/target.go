// Package target reads the file that declares a gateway under test: where its
// deployments are, what is claimed of them, which agents and recordings there are.
package target

import "time"

// Target is a validated target file with all defaults filled in and the
// overrides of each deployment applied.
type Target struct {
	Name        string
	Build       map[string]string
	Edition     string // date, such as "2023-09-27"; "" stands for the first of the document
	Deployments []Deployment
	Record      []string // command that makes the gateway record a call; nil if none
	RecordEnv   []string // environment variables that Record gets besides its own
	Vendor      Vendor
	Dir         string // directory of the file; relative paths are relative to it
}

// Deployment is one configuration of the gateway with everything that applies to it.
type Deployment struct {
	Name           string
	URL            string // https, optional path prefix, no trailing slash
	AuthMode       int    // 1 static, 2 dynamic
	Download       bool
	Pool           bool
	GuidInterval   time.Duration
	GuidTimeout    time.Duration
	PollHold       time.Duration
	SessionTimeout time.Duration // without a poll, after which the agent is signed out; default 2 minutes
	TLS            TLS
	Agents         []Agent
	Recordings     []Recording
	Absent         Absent
	Canary         Canary
	Limits         Limits
}

// Vendor names who answers for the gateway, for a claim of conformance. The zero
// value names nobody.
type Vendor struct {
	Organization string
	Product      string
	Contact      string // such as an e-mail address
	URL          string // http or https
}

// TLS says how the gateway's certificate is verified.
type TLS struct {
	CA         string // PEM file, "" for the system's roots
	CAData     []byte // contents of CA, or given in code
	Pin        []byte // SHA-256 of the one certificate that is accepted, nil if none is pinned
	Insecure   bool
	ServerName string
}

// Agent is one agent lent to the run.
type Agent struct {
	ID       string
	Password Secret
	Phone    string
}

// Recording is one recording that is present on the gateway.
type Recording struct {
	Name       string
	RecordID   string
	Filetype   string // "1" or "2"; "" if the file leaves it to the default
	LocationID string // decimal, "" if none
	Size       int64
	SHA256     [32]byte
}

// Absent names what must not be there.
type Absent struct {
	RecordID string // a well-formed path with no file
	Drive    string // a drive letter with no mapping
}

// Canary is a file outside all mounted drives that was placed on the gateway's
// host for the run, so that a way out of the drives shows beyond doubt. The
// zero value is none.
type Canary struct {
	File string // its path from the root of the host or of drive c:, with slashes and without the first
	Text string // what it contains, and nothing else does
}

// Limits bound a run.
type Limits struct {
	Connect         time.Duration
	FirstByte       time.Duration
	Idle            time.Duration
	Exchange        time.Duration
	BodyBytes       int64
	Requests        int
	PerSecond       int
	BadAuthPerAgent int
}

// Secret is a value that never prints itself.
type Secret struct{ value string }

// NewSecret wraps a value.
func NewSecret(v string) Secret { return Secret{value: v} }

// Reveal returns the value, for the request that needs it and for nothing else.
func (s Secret) Reveal() string { return s.value }

// String masks the value in every fmt verb that honours Stringer.
func (s Secret) String() string { return "[secret]" }

// GoString masks the value under %#v.
func (s Secret) GoString() string { return "[secret]" }

// MarshalText masks the value in JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }
