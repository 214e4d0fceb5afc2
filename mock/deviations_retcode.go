package mock

import "github.com/gwcheck/gwcheck/spec"

// retcodeDeviations give the wrong code, or none where one is due.
func retcodeDeviations() []Deviation {
	return []Deviation{
		deviation("disabled-is-000-003", "A download that is switched off gives 000-003.",
			breaks("retcodes/download-disabled"), onFailure(spec.DownloadDisabled, code("000-003"))),
		deviation("absent-is-104-003", "A recording that does not exist gives 104-003.",
			breaks("retcodes/recording-absent"), onFailure(spec.RecordingAbsent, code("104-003"))),
		deviation("location-missing-is-000-002", "A missing locationId in pool mode gives 000-002.",
			breaks("retcodes/location-missing"), onFailure(spec.LocationMissing, code("000-002"))),
		deviation("unmapped-drive-is-000-002", "A drive without a mapping gives 000-002.",
			breaks("retcodes/drive-unmapped"), onFailure(spec.DriveUnmapped, code("000-002"))),
		deviation("refused-guid-is-100-004", "A refused Guid gives 100-004.",
			breaks("retcodes/guid-refused"), onFailure(spec.GuidRefused, code("100-004")), "auth/*"),
		deviation("no-session-is-104-005", "A download for an agent who is not signed in gives 104-005.",
			breaks("retcodes/not-signed-in"), onFailure(spec.NotSignedIn, code("104-005")), "auth/*", "session/*"),
		deviation("download-not-disabled", "A download is served although it is switched off.",
			breaks("retcodes/download-disabled", "claims/no-download"), skip(download, stageSwitch), "failure/*"),
		deviation("location-not-needed", "In pool mode a download without locationId is served.",
			breaks("retcodes/location-missing", "claims/pool"), skip(download, stageLocation), "failure/*"),
	}
}
