package mock

import (
	"io"
	"net/http"
	"path"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// absenceDeviations get it wrong that there is no such recording or drive.
func absenceDeviations() []Deviation {
	const absent, unmapped = "retcodes/recording-absent", "retcodes/drive-unmapped"
	return []Deviation{
		deviation("absent-is-104-003", "A recording that does not exist gives 104-003.",
			breaks(absent), onFailure(spec.RecordingAbsent, code("104-003"))),
		deviation("absent-is-empty-stream", "A recording that does not exist comes as one without a byte.",
			breaks(absent), onFailure(spec.RecordingAbsent, contentType("application/octet-stream;charset=utf-8"), body("")), "failure/*", "streaming/*", "parameters/non-ascii-record-id", "security/*"),
		deviation("absent-is-page", "A recording that does not exist gets a page with status 404.",
			breaks(absent), onFailure(spec.RecordingAbsent, asPage(http.StatusNotFound)), "failure/*", "streaming/*", "parameters/non-ascii-record-id"),
		deviation("absent-is-success", "A recording that does not exist gets an envelope of success.",
			breaks(absent), onFailure(spec.RecordingAbsent, asSuccess), "failure/*", "parameters/non-ascii-record-id"),
		deviation("absent-serves-neighbour", "In place of a recording that does not exist comes another of the same folder.",
			breaks(absent), neighbourServed, "failure/*", "streaming/*", "parameters/non-ascii-record-id", "security/*"),
		deviation("absent-message-not-converted", "A voice message that does not exist gives the code of a failed conversion.",
			breaks(absent), onAnswer(func(a *answer) bool {
				return a.cond == spec.RecordingAbsent && a.request.value(spec.RoleFiletype) == "2"
			}, code("104-009"))),
		deviation("absent-folder-is-server-fault", "A recording in a folder that does not exist gives an unknown error.",
			breaks(absent), absentFolder),
		deviation("unmapped-drive-is-000-002", "A drive without a mapping gives 000-002.",
			breaks(unmapped), onFailure(spec.DriveUnmapped, code("000-002"))),
		deviation("unmapped-drive-is-000-000", "A drive without a mapping gives an unknown error.",
			breaks(unmapped), onFailure(spec.DriveUnmapped, code("000-000"))),
		deviation("unmapped-drive-served", "A drive without a mapping is taken for the first that has one.",
			breaks(unmapped), anyDrive, "failure/*", "streaming/*"),
		deviation("unmapped-drive-of-messages-is-page", "A voice message on a drive without a mapping gets a page with status 500.",
			breaks(unmapped), onAnswer(func(a *answer) bool {
				return a.cond == spec.DriveUnmapped && a.request.value(spec.RoleFiletype) == "2"
			}, asPage(http.StatusInternalServerError))),
	}
}

// neighbourServed falls back to a sample recording of the folder that was asked for.
func neighbourServed(c *behavior) {
	open := c.openRecording
	c.openRecording = func(p place) (io.ReadCloser, int64, error) {
		content, size, err := open(p)
		if err == nil {
			return content, size, nil
		}
		for _, r := range fixtures.Catalogue() {
			if q, bad := c.locate(r.RecordID, r.Filetype); bad == nil && path.Dir(q.path) == path.Dir(p.path) {
				return open(q)
			}
		}
		return content, size, err
	}
}

func absentFolder(c *behavior) {
	onAnswer(func(a *answer) bool {
		return a.cond == spec.RecordingAbsent && !c.isDirectory(place{a.request.place.drive, path.Dir(a.request.place.path)})
	}, code("000-000"))(c)
}

func anyDrive(c *behavior) {
	locate := c.locate
	c.locate = func(recordID, filetype string) (place, error) {
		p, err := locate(recordID, filetype)
		if err == nil && c.mounts[p.drive] == nil {
			p.drive = "y"
		}
		return p, err
	}
}
