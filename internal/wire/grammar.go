package wire

import "strings"

// The character classes of RFC 9110 section 5.6 and RFC 5234.

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isAlnum(b byte) bool {
	return isDigit(b) || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

func isTokenChar(b byte) bool {
	return isAlnum(b) || strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0
}

// isControl reports whether b is forbidden in a field value or reason phrase.
func isControl(b byte) bool { return b < ' ' && b != '\t' || b == 0x7f }

func isSpace(b byte) bool { return b == ' ' || b == '\t' }

func isToken[T string | []byte](s T) bool { return len(s) > 0 && tokenLen(s) == len(s) }

// tokenLen returns the length of the token at the start of s.
func tokenLen[T string | []byte](s T) int {
	n := 0
	for n < len(s) && isTokenChar(s[n]) {
		n++
	}
	return n
}

// controlAt returns the index of the first control character in s except CR, or -1.
func controlAt(s []byte) int {
	for i, b := range s {
		if isControl(b) && b != '\r' {
			return i
		}
	}
	return -1
}

// trimSpace removes optional white space (SP and HTAB) at both ends.
func trimSpace(s string) string { return strings.Trim(s, " \t") }

// sameName compares two field names or tokens, ignoring ASCII case.
func sameName(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

// listMembers splits list field values at commas outside quoted strings. It
// skips empty members (RFC 9110 section 5.6.1).
func listMembers(values []string) []string {
	var members []string
	for _, v := range values {
		for _, m := range splitOutsideQuotes(v, ',') {
			if m = trimSpace(m); m != "" {
				members = append(members, m)
			}
		}
	}
	return members
}

func splitOutsideQuotes(s string, sep byte) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == sep && !quoted:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// quotedLen returns the length of the quoted string at the start of s
// (RFC 9110 section 5.6.4), or 0 if there is none.
func quotedLen(s string) int {
	if s == "" || s[0] != '"' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return i + 1
		case s[i] == '\\':
			i++
		}
		if i < len(s) && isControl(s[i]) {
			return 0
		}
	}
	return 0
}

// unquote removes the quotes and backslashes of a quoted string.
func unquote(s string) string {
	var out strings.Builder
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
