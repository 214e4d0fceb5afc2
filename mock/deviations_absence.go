package mock

import (
	"io"
	"net/http"
	"path"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// absenceDeviations answer wrongly when a recording or a drive does not exist.
func absenceDeviations() []Deviation {
	const absent, unmapped = "retcodes/recording-absent", "retcodes/drive-unmapped"
	return []Deviation{
		deviation("absent-is-104-003", "An absent recording is refused with 104-003.",
			breaks(absent), onFailure(spec.RecordingAbsent, code("104-003"))),
		deviation("absent-is-empty-stream", "An absent recording is served as an empty one.",
			breaks(absent),
			onFailure(spec.RecordingAbsent, contentType("application/octet-stream;charset=utf-8"), body("")), "failure/*", "streaming/*", "parameters/non-ascii-record-id", "security/*"),
		deviation("absent-is-page", "An absent recording gets an HTML page with status 404.",
			breaks(absent, "failure/content-type", "failure/valid-json"),
			onFailure(spec.RecordingAbsent, asPage(http.StatusNotFound)), "failure/*", "streaming/*", "parameters/non-ascii-record-id"),
		deviation("absent-is-success", "An absent recording is answered with a success envelope.",
			breaks(absent), onFailure(spec.RecordingAbsent, asSuccess), "failure/*", "parameters/non-ascii-record-id"),
		deviation("absent-serves-neighbour", "Instead of an absent recording another of the same folder is served.",
			breaks(absent), neighbourServed, "failure/*", "streaming/*", "parameters/non-ascii-record-id", "security/*"),
		deviation("absent-message-not-converted", "An absent voice message is refused with 104-009.",
			breaks(absent), onAnswer(func(a *answer) bool {
				return a.cond == spec.RecordingAbsent && a.request.value(spec.RoleFiletype) == "2"
			}, code("104-009"))),
		deviation("absent-folder-is-server-fault", "A recording in an absent folder is refused with 000-000.",
			breaks(absent), absentFolder),
		deviation("unmapped-drive-is-000-002", "A drive without a mapping is refused with 000-002.",
			breaks(unmapped), onFailure(spec.DriveUnmapped, code("000-002"))),
		deviation("unmapped-drive-is-000-000", "A drive without a mapping is refused with 000-000.",
			breaks(unmapped), onFailure(spec.DriveUnmapped, code("000-000"))),
		deviation("unmapped-drive-served", "A drive without a mapping is replaced by drive y.",
			breaks(unmapped), anyDrive, "failure/*", "streaming/*"),
		deviation("unmapped-drive-of-messages-is-page", "A voice message on a drive without a mapping gets an HTML page with status 500.",
			breaks(unmapped), onAnswer(func(a *answer) bool {
				return a.cond == spec.DriveUnmapped && a.request.value(spec.RoleFiletype) == "2"
			}, asPage(http.StatusInternalServerError)), "failure/*"),
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
