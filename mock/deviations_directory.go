package mock

import (
	"io"
	"net/http"
	"strings"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// directoryDeviations answer paths of folders with something other than a refusal.
func directoryDeviations() []Deviation {
	const row = "security/no-directory-listing"
	return []Deviation{
		deviation("directory-listed", "A path of a folder gets a listing.",
			breaks(row), directoryListed),
		deviation("directory-is-empty-stream", "A path of a folder gets an empty recording.",
			breaks(row), onDirectory(fixtures.FromBytes(nil))),
		deviation("drive-listed-as-page", "The root of a drive gets an HTML listing.",
			breaks(row), onAnswer(func(a *answer) bool {
				return a.cond == spec.PathInvalid && strings.HasSuffix(a.request.value(spec.RoleRecord), ":/")
			}, asPage(http.StatusOK))),
	}
}

func directoryListed(c *behavior) {
	onDirectory(fixtures.FromBytes([]byte("1524488.V3\n0900000.V3\n")))(c)
}

// onDirectory serves content in place of a folder, with or without a slash at
// the end of its path.
func onDirectory(content *fixtures.Content) func(*behavior) {
	return func(c *behavior) {
		retryPathAs(func(id string) string { return strings.TrimSuffix(id, "/") })(c)
		open := c.openRecording
		c.openRecording = func(p place) (io.ReadCloser, int64, error) {
			found, size, err := open(p)
			if err != nil && c.isDirectory(p) {
				return content.Open(), content.Size(), nil
			}
			return found, size, err
		}
	}
}
