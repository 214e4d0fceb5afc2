// Package level names the three levels of a requirement. It is apart from
// package spec so that the result of a run can name them without the
// dependencies of the document's reader.
package level

// Level says how binding a requirement is.
type Level string

// The levels. A MUST that is not met fails a run, a SHOULD gives a warning, and
// INFO is observed and never judged.
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	Info   Level = "INFO"
)
