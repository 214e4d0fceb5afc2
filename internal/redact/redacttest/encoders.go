// Package redacttest spells texts in every way in which a secret must be masked.
package redacttest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"mime/quotedprintable"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoder is one way to spell a text.
type Encoder struct {
	Name   string
	Encode func(string) string
}

// Encoders returns all spellings of one layer.
func Encoders() []Encoder {
	var all []Encoder
	for _, group := range [][]Encoder{caseEncoders, percentEncoders, escapeEncoders, referenceEncoders, wideEncoders, quotedEncoders} {
		all = append(all, group...)
	}
	return append(append(all, base64Encoders()...), hexEncoders()...)
}

var caseEncoders = []Encoder{
	{"raw", func(s string) string { return s }},
	{"upper case", strings.ToUpper},
	{"lower case", strings.ToLower},
	{"swapped case", func(s string) string { return strings.Map(swapped, s) }},
}

func swapped(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}

var percentEncoders = []Encoder{
	{"percent", url.PathEscape},
	{"query", url.QueryEscape},
	{"percent, lower-case digits", EachByte("%%%02x")},
	{"percent, upper-case digits", EachByte("%%%02X")},
	{"percent, every second byte", someBytes},
	{"percent twice", func(s string) string { return url.QueryEscape(EachByte("%%%02x")(s)) }},
	{"percent three times", func(s string) string { return url.QueryEscape(url.QueryEscape(url.PathEscape(s))) }},
	{"every byte percent three times", func(s string) string { return url.QueryEscape(url.QueryEscape(EachByte("%%%02X")(s))) }},
	{"percent u", EachUnit("%%u%04X")},
}

// someBytes encodes every second byte, and those that must be.
func someBytes(s string) string {
	var b strings.Builder
	for i, c := range []byte(s) {
		if i%2 == 0 || c == '%' || c >= utf8.RuneSelf {
			fmt.Fprintf(&b, "%%%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

var escapeEncoders = []Encoder{
	{"JSON", inJSON},
	{"JSON in JSON", func(s string) string { return inJSON(inJSON(s)) }},
	{"JSON, every character", EachUnit(`\u%04x`)},
	{"JSON, upper-case digits", EachUnit(`\u%04X`)},
	{"JavaScript braces", EachRune(`\u{%x}`)},
	{"JavaScript long braces", EachRune(`\u{%06X}`)},
	{"JavaScript bytes", javaScript},
	{"Go", func(s string) string { return unquoted(strconv.Quote(s)) }},
	{"Go ASCII", func(s string) string { return unquoted(strconv.QuoteToASCII(s)) }},
	{"long Go escapes", EachRune(`\U%08x`)},
	{"escaped bytes", EachByte(`\x%02x`)},
	{"escaped bytes, upper-case digits", EachByte(`\x%02X`)},
	{"octal", EachByte(`\%03o`)},
	{"excerpt", printable},
}

func unquoted(s string) string { return s[1 : len(s)-1] }

func inJSON(s string) string {
	b, _ := json.Marshal(s)
	return unquoted(string(b))
}

// javaScript writes characters up to U+00FF with two digits, others with four.
func javaScript(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x100 {
			fmt.Fprintf(&b, `\x%02x`, r)
		} else {
			b.WriteString(EachUnit(`\u%04x`)(string(r)))
		}
	}
	return b.String()
}

// printable is how gwcheck shows what cannot be printed.
func printable(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == utf8.RuneError && n == 1 || r < ' ':
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		i += n
	}
	return b.String()
}

var referenceEncoders = []Encoder{
	{"HTML", html.EscapeString},
	{"HTML names", strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", "%", "&percnt;", "\u00a0", "&nbsp;", "Ä", "&Auml;", `\`, "&bsol;", ".", "&period;").Replace},
	{"decimal references", EachRune("&#%d;")},
	{"decimal references with zeros", EachRune("&#%07d;")},
	{"hexadecimal references", EachRune("&#x%x;")},
	{"hexadecimal references, upper case", EachRune("&#X%X;")},
	{"references to surrogates", EachUnit("&#%d;")},
}

var wideEncoders = []Encoder{
	{"UTF-16LE", func(s string) string { return inUTF16(binary.LittleEndian, s) }},
	{"UTF-16BE", func(s string) string { return inUTF16(binary.BigEndian, s) }},
}

func inUTF16(order binary.AppendByteOrder, s string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

var quotedEncoders = []Encoder{
	{"quoted-printable", quotedPrintable},
	{"quoted-printable, every byte", EachByte("=%02X")},
	{"quoted-printable, soft line breaks", func(s string) string { return wrapped(EachByte("=%02X")(s), 9, "=\r\n") }},
}

func quotedPrintable(s string) string {
	var b bytes.Buffer
	w := quotedprintable.NewWriter(&b)
	w.Write([]byte(s)) //nolint:errcheck // a buffer takes every write
	w.Close()
	return b.String()
}

func base64Encoders() (all []Encoder) {
	for name, e := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64url": base64.RawURLEncoding} {
		for shift := range 3 {
			around := "123"[:shift]
			all = append(all, Encoder{fmt.Sprintf("%s, shifted by %d", name, shift), func(s string) string { return e.EncodeToString([]byte(around + s + around)) }})
		}
		for shown, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "escaped LF": `\n`, "escaped CRLF": `\r\n`, "%0A": "%0A", "&#10;": "&#10;", "folded": "\r\n\t", "unfolded": " "} {
			all = append(all, Encoder{name + " with " + shown, func(s string) string { return wrapped(e.EncodeToString([]byte(s)), 8, end) }})
		}
	}
	// The order of a map is another one each time.
	slices.SortFunc(all, func(a, b Encoder) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func hexEncoders() (all []Encoder) {
	all = append(all, Encoder{"hex after an odd digit", func(s string) string { return "7" + hex.EncodeToString([]byte(s)) }})
	for _, form := range []string{"%02x", "%02X", "%02x ", "%02X:", "%02x-", "%02x, ", "0x%02x, ", "0x%02X", `\x%02x`, "%%%02x", `"%02x",`, "{%02x}", "U+%04X "} {
		all = append(all, Encoder{"hex " + form, EachByte(form)})
	}
	return append(all, Encoder{"hex in lines", func(s string) string { return wrapped(hex.EncodeToString([]byte(s)), 7, "\n") }})
}

// wrapped breaks a text into lines.
func wrapped(s string, width int, end string) string {
	var b strings.Builder
	for len(s) > width {
		b.WriteString(s[:width] + end)
		s = s[width:]
	}
	return b.String() + s
}

// EachByte returns an encoder that formats every byte.
func EachByte(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
}

// EachRune returns an encoder that formats every character.
func EachRune(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, format, r)
		}
		return b.String()
	}
}

// EachUnit returns an encoder that formats every UTF-16 code unit.
func EachUnit(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			fmt.Fprintf(&b, format, u)
		}
		return b.String()
	}
}
