package mock

import "github.com/gwcheck/gwcheck/spec"

// retcodeDeviations give a wrong retcode, or serve what must be refused.
func retcodeDeviations() []Deviation {
	return []Deviation{
		deviation("disabled-is-000-003", "A download that is switched off is refused with 000-003.",
			breaks("retcodes/download-disabled"), onFailure(spec.DownloadDisabled, code("000-003"))),
		deviation("disabled-is-104-005", "A download that is switched off is refused with 104-005.",
			breaks("retcodes/download-disabled"), onFailure(spec.DownloadDisabled, code("104-005"))),
		deviation("download-not-disabled", "A download is served although it is switched off.",
			breaks("retcodes/download-disabled", "claims/no-download"), skipStage(download, stageSwitch), "failure/*"),
		deviation("only-agent-calls-disabled", "Voice messages are served although the download is switched off.",
			breaks("retcodes/download-disabled"), replaceStage(download, stageSwitch, exceptFor(func(_ *Gateway, r *request) bool {
				return r.value(spec.RoleFiletype) == "2"
			}))),
		deviation("location-missing-is-000-002", "A missing locationId in pool mode is refused with 000-002.",
			breaks("retcodes/location-missing"), onFailure(spec.LocationMissing, code("000-002"))),
		deviation("location-not-needed", "In pool mode a download without locationId is served.",
			breaks("retcodes/location-missing", "claims/pool"), skipStage(download, stageLocation), "failure/*"),
		deviation("location-not-needed-for-messages", "In pool mode a voice message without locationId is served.",
			breaks("retcodes/location-missing"), replaceStage(download, stageLocation, exceptFor(func(_ *Gateway, r *request) bool {
				return r.value(spec.RoleFiletype) == "2"
			}))),
		deviation("refused-guid-is-100-004", "A refused Guid gets 100-004.",
			breaks("retcodes/guid-refused", "auth/guid-absent", "auth/guid-empty"), onFailure(spec.GuidRefused, code("100-004")), "auth/*"),
		deviation("guid-absent-is-000-002", "A missing Guid is refused with 000-002.",
			breaks("retcodes/guid-refused"), onAnswer(func(a *answer) bool {
				_, given := a.request.http.Header["Guid"]
				return a.cond == spec.GuidRefused && !given
			}, code("000-002")), "auth/*"),
		deviation("no-session-is-104-005", "A download of an agent who is not signed in is refused with 104-005.",
			breaks("retcodes/not-signed-in"), onFailure(spec.NotSignedIn, code("104-005")), "auth/*", "session/*", "retcodes/guid-refused"),
	}
}
