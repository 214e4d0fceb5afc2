package mock

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/spec"
)

// Limits of a path in bytes, as common file systems have them.
const (
	maxPathBytes    = 1024
	maxElementBytes = 255
)

// locate finds the place of a recordId. The grammars of the document define the
// forms; the names in it are checked here, before any file system gets them.
func (g *Gateway) locate(recordID, filetype string) (place, error) {
	for _, grammar := range g.doc.GrammarsOf(filetype) {
		drive, rest, ok := grammar.Match(recordID)
		if !ok {
			continue
		}
		if fault := pathFault(rest); fault != "" {
			return place{}, refuse(spec.PathInvalid, "%s", fault)
		}
		return place{strings.ToLower(drive), rest}, nil
	}
	return place{}, refuse(spec.PathInvalid, "the path is of no form that filetype %q has", filetype)
}

// pathFault says what is wrong with a path below a drive, "" if nothing is.
func pathFault(path string) string {
	if len(path) > maxPathBytes {
		return "the path is too long"
	}
	for element := range strings.SplitSeq(path, "/") {
		if fault := elementFault(element); fault != "" {
			return fault
		}
	}
	return ""
}

func elementFault(name string) string {
	switch {
	case name == "":
		return "a path element is empty"
	case len(name) > maxElementBytes:
		return "a path element is too long"
	case !utf8.ValidString(name), strings.ContainsFunc(name, unicode.IsControl):
		return "a path element has control characters or is not UTF-8"
	case strings.ContainsAny(name, `\:*?"<>|`):
		return "a path element has a character that is special to file servers"
	case name != strings.TrimRight(name, ". "), name[0] == ' ':
		return "a path element consists of or ends with dots or spaces" // Windows would drop them
	case isDevice(name):
		return "a path element is the name of a device"
	}
	return ""
}

var devices = []string{"AUX", "CLOCK$", "CON", "CONIN$", "CONOUT$", "NUL", "PRN"}

// isDevice reports whether a name is a device on Windows, where the suffix does
// not matter.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	if slices.Contains(devices, stem) {
		return true
	}
	port, isPort := strings.CutPrefix(stem, "COM")
	if !isPort {
		port, isPort = strings.CutPrefix(stem, "LPT")
	}
	return isPort && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
