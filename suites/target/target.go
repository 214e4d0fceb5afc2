// Package target reads the file that declares a gateway under test: where its
// deployments are, what is claimed of them, and which agents and recordings a
// run may use. It contacts nothing; it reads the file and those that it names.
package target

import "time"

// Target is a validated target file, with defaults filled in and the shared
// sections copied into each deployment.
type Target struct {
	Name        string            // of the gateway, for reports
	Build       map[string]string // "version" and "digest", as far as given
	Edition     string            // of the interface, such as 2023-09-27; see [WithEditions] for the default
	Deployments []Deployment      // one or more, in the order of the file
	Record      []string          // command that makes the gateway record a call; nil if none
	RecordEnv   []string          // names of further environment variables that Record gets
	Vendor      Vendor
	Dir         string    // directory of the file, absolute
	Warnings    []Problem // what is valid but unwise, in the order of the file; no password is shown
}

// Deployment is one configuration of the gateway and all that applies to it.
// AuthMode, Download and Pool are claims: a check runs on the first deployment
// that claims what it needs.
type Deployment struct {
	Name           string        // unique in the file
	URL            string        // https, host in lower case, perhaps a path prefix, no trailing slash
	AuthMode       int           // AUTHMODE: 1 static, 2 dynamic
	Download       bool          // recordings can be downloaded; true by default
	Pool           bool          // CTI pool, where locationId is mandatory; false by default
	GuidInterval   time.Duration // GUIDINTERVAL, after which a poll renews a dynamic Guid; default 60s
	GuidTimeout    time.Duration // GUIDTIMEOUT, how long a Guid is valid (the interface does not say from when); default 120s
	PollHold       time.Duration // how long a poll without an event is held; default 10s
	SessionTimeout time.Duration // without a poll, after which the agent is signed out; default 2m
	TLS            TLS
	Agents         []Agent     // two or more
	OwnAgents      bool        // Agents are declared for this deployment: a run may use them on others at the same time
	Recordings     []Recording // one or more if Download is set
	Absent         Absent
	Canary         Canary
	Limits         Limits
}

// TLS says how the certificate of the gateway is verified: by the roots of the
// system, unless CAData, Pin or Insecure is set. At most one of them is.
type TLS struct {
	CA         string // path of a PEM file with CA certificates, "" if none
	CAData     []byte // contents of CA; a target made in code may set it alone
	Pin        []byte // SHA-256 of the DER form of the only certificate to accept; nil if none
	Insecure   bool   // verify nothing; reports show it
	ServerName string // name that the certificate must have; "" means the host of the URL
}

// Vendor names who answers for the gateway, for a claim of conformance. The zero
// value names nobody.
type Vendor struct {
	Organization string
	Product      string
	Contact      string // such as an e-mail address
	URL          string // http or https
}

// Agent is one agent of the gateway, for the exclusive use of a run: it signs
// the agent in, also by force, and out.
type Agent struct {
	ID       string // decimal, from 1 to 999999
	Password Secret // may be empty
	Phone    string // "" if the file gives none
}

// Recording is one recording that is present on the gateway.
type Recording struct {
	Name       string // unique in the list, for reports
	RecordID   string // path and name as a client sends them, not encoded
	Filetype   string // "1" agent call, "2" IVR or third-party message; "" leaves it to the default of the interface
	LocationID string // node, decimal; "" if none is given
	Size       int64  // bytes
	SHA256     [32]byte
}

// Absent names what the gateway does not have.
type Absent struct {
	RecordID string // well-formed path without a recording
	Drive    string // drive letter without a mapping
}

// Canary is a file outside all mounted drives, placed on the host of the gateway
// for the run. Delivery of its text proves a path traversal. The zero value is
// none.
type Canary struct {
	File string // path from the root of the host or of drive c:, with slashes, without the first
	Text string // content, found nowhere else
}

// Limits bound the time and the size of single exchanges and of a run.
// [DefaultLimits] has the defaults.
type Limits struct {
	Connect         time.Duration // to connect, TLS included
	FirstByte       time.Duration // from a request to the first byte of its response
	Idle            time.Duration // between two bytes of a response
	Exchange        time.Duration // for a request and its whole response
	BodyBytes       int64         // of one response
	Requests        int           // of the whole run
	PerSecond       int           // requests
	BadAuthPerAgent int           // wrong credentials per agent, so that no account is locked
}

// Secret is a value that package fmt and the encoders for JSON and YAML do not
// show. The zero value is the empty secret.
type Secret struct{ value string }

// NewSecret returns the secret with the value v.
func NewSecret(v string) Secret { return Secret{value: v} }

// Reveal returns the value. Only what sends it to the gateway, or masks it, may
// call it.
func (s Secret) Reveal() string { return s.value }

// String returns "[secret]".
func (s Secret) String() string { return "[secret]" }

// GoString returns "[secret]", for the verb %#v.
func (s Secret) GoString() string { return "[secret]" }

// MarshalText returns "[secret]", for JSON and YAML. The error is nil.
func (s Secret) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }
