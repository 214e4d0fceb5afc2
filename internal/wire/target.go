package wire

import "strings"

// Param is one query parameter. Its name and value are percent-encoded; with
// Raw the value is sent unchanged.
type Param struct {
	Name, Value string
	Raw         bool
}

// Target returns a request target in origin form (RFC 9112 section 3.2.1): path,
// which must already be percent-encoded, and the query parameters in their order.
func Target(path string, query ...Param) string {
	var out strings.Builder
	out.WriteString(path)
	sep := byte('?')
	if strings.Contains(path, "?") {
		sep = '&'
	}
	for _, p := range query {
		out.WriteByte(sep)
		out.WriteString(Escape(p.Name))
		out.WriteByte('=')
		if p.Raw {
			out.WriteString(p.Value)
		} else {
			out.WriteString(Escape(p.Value))
		}
		sep = '&'
	}
	return out.String()
}

// Escape percent-encodes every byte of s except the unreserved characters of
// RFC 3986 section 2.3, with upper-case hexadecimal digits.
func Escape(s string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(s) {
		if b := s[i]; unreserved(b) {
			out.WriteByte(b)
		} else {
			out.Write([]byte{'%', hex[b>>4], hex[b&15]})
		}
	}
	return out.String()
}

func unreserved(b byte) bool {
	return isAlnum(b) || b == '-' || b == '.' || b == '_' || b == '~'
}
