package redacttest

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decoders undo one layer of encoding of a whole text each. With wide set, what
// they find need not be ASCII.
var decoders = []func(text string, wide bool) string{
	unescapeHTML, unescapeBackslashes, unescapePercent, unescapeQuoted, unfold, decodeAllBase64, decodeAllHex,
	func(s string, _ bool) string { return strings.ReplaceAll(s, "\x00", "") },
	decodeUTF16,
}

func unescapeHTML(s string, _ bool) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return html.UnescapeString(strings.ReplaceAll(joinSurrogates(s), "&#0;", "\x00"))
}

// joinSurrogates replaces references to two surrogates by one to their character.
func joinSurrogates(s string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, "&#")
		if at < 0 {
			return b.String() + s
		}
		b.WriteString(s[:at])
		s = s[at:]
		high, rest, ok := reference(s)
		low, after, also := reference(rest)
		if r := utf16.DecodeRune(high, low); ok && also && r != utf8.RuneError {
			b.WriteRune(r)
			s = after
		} else {
			b.WriteString(s[:2])
			s = s[2:]
		}
	}
}

// reference reads &#N; at the beginning of a text.
func reference(s string) (r rune, rest string, ok bool) {
	digits, rest, found := strings.Cut(s, ";")
	number, prefixed := strings.CutPrefix(digits, "&#")
	n, err := strconv.ParseUint(number, 10, 21)
	return rune(n), rest, found && prefixed && err == nil //nolint:gosec // 21 bits
}

func unescapeBackslashes(s string, _ bool) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	var units []uint16
	flush := func() {
		b.WriteString(string(utf16.Decode(units)))
		units = units[:0]
	}
	for s != "" {
		if n := strings.IndexByte(s, '\\'); n != 0 {
			flush()
			if n < 0 {
				break
			}
			b.WriteString(s[:n])
			s = s[n:]
		}
		text, unit, n := backslash(s)
		if unit > 0 {
			units = append(units, unit)
		} else {
			flush()
			b.WriteString(text)
		}
		s = s[n:]
	}
	flush()
	return b.String() + s
}

// backslash reads one escape: what it means, or a unit of UTF-16, and its length.
func backslash(s string) (text string, unit uint16, n int) {
	if len(s) < 2 {
		return s, 0, len(s)
	}
	if digits, _, ok := strings.Cut(s[2:], "}"); ok && strings.HasPrefix(digits, "{") {
		if v, err := strconv.ParseUint(digits[1:], 16, 21); err == nil {
			return string(rune(v)), 0, 3 + len(digits) //nolint:gosec // 21 bits
		}
	}
	for _, form := range []struct {
		letters            string
		from, digits, base int
	}{{"U", 2, 8, 16}, {"uU", 2, 4, 16}, {"xX", 2, 2, 16}, {"0123", 1, 3, 8}, {"01234567", 1, 2, 8}, {"01234567", 1, 1, 8}} {
		end := form.from + form.digits
		if strings.IndexByte(form.letters, s[1]) < 0 || len(s) < end {
			continue
		}
		v, err := strconv.ParseUint(s[form.from:end], form.base, 21)
		switch {
		case err != nil:
		case form.digits == 4:
			return "", uint16(v), end //nolint:gosec // four digits
		case form.digits == 8:
			return string(rune(v)), 0, end //nolint:gosec // 21 bits
		default:
			return string([]byte{byte(v)}), 0, end
		}
	}
	if at := strings.IndexByte("nrtabfv\n", s[1]); at >= 0 {
		return []string{"\n", "\r", "\t", "\a", "\b", "\f", "\v", ""}[at], 0, 2
	}
	return s[1:2], 0, 2
}

// unescapePercent decodes %XX and %uXXXX.
func unescapePercent(s string, _ bool) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for s != "" {
		before, after, ok := strings.Cut(s, "%")
		b.WriteString(before)
		if !ok {
			break
		}
		s = after
		units, rest := percentUnits(after)
		if len(units) > 0 {
			b.WriteString(string(utf16.Decode(units)))
			s = rest
		} else if v, err := strconv.ParseUint(s[:min(2, len(s))], 16, 8); err == nil && len(s) >= 2 {
			b.WriteByte(byte(v))
			s = s[2:]
		} else {
			b.WriteByte('%')
		}
	}
	return b.String()
}

