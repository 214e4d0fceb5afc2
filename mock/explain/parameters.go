package explain

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// text is the value of a query parameter by its role.
func (e *explanation) text(role spec.Role) (p spec.Parameter, v Value) {
	p, _ = e.Operation.Param(role)
	return p, e.Query[p.Name]
}

// parameters explains the query of a download, whatever refused it.
func (e *explanation) parameters() {
	if e.Operation.LogName != spec.DownloadRecordFile {
		return
	}
	e.recordID()
	e.filetype()
	e.location()
	if !e.Settings.Download {
		e.add(Finding{Requirement: "retcodes/download-disabled", Slip: DownloadOff, Fault: Fixture,
			Expected: "a deployment with the recording download switched on", Got: "one with the download switched off",
			Hint: "This deployment is for the test of 104-001: use the one at the root, or start the mock without --download=off."})
	}
}

// misnamed finds the parameter that was meant for a name: the same letters in
// another case, or one of the given names.
func (e *explanation) misnamed(name string, also ...string) string {
	for given := range e.Query {
		if given != name && (strings.EqualFold(given, name) || slices.ContainsFunc(also, func(a string) bool { return strings.EqualFold(a, given) })) {
			return given
		}
	}
	return ""
}

func (e *explanation) recordID() {
	p, v := e.text(spec.RoleRecord)
	switch {
	case v.Bad:
		e.badEncoding(p.Name)
	case v.Text != "":
	case v.Given:
		e.add(Finding{Requirement: "parameters/record-id-empty", Slip: RecordIDEmpty,
			Expected: "the fileName of an event AgentMediaEvent_Record in " + p.Name, Got: "an empty " + p.Name,
			Hint: "The variable with the fileName is empty."})
	default:
		f := Finding{Requirement: "parameters/record-id-missing", Slip: RecordIDAbsent,
			Expected: "the parameter " + p.Name, Got: "no " + p.Name,
			Hint: "Pass the fileName of the event AgentMediaEvent_Record as " + p.Name + "; in a shell put the URL in quotes, or & ends the command."}
		if other := e.misnamed(p.Name, "fileName", "file", "path"); other != "" {
			f.Slip, f.Got = RecordIDMisnamed, "the parameter "+quoted(other)
			f.Hint = "Names of parameters are case-sensitive: " + p.Name + ", with a small d."
		}
		e.add(f)
	}
}

func (e *explanation) badEncoding(name string) {
	e.add(Finding{Requirement: "parameters/unreserved-encoded", Slip: ParameterEncoding,
		Expected: "percent-encoding of two hexadecimal digits", Got: "a broken one in " + name,
		Hint: "Encode a per cent sign as %25, or let the HTTP library build the query."})
}

func (e *explanation) filetype() {
	p, v := e.text(spec.RoleFiletype)
	switch {
	case v.Bad:
		e.badEncoding(p.Name)
	case v.Text != "" && p.Options != nil && !slices.Contains(p.Options, v.Text):
		e.add(Finding{Requirement: "parameters/filetype-unknown", Slip: FiletypeWrong,
			Expected: "1 (agent call) or 2 (IVR or third-party voice message)", Got: p.Name + " " + quoted(v.Text)})
	case !v.Given:
		e.wrongName(p.Name, "parameters/filetype-default")
	}
}

// wrongName notes a parameter whose name is spelled in another letter case; the
// gateway ignores it.
func (e *explanation) wrongName(name, requirement string) {
	if other := e.misnamed(name); other != "" {
		e.add(Finding{Requirement: requirement, Slip: ParameterMisnamed,
			Expected: "the parameter " + name, Got: "the parameter " + quoted(other) + ", which is ignored",
			Hint: "Names of parameters are case-sensitive."})
	}
}

func (e *explanation) location() {
	p, v := e.text(spec.RoleLocation)
	_, err := strconv.ParseInt(v.Text, 10, 64)
	switch {
	case v.Bad:
		e.badEncoding(p.Name)
	case v.Text != "" && err != nil:
		e.add(Finding{Requirement: "parameters/location-not-a-number", Slip: LocationWrong,
			Expected: "the number of a node", Got: p.Name + " " + quoted(v.Text),
			Hint: "Pass the locationId of the event AgentMediaEvent_Record."})
	case v.Text == "" && e.Settings.Pool:
		e.add(Finding{Requirement: "retcodes/location-missing", Slip: LocationMissing,
			Expected: "the parameter " + p.Name + ", since the gateway is in CTI pool mode", Got: "no " + p.Name,
			Hint: "Pass the locationId of the event AgentMediaEvent_Record, which stands beside fileName."})
		e.wrongName(p.Name, "parameters/location-in-pool")
	case !v.Given:
		e.wrongName(p.Name, "parameters/location-in-pool")
	}
}
