package mock

import (
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// Ways out of the mounts. Each deviation overlooks one spelling and keeps to
// the rules otherwise; what lies outside is made up here.

// host are the files of the machine that such a gateway runs on, by their path
// below the root.
var host = map[string]*fixtures.Content{
	"etc/hosts":       fixtures.FromBytes([]byte("127.0.0.1 localhost\n10.0.0.7 recordings\n")),
	"windows/win.ini": fixtures.FromBytes([]byte("; for 16-bit app support\r\n[fonts]\r\n")),
	"nul":             fixtures.FromBytes(nil),
}

// hostDrive stands for the root of the host among the mounts. No path names it.
const hostDrive = "~"

// leads lets a gateway follow a recordId to a file of its host. Where out says
// no, or where there is no such file, it does what is right.
func leads(out func(c *conduct, recordID string) (file string, ok bool)) func(*conduct) {
	return func(c *conduct) {
		c.mounts[hostDrive] = nowhere{}
		locate, open := c.locate, c.open
		c.locate = func(recordID, filetype string) (place, error) {
			file, ok := out(c, recordID)
			if ok && host[strings.ToLower(file)] != nil {
				return place{hostDrive, strings.ToLower(file)}, nil
			}
			return locate(recordID, filetype)
		}
		c.open = func(p place) (io.ReadCloser, int64, error) {
			if p.drive == hostDrive {
				return host[p.path].Open(), host[p.path].Size(), nil
			}
			return open(p)
		}
	}
}

// nowhere is a file system without files.
type nowhere struct{}

// Open implements fs.FS.
func (nowhere) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// climbs follows the dot segments of what a recordId is turned into, unless it
// is noticed before.
func climbs(unnoticed func(recordID string) bool, turned func(recordID string) string) func(*conduct) {
	return leads(func(_ *conduct, recordID string) (string, bool) {
		if !unnoticed(recordID) {
			return "", false
		}
		understood := turned(recordID)
		if _, rest, ok := strings.Cut(understood, ":"); ok {
			understood = rest
		}
		clean := path.Clean(strings.TrimLeft(understood, "/"))
		file := strings.TrimLeft(strings.ReplaceAll(clean, "../", ""), "/")
		return file, strings.HasPrefix(clean, "../")
	})
}

// notPlainly notices two dots and a separator.
func notPlainly(id string) bool { return !strings.Contains(id, "../") && !strings.Contains(id, `..\`) }

func unchanged(id string) string { return id }

// holding passes over what has a text in it.
func holding(text string) func(string) bool {
	return func(id string) bool { return strings.Contains(id, text) }
}

// turning replaces old by new, old by new and so on.
func turning(oldnew ...string) func(string) string { return strings.NewReplacer(oldnew...).Replace }

// unescaped percent-decodes up to n times.
func unescaped(n int) func(string) string {
	return func(id string) string {
		for range n {
			decoded, err := url.PathUnescape(id)
			if err != nil {
				return id
			}
			id = decoded
		}
		return id
	}
}

// wayOut is a deviation that leads out of the mounts. Ways overlap, and none of
// them is refused with an envelope.
func wayOut(name, sentence, violates string, apply func(*conduct)) Deviation {
	return deviation(name, sentence, breaks(violates), apply, "security/traversal*")
}

func traversalDeviations() []Deviation {
	const row = "security/traversal"
	return slices.Concat([]Deviation{
		wayOut("dot-segments-followed", "Dot segments are followed, out of the mount too.",
			row, climbs(func(id string) bool { return !strings.Contains(id, "\n") }, unchanged)),
		wayOut("dot-segments-cut-out-once", "Dot segments are cut out, and those left by that are followed.",
			row, climbs(holding("../"), turning("../", ""))),
		wayOut("backslash-segments-followed", "Dot segments are noticed between slashes only, and followed between backslashes.",
			"security/traversal-backslashes", climbs(func(id string) bool { return !strings.Contains(id, "/../") }, turning(`\`, "/"))),
	}, encodedDeviations(), rootDeviations(), controlDeviations())
}

func encodedDeviations() []Deviation {
	const row = "security/traversal-encoded"
	return []Deviation{
		wayOut("path-decoded-until-stable", "recordId is percent-decoded again and again after it was found to be harmless.",
			row, climbs(notPlainly, unescaped(9))),
		wayOut("percent-dots-unnoticed", "Dot segments are noticed in the query as it stands, before it is decoded.",
			row, percentDots),
		wayOut("overlong-utf-8-decoded", "Overlong UTF-8 is decoded after dot segments were looked for.",
			row, climbs(notPlainly, turning("\xc0\xae", ".", "\xc0\xaf", "/"))),
		wayOut("unicode-escapes-decoded", "Escapes such as %u002e are decoded after dot segments were looked for.",
			row, all(onIncoming(download, unicodeEscapesKept), climbs(notPlainly, turning("%u002e", ".", "%u002f", "/")))),
		wayOut("full-width-normalised", "Characters of full width are taken for their usual forms after dot segments were looked for.",
			row, climbs(notPlainly, turning("．", ".", "／", "/"))),
		wayOut("path-parameters-dropped", "What follows a semicolon is dropped after dot segments were looked for.",
			row, climbs(notPlainly, turning("..;", ".."))),
	}
}

// percentDots follows dot segments of which the address as it stands shows none.
func percentDots(c *conduct) {
	onIncoming(download, func(r *request) {
		raw, text := r.rawValue(spec.RoleRecord), r.value(spec.RoleRecord)
		if !strings.Contains(raw, "..") && strings.Contains(text, "../") {
			r.set(spec.RoleRecord, strings.ReplaceAll(text, "../", "<up>"))
		}
	})(c)
	climbs(holding("<up>"), turning("<up>", "../"))(c)
}

// unicodeEscapesKept decodes all of recordId but escapes that HTTP does not know.
func unicodeEscapesKept(r *request) {
	raw := r.rawValue(spec.RoleRecord)
	if text, err := url.QueryUnescape(strings.ReplaceAll(raw, "%u", "%25u")); err == nil && strings.Contains(raw, "%u") {
		r.set(spec.RoleRecord, text)
	}
}

func rootDeviations() []Deviation {
	const absolute, tricks = "security/absolute-paths", "security/drive-tricks"
	return []Deviation{
		wayOut("absolute-path-served", "A path without a drive is one of the host.",
			absolute, leadsAfter(`^/`)),
		wayOut("absolute-path-behind-drive-served", "What follows two slashes is a path of the host, as where paths are joined.",
			absolute, leadsAfter(`^[a-z]:.*//`)),
		wayOut("file-url-served", "A file URL is opened.",
			absolute, leadsAfter(`^file:///`)),
		wayOut("system-drive-served", "A drive without a mapping is one of the host.",
			absolute, leads(func(c *conduct, id string) (string, bool) {
				drive, file, _ := strings.Cut(id, ":/")
				return file, len(drive) == 1 && c.mounts[drive] == nil
			})),
		wayOut("second-drive-served", "A second drive in a path counts, and is one of the host.",
			tricks, leadsAfter(`^[a-z]:/?c:/`)),
		wayOut("network-share-served", "A network share is opened.",
			tricks, leadsAfter(`^//127\.0\.0\.1/c\$/`)),
		wayOut("device-path-served", "The prefix of device paths is passed on to the system.",
			tricks, leadsAfter(`^//\?/c:/`)),
		wayOut("device-opened", "The name of a device is opened wherever it stands.",
			tricks, leads(func(_ *conduct, id string) (string, bool) { return "nul", strings.HasSuffix(id, "/NUL") })),
	}
}

// leadsAfter takes what follows a beginning, written with slashes, for a file of the host.
func leadsAfter(beginning string) func(*conduct) {
	start := regexp.MustCompile(beginning)
	return leads(func(_ *conduct, id string) (string, bool) {
		id = strings.ReplaceAll(id, `\`, "/")
		at := start.FindStringIndex(id)
		if at == nil {
			return "", false
		}
		return id[at[1]:], true
	})
}

func controlDeviations() []Deviation {
	const row = "security/nul-and-control-characters"
	return []Deviation{
		wayOut("nul-ends-path", "A path ends at a NUL when it is opened, but not when it is looked at.",
			row, all(locatedAs(upToNUL), climbs(holding("\x00"), upToNUL))),
		wayOut("control-characters-dropped", "Control characters are dropped after dot segments were looked for.",
			row, climbs(notPlainly, func(id string) string {
				return strings.Map(func(c rune) rune {
					if unicode.IsControl(c) {
						return -1
					}
					return c
				}, id)
			})),
		wayOut("first-line-checked", "Dot segments are looked for in the first line of a path only.",
			row, climbs(func(id string) bool {
				first, _, more := strings.Cut(id, "\n")
				return more && !strings.Contains(first, "..")
			}, unchanged)),
		deviation("ways-out-get-page", "What looks like a way out of the mounts gets a page of the firewall.",
			breaks("security/traversal-envelope"), onAnswer(func(a *answer) bool {
				return a.cond == spec.PathInvalid && suspicious().MatchString(a.request.value(spec.RoleRecord))
			}, asPage(http.StatusForbidden))),
		deviation("ways-out-get-silence", "What looks like a way out of the mounts ends the connection.",
			breaks("security/traversal-envelope"), onAnswer(func(a *answer) bool {
				return a.cond == spec.PathInvalid && suspicious().MatchString(a.request.value(spec.RoleRecord))
			}, raw(func(w *rawWriter) error { return w.cut() }))),
	}
}

func upToNUL(id string) string { id, _, _ = strings.Cut(id, "\x00"); return id }

// suspicious is what a firewall looks for.
var suspicious = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\.\.|%2e|/etc/|win\.ini|[\x00-\x1f]`)
})
