package mock_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
)

func TestEverySampleRecordingComesByteForByte(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	guid := c.signIn("102")
	for _, r := range fixtures.Catalogue() {
		re := c.download("102", guid, "recordId", r.RecordID, "filetype", r.Filetype)
		re.wantRecording(t, r)
		if len(re.transfer) != 1 || re.transfer[0] != "chunked" || re.length != -1 {
			t.Errorf("%s: transfer coding %q, length %d; want chunked", r.Name, re.transfer, re.length)
		}
	}
}
