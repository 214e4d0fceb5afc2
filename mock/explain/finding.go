package explain

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// Fault is who has to change something.
type Fault string

// The values of Fault.
const (
	Client  Fault = "client"  // the program that sent the request
	Fixture Fault = "fixture" // how the mock was set up: agents, drives, recordings, switches
	Mock    Fault = "mock"    // the mock itself: a deviation, or an error in it
	Unclear Fault = "unclear" // the mock cannot tell
)

// Finding is one rule that a request broke, or advice that it ignored.
type Finding struct {
	Requirement string     `json:"requirement"`       // id in the register of the document
	Level       spec.Level `json:"level"`             // of the requirement
	Section     string     `json:"section,omitempty"` // where the requirement stands: tag of the document, section, place
	Slip        Slip       `json:"slip"`              // the kind of mistake
	Expected    string     `json:"expected"`
	Got         string     `json:"got"`
	Fault       Fault      `json:"fault"`
	Hint        string     `json:"hint,omitempty"` // the likely slip and what to do, a sentence
}

// String is the finding as one line of a log.
func (f Finding) String() string {
	var b strings.Builder
	b.WriteString(f.Requirement)
	if f.Section != "" {
		b.WriteString(" [" + f.Section + "]")
	}
	b.WriteString(": expected " + f.Expected + "; got " + f.Got + ".")
	if f.Hint != "" {
		b.WriteString(" " + f.Hint)
	}
	b.WriteString(" (fault: " + string(f.Fault) + ")")
	return b.String()
}

// Lines is all findings as one line.
func Lines(list []Finding) string {
	texts := make([]string, len(list))
	for i, f := range list {
		texts[i] = f.String()
	}
	return strings.Join(texts, " | ")
}

// longestHeader bounds [HeaderValue], in bytes.
const longestHeader = 2000

// HeaderValue is the findings as the value of a header field: visible ASCII and
// spaces, at most 2,000 bytes.
func HeaderValue(list []Finding) string {
	text := strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return '?'
		}
		return c
	}, Lines(list))
	return text[:min(len(text), longestHeader)]
}
