package mock

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/gwcheck/gwcheck/spec"
)

// traversalDeviation is a deviation that leads out of the mounts. One may show
// in the checks of others.
func traversalDeviation(name, sentence, violates string, apply func(*behavior)) Deviation {
	return deviation(name, sentence, breaks(violates), apply, "security/traversal*")
}

// traversalDeviations open files outside the mounts. Each overlooks one spelling
// and conforms otherwise; combinators_host.go has the made-up files.
func traversalDeviations() []Deviation {
	const row = "security/traversal"
	return slices.Concat([]Deviation{
		traversalDeviation("dot-segments-followed", "Dot segments are followed, even out of the mount.",
			row, followsDotSegments(func(id string) bool { return !strings.Contains(id, "\n") }, unchanged)),
		traversalDeviation("dot-segments-cut-out-once", "Dot segments are removed once, and those that this leaves are followed.",
			row, followsDotSegments(containing("../"), replacing("../", ""))),
		traversalDeviation("backslash-segments-followed", "Dot segments are detected between slashes only, and followed between backslashes.",
			"security/traversal-backslashes", followsDotSegments(func(id string) bool { return !strings.Contains(id, "/../") }, replacing(`\`, "/"))),
	}, encodedDeviations(), rootDeviations(), controlDeviations())
}

// encodedDeviations check paths before they are fully decoded.
func encodedDeviations() []Deviation {
	const row = "security/traversal-encoded"
	return []Deviation{
		traversalDeviation("path-decoded-until-stable", "recordId is percent-decoded repeatedly after it was checked.",
			row, followsDotSegments(withoutPlainDotSegments, percentDecoded(9))),
		traversalDeviation("percent-dots-unnoticed", "Dot segments are detected only in the raw query, before it is decoded.",
			row, percentDots),
		traversalDeviation("overlong-utf-8-decoded", "Overlong UTF-8 is decoded after the check for dot segments.",
			row, followsDotSegments(withoutPlainDotSegments, replacing("\xc0\xae", ".", "\xc0\xaf", "/"))),
		traversalDeviation("unicode-escapes-decoded", "Escapes such as %u002e are decoded after the check for dot segments.",
			row, all(onIncoming(download, unicodeEscapesKept), followsDotSegments(withoutPlainDotSegments, replacing("%u002e", ".", "%u002f", "/")))),
		traversalDeviation("full-width-normalised", "Full-width characters are normalised after the check for dot segments.",
			row, followsDotSegments(withoutPlainDotSegments, replacing("．", ".", "／", "/"))),
		traversalDeviation("path-parameters-dropped", "Text after a semicolon is dropped after the check for dot segments.",
			row, followsDotSegments(withoutPlainDotSegments, replacing("..;", ".."))),
	}
}

// percentDots follows dot segments that the raw query does not show.
func percentDots(c *behavior) {
	onIncoming(download, func(r *request) {
		raw, text := r.rawValue(spec.RoleRecord), r.value(spec.RoleRecord)
		if !strings.Contains(raw, "..") && strings.Contains(text, "../") {
			r.set(spec.RoleRecord, strings.ReplaceAll(text, "../", "<up>"))
		}
	})(c)
	followsDotSegments(containing("<up>"), replacing("<up>", "../"))(c)
}

// unicodeEscapesKept decodes recordId but keeps escapes such as %u002e, which
// HTTP does not have.
func unicodeEscapesKept(r *request) {
	raw := r.rawValue(spec.RoleRecord)
	if text, err := url.QueryUnescape(strings.ReplaceAll(raw, "%u", "%25u")); err == nil && strings.Contains(raw, "%u") {
		r.set(spec.RoleRecord, text)
	}
}

// rootDeviations accept other roots than mounted drives.
func rootDeviations() []Deviation {
	const absolute, tricks = "security/absolute-paths", "security/drive-tricks"
	return []Deviation{
		traversalDeviation("absolute-path-served", "A path without a drive is opened on the host.",
			absolute, followsToHostAfter(`^/`)),
		traversalDeviation("absolute-path-behind-drive-served", "The text after two slashes is opened as a path on the host.",
			absolute, followsToHostAfter(`^[a-z]:.*//`)),
		traversalDeviation("file-url-served", "A file URL is opened.",
			absolute, followsToHostAfter(`^file:///`)),
		traversalDeviation("system-drive-served", "A drive without a mapping is opened on the host.",
			absolute, followsToHost(func(c *behavior, id string) (string, bool) {
				drive, file, _ := strings.Cut(id, ":/")
				return file, len(drive) == 1 && c.mounts[drive] == nil
			})),
		traversalDeviation("second-drive-served", "A second drive in a path is opened on the host.",
			tricks, followsToHostAfter(`^[a-z]:/?c:/`)),
		traversalDeviation("network-share-served", "A network share is opened.",
			tricks, followsToHostAfter(`^//127\.0\.0\.1/c\$/`)),
		traversalDeviation("device-path-served", "A path with the device prefix \\\\?\\ is opened.",
			tricks, followsToHostAfter(`^//\?/c:/`)),
		traversalDeviation("device-opened", "A device name is opened wherever it is in a path.",
			tricks, followsToHost(func(_ *behavior, id string) (string, bool) { return "nul", strings.HasSuffix(id, "/NUL") })),
	}
}

// followsToHostAfter opens what follows a match of beginning, written with
// slashes, as a file of the host.
func followsToHostAfter(beginning string) func(*behavior) {
	start := regexp.MustCompile(beginning)
	return followsToHost(func(_ *behavior, id string) (string, bool) {
		id = strings.ReplaceAll(id, `\`, "/")
		at := start.FindStringIndex(id)
		if at == nil {
			return "", false
		}
		return id[at[1]:], true
	})
}

// controlDeviations treat control characters in paths wrongly, or do not answer traversal attempts.
func controlDeviations() []Deviation {
	const row = "security/nul-and-control-characters"
	return []Deviation{
		traversalDeviation("nul-ends-path", "A path is checked as a whole but opened only up to its first NUL.",
			row, all(retryPathAs(upToNUL), followsDotSegments(containing("\x00"), upToNUL))),
		traversalDeviation("control-characters-dropped", "Control characters are dropped after the check for dot segments.",
			row, followsDotSegments(withoutPlainDotSegments, func(id string) string {
				return strings.Map(func(c rune) rune {
					if unicode.IsControl(c) {
						return -1
					}
					return c
				}, id)
			})),
		traversalDeviation("first-line-checked", "Only the first line of a path is checked for dot segments.",
			row, followsDotSegments(func(id string) bool {
				first, _, more := strings.Cut(id, "\n")
				return more && !strings.Contains(first, "..")
			}, unchanged)),
		deviation("ways-out-get-page", "A path that looks like a traversal attempt gets a firewall page with status 403.",
			breaks("security/traversal-envelope"), onAnswer(func(a *answer) bool {
				return a.cond == spec.PathInvalid && suspicious().MatchString(a.request.value(spec.RoleRecord))
			}, asPage(http.StatusForbidden))),
		deviation("ways-out-get-silence", "A path that looks like a traversal attempt closes the connection without an answer.",
			breaks("security/traversal-envelope"), onAnswer(func(a *answer) bool {
				return a.cond == spec.PathInvalid && suspicious().MatchString(a.request.value(spec.RoleRecord))
			}, raw(func(w *rawWriter) error { return w.cut() }))),
	}
}

func upToNUL(id string) string { id, _, _ = strings.Cut(id, "\x00"); return id }

// suspicious matches what a firewall looks for.
var suspicious = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\.\.|%2e|/etc/|win\.ini|[\x00-\x1f]`)
})
