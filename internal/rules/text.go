package rules

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// longestValue bounds one text of a mismatch, in bytes. It is generous: a value
// that is cut may hide a secret from the redactor, so shortening for display is
// left to the code that masks the text.
const longestValue = 4 << 10

// printable is a received text with everything but graphic characters escaped.
func printable(s string) string { return wire.Excerpt([]byte(s), longestValue) }

func quoted(s string) string { return `"` + printable(s) + `"` }

// orNone is a received value, or "none" for an absent one.
func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return printable(value)
}

// bodyText is a received body that should have been text. Of anything else,
// which may be a recording, only the length is shown, and of 64 bytes and more
// the first four.
func bodyText(b []byte) string {
	if utf8.Valid(untruncated(wire.Body{Length: int64(len(b)), Head: b[:min(len(b), longestValue)]})) {
		return printable(string(b))
	}
	if len(b) < 64 {
		return fmt.Sprintf("%d bytes that are not UTF-8 text", len(b))
	}
	return fmt.Sprintf("%d bytes that are not UTF-8 text, first %x", len(b), b[:4])
}

// notJSON describes a text that is not the expected JSON.
func notJSON(text []byte) string {
	switch trimmed := bytes.TrimSpace(text); {
	case len(trimmed) == 0:
		return "an empty body"
	case trimmed[0] == '<':
		return markup(text)
	}
	return bodyText(text)
}

// markup describes a body that begins with an angle bracket, an HTML page by its title.
func markup(b []byte) string {
	switch title := htmlTitle().FindSubmatch(b); {
	case len(title) > 1 && len(bytes.TrimSpace(title[1])) > 0:
		return "an HTML page: " + printable(strings.Join(strings.Fields(string(title[1])), " "))
	case html().Match(b):
		return "an HTML page: " + bodyText(b)
	}
	return "markup: " + bodyText(b)
}

var (
	html      func() *regexp.Regexp = lazyregexp.New(`(?i)<(?:!doctype html|html)\b`)
	htmlTitle func() *regexp.Regexp = lazyregexp.New(`(?is)<title[^>]*>(.*?)</title>`)
)

// sizeAndType is the length of a body and its media type, or all of them.
func sizeAndType(x *wire.Exchange) string {
	size := byteCount(x.Response.Body.Length)
	if types := x.Header("Content-Type"); len(types) > 0 {
		for i, v := range types {
			types[i] = essence(v)
		}
		return size + " as " + printable(strings.Join(types, " and "))
	}
	return size + " without Content-Type"
}

func byteCount(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// mismatch is a list of one, which most judging functions return.
func mismatch(what, expected, got string) []report.Mismatch {
	return []report.Mismatch{{What: what, Expected: expected, Got: got}}
}
