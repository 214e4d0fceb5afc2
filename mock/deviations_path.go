package mock

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// pathDeviations refuse valid paths or accept invalid ones.
func pathDeviations() []Deviation {
	return slices.Concat(spellingDeviations(), formDeviations())
}

// spellingDeviations refuse paths that are valid.
func spellingDeviations() []Deviation {
	return []Deviation{
		deviation("agent-call-refused", "Paths of agent calls are refused as invalid.",
			breaks("paths/agent-call"), dropGrammar("agent-call"), "*/*"),
		deviation("ivr-message-refused", "Paths of IVR messages are refused as invalid.",
			breaks("paths/ivr-message"), dropGrammar("ivr-message"), "*/*"),
		deviation("third-party-message-refused", "Paths of third-party messages are refused as invalid.",
			breaks("paths/third-party-message"), dropGrammar("third-party-message"), "*/*"),
		deviation("backslashes-refused", "Paths with backslashes are refused as invalid.",
			breaks("paths/backslash-separators"), editGrammars(func(g *spec.Grammar) { g.Separators = []string{"/"} })),
		deviation("slashes-refused", "Paths with slashes are refused as invalid.",
			breaks("paths/slash-separators"), refusePathIf(func(recordID string) bool { return strings.Contains(recordID, "/") }), "*/*"),
		deviation("upper-case-drive-refused", "Paths with an upper-case drive letter are refused as invalid.",
			breaks("paths/upper-case-drive", "events/file-name-downloadable"), refusePathIf(startsUpper), "events/*"),
		deviation("lower-case-drive-refused", "Paths with a lower-case drive letter are refused as invalid.",
			breaks("paths/lower-case-drive", "success/availability"), refusePathIf(func(recordID string) bool { return !startsUpper(recordID) }), "*/*"),
	}
}

// formDeviations accept paths that are invalid.
func formDeviations() []Deviation {
	return []Deviation{
		deviation("unknown-path-serves-last", "An invalid path gets the recording that was downloaded last.",
			breaks("paths/neither-grammar", "paths/no-drive", "paths/event-serial"), servesLastPlace, "security/*", "parameters/*", "failure/*", "streaming/*"),
		deviation("unknown-path-is-page", "An invalid path gets an HTML page with status 404.",
			breaks("paths/neither-grammar", "paths/no-drive", "paths/event-serial", "failure/content-type", "failure/valid-json"),
			onFailure(spec.PathInvalid, asPage(http.StatusNotFound)),
			"security/traversal-envelope", "parameters/non-ascii-record-id", "failure/*", "streaming/*"),
		deviation("file-name-searched", "A file name without a folder is searched in all folders.",
			breaks("paths/neither-grammar"), retryPathAs(sampleWithFileName), "paths/no-drive"),
		deviation("drive-not-needed", "A path without a drive is served from drive y.",
			breaks("paths/no-drive"), retryPathAs(func(id string) string {
				if drive, rest, found := strings.Cut(id, ":"); found && drive == "" {
					return "y:" + rest
				} else if !found && strings.Contains(id, "/") {
					return "y:/" + strings.TrimLeft(id, "/")
				}
				return id
			})),
		deviation("last-letter-is-drive", "Of several letters before the colon, the last is used as the drive.",
			breaks("paths/no-drive"), retryPathAs(func(id string) string {
				if colon := strings.IndexByte(id, ':'); colon > 1 {
					return id[colon-1:]
				}
				return id
			}), "success/*", "security/*"),
		deviation("serial-served", "The recordID of an event is accepted as recordId.",
			breaks("paths/event-serial"), serialServed),
	}
}

func startsUpper(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// servesLastPlace serves the recording downloaded last in place of an invalid
// path.
func servesLastPlace(c *behavior) {
	var last sync.Map
	locate, open := c.locate, c.openRecording
	c.locate = func(recordID, filetype string) (place, error) {
		p, err := locate(recordID, filetype)
		if v, found := last.Load("place"); err != nil && found {
			return v.(place), nil
		}
		return p, err
	}
	c.openRecording = func(p place) (io.ReadCloser, int64, error) {
		content, size, err := open(p)
		if err == nil {
			last.Store("place", p)
		}
		return content, size, err
	}
}

// sampleWithFileName finds the sample recording of a file name.
func sampleWithFileName(recordID string) string {
	_, name, _ := strings.Cut(recordID, ":/")
	for _, r := range fixtures.Catalogue() {
		if name != "" && strings.HasSuffix(r.RecordID, "/"+name) {
			return r.RecordID
		}
	}
	return recordID
}

// serials matches the recordIDs of events: drive, call center, VDN, agent, day
// and time.
var serials = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z]c\d+v\d+a\d+d\d{8}t\d+\.?$`)
})

func serialServed(c *behavior) {
	example := c.doc.GrammarsOf(c.doc.DefaultFiletype())[0].Example
	retryPathAs(func(id string) string {
		if serials().MatchString(id) {
			return example
		}
		return id
	})(c)
}
