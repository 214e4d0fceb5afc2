package mock

import (
	"io"
	"net/http"
	"path"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// retcodeDeviations give the wrong code, or none where one is due.
func retcodeDeviations() []Deviation {
	return []Deviation{
		deviation("disabled-is-000-003", "A download that is switched off gives 000-003.",
			breaks("retcodes/download-disabled"), onFailure(spec.DownloadDisabled, code("000-003"))),
		deviation("disabled-is-104-005", "A download that is switched off gives the code of an absent recording.",
			breaks("retcodes/download-disabled"), onFailure(spec.DownloadDisabled, code("104-005"))),
		deviation("download-not-disabled", "A download is served although it is switched off.",
			breaks("retcodes/download-disabled", "claims/no-download"), skip(download, stageSwitch), "failure/*"),
		deviation("only-agent-calls-disabled", "Voice messages are served although the download is switched off.",
			breaks("retcodes/download-disabled"), instead(download, stageSwitch, unless(func(_ *Gateway, r *request) bool {
				return r.value(spec.RoleFiletype) == "2"
			}))),
		deviation("location-missing-is-000-002", "A missing locationId in pool mode gives 000-002.",
			breaks("retcodes/location-missing"), onFailure(spec.LocationMissing, code("000-002"))),
		deviation("location-not-needed", "In pool mode a download without locationId is served.",
			breaks("retcodes/location-missing", "claims/pool"), skip(download, stageLocation), "failure/*"),
		deviation("location-not-needed-for-messages", "In pool mode a voice message without locationId is served.",
			breaks("retcodes/location-missing"), instead(download, stageLocation, unless(func(_ *Gateway, r *request) bool {
				return r.value(spec.RoleFiletype) == "2"
			}))),
		deviation("refused-guid-is-100-004", "A refused Guid gives 100-004.",
			breaks("retcodes/guid-refused"), onFailure(spec.GuidRefused, code("100-004")), "auth/*"),
		deviation("guid-absent-is-000-002", "A missing Guid gives 000-002.",
			breaks("retcodes/guid-refused"), onAnswer(func(a *answer) bool {
				_, given := a.request.http.Header["Guid"]
				return a.cond == spec.GuidRefused && !given
			}, code("000-002")), "auth/*"),
		deviation("no-session-is-104-005", "A download for an agent who is not signed in gives 104-005.",
			breaks("retcodes/not-signed-in"), onFailure(spec.NotSignedIn, code("104-005")), "auth/*", "session/*"),
	}
}

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
			breaks(absent), onFailure(spec.RecordingAbsent, succeeds), "failure/*", "parameters/non-ascii-record-id"),
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
func neighbourServed(c *conduct) {
	open := c.open
	c.open = func(p place) (io.ReadCloser, int64, error) {
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

func absentFolder(c *conduct) {
	onAnswer(func(a *answer) bool {
		return a.cond == spec.RecordingAbsent && !c.isDirectory(place{a.request.place.drive, path.Dir(a.request.place.path)})
	}, code("000-000"))(c)
}

func anyDrive(c *conduct) {
	locate := c.locate
	c.locate = func(recordID, filetype string) (place, error) {
		p, err := locate(recordID, filetype)
		if err == nil && c.mounts[p.drive] == nil {
			p.drive = "y"
		}
		return p, err
	}
}
