package redact

import "unicode"

// unit decodes an escape that tells the number of a byte or of a character, and
// how many bytes it takes; 0 if there is none.
func unit(b []byte) (r rune, n int, isByte bool) {
	if len(b) < 2 {
		return 0, 0, false
	}
	switch b[0] {
	case '%':
		return percent(b)
	case '\\':
		return backslash(b)
	case '&':
		r, n := reference(b)
		return r, n, false
	}
	return 0, 0, false
}

// percent decodes %XX and %uXXXX.
func percent(b []byte) (rune, int, bool) {
	if b[1] == 'u' || b[1] == 'U' {
		r, n := digits(b, 2, 4, 4, 16)
		return r, n, false
	}
	r, n := digits(b, 1, 2, 2, 16)
	return r, n, true
}

// backslash decodes \uXXXX, \u{X}, \UXXXXXXXX, \xXX, \x{X} and octal escapes.
func backslash(b []byte) (rune, int, bool) {
	switch b[1] {
	case 'u', 'U', 'x', 'X':
		if r, n := braced(b); n > 0 {
			return r, n, false
		}
	}
	switch b[1] {
	case 'U':
		if r, n := digits(b, 2, 8, 8, 16); n > 0 {
			return r, n, false
		}
		fallthrough
	case 'u':
		r, n := digits(b, 2, 4, 4, 16)
		return r, n, false
	case 'x', 'X':
		r, n := digits(b, 2, 2, 2, 16)
		return r, n, true
	case '0', '1', '2', '3':
		r, n := digits(b, 1, 1, 3, 8)
		return r, n, true
	case '4', '5', '6', '7':
		r, n := digits(b, 1, 1, 2, 8)
		return r, n, true
	}
	return 0, 0, false
}

// braced decodes the digits in \u{X}.
func braced(b []byte) (rune, int) {
	if len(b) < 3 || b[2] != '{' {
		return 0, 0
	}
	if r, n := digits(b, 3, 1, 8, 16); n > 0 && n < len(b) && b[n] == '}' {
		return r, n + 1
	}
	return 0, 0
}

// reference decodes &#1; and &#x1;, also without the semicolon.
func reference(b []byte) (r rune, n int) {
	if b[1] != '#' || len(b) < 3 {
		return 0, 0
	}
	if b[2] == 'x' || b[2] == 'X' {
		r, n = digits(b, 3, 1, 8, 16)
	} else {
		r, n = digits(b, 2, 1, 8, 10)
	}
	if n > 0 && n < len(b) && b[n] == ';' {
		n++
	}
	return r, n
}

// digits reads from least to most digits from b[from] on: the number, and where
// they end; 0 if there are too few, or if the number is no character.
func digits(b []byte, from, least, most int, base rune) (r rune, end int) {
	i := from
	for i < len(b) && i < from+most {
		d := digit[b[i]]
		if d >= base {
			break
		}
		if r = r*base + d; r > unicode.MaxRune {
			return 0, 0
		}
		i++
	}
	if i < from+least {
		return 0, 0
	}
	return r, i
}

// digit is the value of a hexadecimal digit, and 16 for what is none.
var digit = func() (t [256]rune) {
	for c := range t {
		switch {
		case '0' <= c && c <= '9':
			t[c] = rune(c - '0')
		case 'a' <= c && c <= 'f':
			t[c] = rune(c - 'a' + 10)
		case 'A' <= c && c <= 'F':
			t[c] = rune(c - 'A' + 10)
		default:
			t[c] = 16
		}
	}
	return t
}()
