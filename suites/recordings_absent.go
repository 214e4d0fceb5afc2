package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Recordings that do not exist.

// The needs of checks that request what does not exist.
var (
	absentPath  = engine.Need{Name: "a path without a recording (absent.recordId)", Met: func(d target.Deployment) bool { return d.Absent.RecordID != "" }}
	absentDrive = engine.Need{Name: "a drive without a mapping (absent.drive)", Met: func(d target.Deployment) bool { return d.Absent.Drive != "" }}
)

// somePath needs any recording path at all, present or not.
var somePath = engine.Need{Name: "a recording path, present or not", Met: func(d target.Deployment) bool {
	return len(d.Recordings) > 0 || d.Absent.RecordID != ""
}}

// absent is the declared path without a recording, with the filetype of its form.
func absent(t *engine.T) recording {
	rec := recording{Name: "absent", RecordID: t.Deployment().Absent.RecordID, LocationID: ownNode(t)}
	path := strings.ReplaceAll(rec.RecordID, `\`, "/")
	for _, g := range t.Doc().Grammars {
		if g.Pattern.MatchString(path) {
			rec.Filetype = g.Filetype
			break
		}
	}
	return rec
}

// neverRecorded is a path like that of a recording, with a name that no
// recording gets: the digits of names are times, and these are none.
func neverRecorded(rec recording) recording {
	directory, name := splitName(rec.RecordID)
	rec.Name, rec.RecordID = "never recorded", directory+withDigits(name, '9')
	return rec
}

// onDrive is a recording's path on another drive.
func onDrive(rec recording, drive string) recording {
	_, rest := engine.SplitDrive(rec.RecordID)
	rec.Name, rec.RecordID = "on drive "+drive, drive+":"+rest
	return rec
}
