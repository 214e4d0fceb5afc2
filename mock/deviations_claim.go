package mock

import "github.com/gwcheck/gwcheck/spec"

// claimDeviations lack what a target file would declare of the gateway.
func claimDeviations() []Deviation {
	return []Deviation{
		deviation("download-never-on", "Downloads are always refused with 104-001.",
			breaks("claims/download"),
			addRefusal(spec.DownloadRecordFile, "always", alwaysRefuse(spec.DownloadDisabled)), "*/*"),
	}
}
