// Package spec is the one description of the recording-download interface:
// openapi.yaml, and typed access to what both the mock gateway and the
// conformance suites take from it. It judges nothing and serves nothing.
package spec

import (
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gwcheck/gwcheck/spec/level"
)

// Log names of the operations, as the gateway writes them to its own log.
// They identify operations in code, so that paths and methods stay data.
const (
	DownloadRecordFile = "downloadRecordFile"
	Login              = "login"
	ForceLogin         = "forceLogin"
	Logout             = "logout"
	ForceLogout        = "forceLogout"
	GetAgentEvent      = "getAgentEvent"
	UpdateGuid         = "updateGuid"
	HandShake          = "handShake"
	Heartbeat          = "heartbeat"
)

// Role says what a parameter is for, whatever the document calls it (x-role).
type Role string

// The roles of parameters that the mock and the suites need to find.
const (
	RoleAgent    Role = "agent"    // path: the agent who is signed in
	RoleRecord   Role = "record"   // query: path and name of the recording
	RoleFiletype Role = "filetype" // query: kind of recording
	RoleLocation Role = "location" // query: node that holds the recording
	RoleCalldata Role = "calldata" // query of the poll
)

// Condition names a reason for which a gateway refuses; the document says
// which retcode it gives and which other retcodes are conformant too.
type Condition string

// The conditions of the retcode table.
const (
	GuidRefused      Condition = "guid-refused"      // Guid absent, unknown, lapsed or of another agent
	NotSignedIn      Condition = "not-signed-in"     // the agent of the path has no session
	DownloadDisabled Condition = "download-disabled" // the recording download is switched off
	RecordingAbsent  Condition = "recording-absent"  // well-formed path, no such file
	DriveUnmapped    Condition = "drive-unmapped"    // the drive has no mapping
	PathInvalid      Condition = "path-invalid"      // neither grammar, or an attempt to leave the mount
	RecordIDMissing  Condition = "record-id-missing" // recordId absent or empty
	LocationMissing  Condition = "location-missing"  // pool mode without locationId
	ParameterInvalid Condition = "parameter-invalid" // a value outside its type or its options
	AlreadySignedIn  Condition = "already-signed-in" // sign-in of an agent who has a session
	WrongPassword    Condition = "wrong-password"    // sign-in with a wrong password
	SignInInvalid    Condition = "sign-in-invalid"   // sign-in body unreadable or incomplete
	ServerFault      Condition = "server-fault"      // internal error while reading a recording
)

// Level says how binding a requirement is.
type Level = level.Level

// The three levels. Checks judge MUST and SHOULD; INFO is observed only.
const (
	Must   = level.Must
	Should = level.Should
	Info   = level.Info
)

// Document is a loaded interface description. It is read-only after Load.
type Document struct {
	Title        string
	Editions     []Edition
	Operations   []*Operation
	Retcodes     []Retcode
	Grammars     []Grammar
	Requirements []Requirement // register order; exclusions included
	Statements   []Statement   // the interface document, sentence by sentence
	Sources      []SourceDoc
	OpenAPI      *openapi3.T
	GuidHeader   string // name of the request header that carries the Guid

	success  string
	codeForm *regexp.Regexp
	byID     map[string]int // index into Requirements
}

// Operation is one method on one path.
type Operation struct {
	LogName    string
	Method     string
	Path       string // template, starts with /agentgateway/resource, agent as {agentid}
	Summary    string
	NeedsGuid  bool
	Parameters []Parameter
	Body       *openapi3.Schema // request body, nil if none
	BodyType   string           // Content-Type that a client names, with or without a body
	Renewal    Renewal          // how the answer delivers a Guid, zero if it does not
	Success    Answer
	Failure    Answer
}

// Renewal is the response header that delivers a Guid (x-role: set-guid).
type Renewal struct {
	Header string // name, byte for byte
	Prefix string // what stands in front of the Guid in the value
}

// Parameter is one path, query or header parameter of an operation.
type Parameter struct {
	Role     Role
	Name     string
	In       string // path, query or header
	Required bool
	Default  string   // "" if none
	Options  []string // allowed values, nil if any
	Schema   *openapi3.Schema
}

// Answer is one of the two answers of an operation: its media type exactly as
// the document spells it, and the schema of its body.
type Answer struct {
	ContentType string
	Schema      *openapi3.Schema
	Binary      bool
}

// Retcode is one row of the retcode table.
type Retcode struct {
	Code       string
	Success    bool // the one code that is no failure
	Meaning    string
	Message    string // what the mock says; never compared
	Conditions []CodeCondition
	Source     string // tag, or several separated by commas
}

// CodeCondition ties a condition to the retcode the mock gives for it and to
// the further retcodes that a gateway may give.
type CodeCondition struct {
	Name Condition
	Also []string // further codes; "any" stands for every code of the form NNN-NNN
}

// Grammar is one format of a recording path.
type Grammar struct {
	Name        string // agent-call, ivr-message, third-party-message
	Filetype    string
	Template    string
	Pattern     *regexp.Regexp // over the path with slashes; group "drive", and "path" for what follows "drive:/"
	Separators  []string
	Example     string
	Requirement string // id of the requirement that a recording of this form can be downloaded
	From        string // date of the first edition that states it, "" for all
}

// Requirement is one row of the register.
type Requirement struct {
	ID        string // area/slug
	Level     Level
	Text      string
	Area      string
	Operation string // log name, "" if it governs several
	Source    Reference
	From      string // date of the first edition it holds for, "" for all
	Until     string // date of the last edition it holds for, "" for open
	Excluded  string // why no check exists, "" if checks are due
}

// Reference says where a requirement or a statement comes from.
type Reference struct {
	Tag     string // key into Sources, or several separated by commas
	Section string
	At      string // table row or sentence
}

// SourceDoc is a document that requirements refer to.
type SourceDoc struct {
	Tag, Title, Edition string
}

// Statement is one sentence or table row of the interface document in our
// words, with the requirements it leads to or the reason why it leads to none.
type Statement struct {
	Section      string
	At           string
	Gist         string
	Requirements []string
	Excluded     string
}

// Edition is one published edition of the interface.
type Edition struct {
	ID     string // date
	Agents AgentRange
	Notes  string
}

// AgentRange is how the agents of an edition are numbered.
type AgentRange struct{ First, Last int }

// Has says whether a number is in the range.
func (r AgentRange) Has(n int) bool { return r.First <= n && n <= r.Last }
