package explain

import (
	"regexp"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/spec"
)

// Forms of what clients send in place of a path.
var (
	serialForm  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z]c\d+v\d+a\d+d\d{8}t\d+\.?$`) })
	encodedForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)%(3a|2f|5c|25)`) })
	flatForm    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z]:[^/\\]+\.[A-Za-z0-9]+$`) })
)

// path explains the recordId of a download.
func (e *explanation) path() {
	if e.Operation.LogName != spec.DownloadRecordFile {
		return
	}
	_, id := e.text(spec.RoleRecord)
	filetype, kind := e.text(spec.RoleFiletype)
	if id.Text == "" || id.Bad {
		return
	}
	if kind.Text == "" {
		kind.Text = filetype.Default
	}
	for _, g := range e.Document.GrammarsOf(kind.Text) {
		if drive, rest, ok := g.Match(id.Text); ok && e.Stage != "path" {
			e.file(strings.ToLower(drive), rest)
			return
		}
	}
	e.noPath(id.Text, kind.Text)
}

// noPath explains a text that is no path of the filetype.
func (e *explanation) noPath(id, filetype string) {
	f := Finding{Requirement: "paths/neither-grammar", Slip: PathUnknown, Got: "recordId " + quoted(id)}
	if example := e.example(filetype); example != "" {
		f.Expected = "a path of a form that filetype " + filetype + " has, such as " + example
	}
	lower := strings.ToLower(id)
	trimmed := strings.Trim(id, " \t\r\n\"'")
	switch other := e.otherFiletype(id, filetype); {
	case f.Expected == "":
		f.Slip, f.Fault = MockDeviates, Mock
		f.Expected, f.Hint = "a path to be accepted", "The mock runs with a deviation: its document has no path of filetype "+filetype+"."
	case serialForm().MatchString(id):
		f.Requirement, f.Slip = "paths/event-serial", SerialSent
		f.Hint = "This is the recordID of the event; send its fileName."
	case strings.HasPrefix(id, "conferenceId="):
		f.Slip, f.Hint = VideoSent, "This is the fileName of a video recording, which this interface does not deliver: look at fileMediaType of the event."
	case other == "2":
		f.Requirement, f.Slip = "parameters/filetype-voice-message", FiletypeMissing
		f.Hint = "This is the path of a voice message: add filetype=2."
	case other != "":
		f.Requirement, f.Slip = "parameters/filetype-mismatch", FiletypeMismatch
		f.Hint = "This is the path of an agent call: send filetype=" + other + " or none."
	case encodedForm().MatchString(id):
		f.Requirement, f.Slip = "parameters/reserved-encoded", EncodedTwice
		f.Hint = "It was percent-encoded twice: encode it once, or let the HTTP library do it."
	case strings.Contains(lower, "://"):
		f.Slip, f.Hint = PathIsURL, "This is a URL: send only the path, as fileName of the event has it."
	case trimmed != id:
		f.Slip, f.Hint = PathQuoted, "Spaces, line breaks or quotes stand around the path."
	case eaten(id):
		f.Requirement, f.Slip = "paths/backslash-separators", BackslashesEaten
		f.Hint = `The backslashes were eaten on the way: double them in a string literal, quote the URL in a shell, or use slashes.`
	case outside(id):
		f.Requirement, f.Slip = "security/traversal", PathOutside
		f.Hint = "Dot segments are refused; send the fileName of the event as it is."
	case len(id) < 2 || id[1] != ':':
		f.Requirement, f.Slip = "paths/no-drive", DriveMissing
		f.Hint = "The path begins with a drive such as y:/, as in the fileName of the event; this mock has " + words(e.Drives) + "."
	}
	e.add(f)
}

// eaten reports whether a path looks as if its backslashes were taken for escapes:
// nothing is left of them, or control characters are.
func eaten(id string) bool {
	if flatForm().MatchString(id) {
		return true
	}
	return len(id) > 2 && id[1] == ':' && strings.ContainsFunc(id, func(c rune) bool { return c < ' ' })
}

func outside(id string) bool {
	for element := range strings.FieldsFuncSeq(id, func(c rune) bool { return c == '/' || c == '\\' }) {
		if strings.Trim(element, ". ") == "" {
			return true
		}
	}
	return false
}

// otherFiletype is the filetype with a grammar that a path matches, "" if there is
// none or it is the one given.
func (e *explanation) otherFiletype(id, given string) string {
	for _, g := range e.Document.Grammars {
		if _, _, ok := g.Match(id); ok && g.Filetype != given {
			return g.Filetype
		}
	}
	return ""
}

func (e *explanation) example(filetype string) string {
	for _, g := range e.Document.Grammars {
		if g.Filetype == filetype {
			return g.Example
		}
	}
	return ""
}

// file explains a path of a known form.
func (e *explanation) file(drive, path string) {
	mapped := false
	for _, d := range e.Drives {
		mapped = mapped || d == drive
	}
	if !mapped {
		e.add(Finding{Requirement: "retcodes/drive-unmapped", Slip: DriveUnmapped, Fault: Fixture,
			Expected: "a drive with a mapping: " + words(e.Drives), Got: "drive " + drive,
			Hint: "Take the fileName from an event of this mock, or start it with --mount " + drive + "=DIR."})
		return
	}
	if !e.Refused {
		return
	}
	state := e.File(drive, path)
	switch {
	case state.Exists:
	case state.OtherCase != "":
		e.add(Finding{Requirement: "retcodes/recording-absent", Slip: FileOtherCase,
			Expected: "the path of a recording", Got: drive + ":/" + path + ", which is there as " + drive + ":/" + state.OtherCase,
			Hint: "Names of files are case-sensitive here: send the fileName of the event as it is."})
	default:
		e.add(Finding{Requirement: "retcodes/recording-absent", Slip: FileAbsent, Fault: Unclear,
			Expected: "the path of a recording on drive " + drive, Got: drive + ":/" + path + ", which does not exist",
			Hint: "gwcheck fixtures list shows the sample recordings; with --mount only the files of the directory are there."})
	}
}
