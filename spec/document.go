// Package spec describes the recording-download interface of a CC-Gateway. It
// embeds openapi.yaml and gives typed access to the parts that the mock gateway
// and the conformance suites share: operations, retcodes, path grammars and
// requirements. It contacts no gateway and judges none.
//
// [Default] returns the embedded document, [Load] reads another one.
package spec

import (
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gwcheck/gwcheck/spec/level"
)

// Log names of the operations, as the gateway writes them to its log. Code
// identifies an operation by its log name; path and method are data.
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

// Role is the purpose of a parameter (x-role). It does not depend on the name
// of the parameter.
type Role string

// The roles of parameters.
const (
	RoleAgent    Role = "agent"    // path: ID of the signed-in agent
	RoleRecord   Role = "record"   // query: path and name of the recording
	RoleFiletype Role = "filetype" // query: kind of recording
	RoleLocation Role = "location" // query: node that holds the recording
	RoleCalldata Role = "calldata" // query of a poll: call data
)

// Condition names a reason for which a gateway rejects a request. The retcode
// table ties it to the retcode of the mock and to all conformant retcodes; see
// [Document.Retcode] and [Document.Accepts].
type Condition string

// The conditions of the retcode table.
const (
	GuidRefused      Condition = "guid-refused"      // Guid absent, unknown, expired or of another agent
	NotSignedIn      Condition = "not-signed-in"     // the agent in the path has no session
	DownloadDisabled Condition = "download-disabled" // the recording download is switched off
	RecordingAbsent  Condition = "recording-absent"  // path of a known form, but no such file
	DriveUnmapped    Condition = "drive-unmapped"    // the drive has no mapping
	PathInvalid      Condition = "path-invalid"      // path of no known form, or outside the mounted drives
	RecordIDMissing  Condition = "record-id-missing" // recordId absent or empty
	LocationMissing  Condition = "location-missing"  // pool mode without locationId
	ParameterInvalid Condition = "parameter-invalid" // value of another type, or not one of the options
	AlreadySignedIn  Condition = "already-signed-in" // sign-in of an agent who has a session
	WrongPassword    Condition = "wrong-password"    // sign-in with a wrong password
	SignInInvalid    Condition = "sign-in-invalid"   // body of a sign-in unreadable or incomplete
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

// Document is a loaded interface description. It is read-only, so that
// goroutines can share it.
type Document struct {
	Title        string
	Editions     []Edition    // oldest first, at least one
	Operations   []*Operation // in the order of LogNames
	MockOnly     []*Operation // what real clients also call; no gateway is judged by it. In the order of their paths
	Retcodes     []Retcode
	Grammars     []Grammar
	Requirements []Requirement // in the order of the document, excluded ones included
	Client       []Requirement // what the document asks of clients, in its order; the area is "client"
	Statements   []Statement   // the sentences of the vendor's document, in its order
	Sources      []SourceDoc
	OpenAPI      *openapi3.T // the document as kin-openapi reads it
	GuidHeader   string      // name of the request header that carries the Guid

	success  string         // the retcode of success
	codeForm *regexp.Regexp // the form of every retcode
	byID     map[string]int // index into Requirements
}

// Operation is one method on one path, such as the download of a recording.
type Operation struct {
	LogName    string
	Method     string
	Path       string // template such as /agentgateway/resource/recordfile/{agentid}; see PathFor
	Summary    string
	NeedsGuid  bool // the request carries the header Document.GuidHeader
	Parameters []Parameter
	Body       *openapi3.Schema // of the request body; nil without one
	BodyType   string           // Content-Type that a client sends, also without a body
	Renewal    Renewal          // header of the answer that delivers a Guid; zero without one
	Success    Answer
	Failure    Answer
}

// Renewal is the response header that delivers a Guid (x-role: set-guid).
type Renewal struct {
	Header string // name, byte for byte
	Prefix string // precedes the Guid in the value
}

// Parameter is one path, query or header parameter of an operation.
type Parameter struct {
	Role     Role // "" if no code needs to find the parameter
	Name     string
	In       string // path, query or header
	Required bool
	Default  string   // "" without one
	Options  []string // allowed values; nil allows any
	Schema   *openapi3.Schema
}

// Answer is the success or the failure answer of an operation.
type Answer struct {
	ContentType string           // exactly as the document spells it
	Schema      *openapi3.Schema // of the body
	Binary      bool             // the body is a recording, not JSON
}

// Retcode is one row of the retcode table.
type Retcode struct {
	Code       string
	Success    bool // true for the one code of success
	Meaning    string
	Message    string // text that the mock sends; nothing compares it
	Conditions []CodeCondition
	Source     string // tag of a SourceDoc, or several separated by commas
}

// CodeCondition ties a condition to the retcode of its row, which the mock
// sends, and to the further retcodes that a gateway may send.
type CodeCondition struct {
	Name Condition
	Also []string // further codes; "any" means every failure code of the form NNN-NNN
}

// Grammar is one format of a recording path, for one kind of recording.
type Grammar struct {
	Name        string // agent-call, ivr-message, third-party-message
	Filetype    string
	Template    string
	Pattern     *regexp.Regexp // matches the path with slashes; groups "drive" and "path" (the part after "drive:/")
	Separators  []string       // that a path may use, the slash included
	Example     string
	Requirement string // id of the requirement that a recording of this form can be downloaded
	From        string // date of the first edition that states it; "" means all do
}

// Requirement is one row of the register: one sentence that a gateway meets or
// does not meet.
type Requirement struct {
	ID        string // area/name, such as "auth/guid-absent"
	Level     Level
	Text      string
	Area      string
	Operation string // log name; "" if the requirement applies to several operations
	Source    Reference
	From      string // date of the first edition that has it; "" means the first of all
	Until     string // date of the last edition that has it; "" means no end
	Excluded  string // why it has no check; "" if it has
}

// Reference is the source of a requirement.
type Reference struct {
	Tag     string // of a SourceDoc, or several separated by commas
	Section string
	At      string // table row or sentence
}

// SourceDoc is a document that requirements and retcodes refer to.
type SourceDoc struct {
	Tag, Title, Edition string
}

// Statement is one sentence or table row of the vendor's interface document, in
// words of our own, with its requirements or the reason why it has none.
type Statement struct {
	Section      string
	At           string
	Gist         string
	Requirements []string
	Excluded     string
}

// Edition is one published edition of the interface.
type Edition struct {
	ID     string // its date, such as "2023-09-27"
	Agents AgentRange
	Notes  string
}

// AgentRange is the range of agent IDs of an edition, both ends included.
type AgentRange struct{ First, Last int }

// Has reports whether n is in the range.
func (r AgentRange) Has(n int) bool { return r.First <= n && n <= r.Last }