// percentUnits reads uXXXX, and any %uXXXX that follow it.
func percentUnits(s string) (units []uint16, rest string) {
	for len(s) >= 5 && (s[0] == 'u' || s[0] == 'U') {
		v, err := strconv.ParseUint(s[1:5], 16, 16)
		if err != nil {
			break
		}
		units, rest = append(units, uint16(v)), s[5:]
		if !strings.HasPrefix(rest, "%") {
			break
		}
		s = rest[1:]
	}
	return units, rest
}

func unescapeQuoted(s string, _ bool) string {
	var b strings.Builder
	for s != "" {
		before, after, ok := strings.Cut(s, "=")
		b.WriteString(before)
		if !ok {
			break
		}
		s = after
		switch v, err := strconv.ParseUint(s[:min(2, len(s))], 16, 8); {
		case err == nil && len(s) >= 2:
			b.WriteByte(byte(v))
			s = s[2:]
		case strings.HasPrefix(s, "\r\n"), strings.HasPrefix(s, "\n"):
			s = strings.TrimPrefix(strings.TrimPrefix(s, "\r"), "\n")
		default:
			b.WriteByte('=')
		}
	}
	return b.String()
}

// unfold leaves out line breaks with the indents that follow.
func unfold(s string, _ bool) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	for i, line := range lines[1:] {
		lines[i+1] = strings.TrimLeft(line, " \t")
	}
	return strings.Join(lines, "")
}

// decodeAllBase64 decodes what is base64 or base64url in a text and in the text
// without white space, at every alignment.
func decodeAllBase64(s string, wide bool) string {
	s = strings.NewReplacer("-", "+", "_", "/").Replace(s)
	var b strings.Builder
	for _, text := range []string{s, strings.NewReplacer("\r", "", "\n", "", "\t", "", " ", "").Replace(s)} {
		for run := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isBase64(r) }) {
			for skip := 0; skip < 4 && len(run)-skip >= 11; skip++ {
				part := run[skip:]
				if len(part)%4 == 1 {
					part = part[:len(part)-1]
				}
				decoded, err := base64.RawStdEncoding.DecodeString(part)
				if err == nil {
					keep(&b, decoded, wide)
				}
			}
		}
	}
	return b.String()
}

func isBase64(r rune) bool {
	return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '+' || r == '/'
}

// keep writes the parts of decoded bytes that may be text.
func keep(b *strings.Builder, decoded []byte, wide bool) {
	for part := range strings.FieldsFuncSeq(latin1(decoded), func(r rune) bool {
		return !wide && (r >= 0x7f || r < ' ' && r != 0 && r != '\t' && r != '\n' && r != '\r')
	}) {
		if len(part) >= leastPiece {
			for _, r := range part {
				b.WriteByte(byte(r)) //nolint:gosec // bytes of decoded
			}
			b.WriteByte('\n')
		}
	}
}

func latin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

var dumpPrefixes = strings.NewReplacer("0x", "", "0X", "", "U+00", "", "u+00", "", `\x`, "", `\X`, "", "%", "")

// decodeAllHex decodes hexadecimal digits with any punctuation between them.
func decodeAllHex(s string, wide bool) string {
	var b strings.Builder
	for run := range strings.FieldsFuncSeq(dumpPrefixes.Replace(s), func(r rune) bool {
		return r >= 0x7f || r < ' ' && r != '\t' && r != '\n' && r != '\r' || 'g' <= r && r <= 'z' || 'G' <= r && r <= 'Z'
	}) {
		digits := strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' || 'a' <= r && r <= 'f' || 'A' <= r && r <= 'F' {
				return r
			}
			return -1
		}, run)
		for skip := 0; skip < 2 && len(digits)-skip >= 2*leastPiece; skip++ {
			part := digits[skip:]
			if decoded, err := hex.DecodeString(part[:len(part)/2*2]); err == nil {
				keep(&b, decoded, wide)
			}
		}
	}
	return b.String()
}

// decodeUTF16 reads a text as UTF-16 of either byte order, from the first byte and
// from the second one.
func decodeUTF16(s string, wide bool) string {
	if !wide {
		return s // without zero bytes, ASCII is found
	}
	var b strings.Builder
	for skip := range 2 {
		for order := range 2 {
			var units []uint16
			for i := skip; i+1 < len(s); i += 2 {
				units = append(units, uint16(s[i+order])|uint16(s[i+1-order])<<8)
			}
			b.WriteString(string(utf16.Decode(units)) + "\n")
		}
	}
	return b.String()
}
