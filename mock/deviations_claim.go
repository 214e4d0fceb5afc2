package mock

import "github.com/gwcheck/gwcheck/spec"

// claimDeviations lack what a target file would declare of the gateway.
func claimDeviations() []Deviation {
	return []Deviation{
		deviation("download-never-on", "The recording download is switched off whatever the configuration says.",
			breaks("claims/download"),
			addRefusal(spec.DownloadRecordFile, "always", alwaysRefuse(spec.DownloadDisabled)), "*/*"),
	}
}
