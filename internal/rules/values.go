package rules

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// conversion describes the traces of a text conversion in bytes that should have
// every value. It explains a mismatch and judges nothing.
func conversion(seen *ByteValues) string {
	var signs []string
	for _, s := range []struct {
		found bool
		text  string
	}{
		{seen.Total > 0 && seen.Count[0] == 0, "no zero byte"},
		{seen.Total > 0 && seen.Count[0x1a] == 0, "no Ctrl-Z byte"},
		{seen.Total > 0 && seen.distinct(0x80) == 0, "no byte above 127"},
		{seen.distinct(0x80) > 0 && seen.distinct(0xc4) == 0, "no byte above 195"},
		{seen.Count['\n'] > 0 && seen.Pairs == seen.Count['\n'], "a carriage return before every line feed"},
		{seen.Pairs == 0 && seen.Count['\r'] > 0, "no carriage return before a line feed"},
		{seen.Count['\r'] == 0 && seen.Count['\n'] > 0, "no carriage return"},
		{seen.Replaced > 0, "the replacement character U+FFFD"},
	} {
		if s.found {
			signs = append(signs, s.text)
		}
	}
	return strings.Join(signs, ", ")
}

// ByteValues counts the values of the bytes that pass through it. It is an
// io.Writer that never fails.
type ByteValues struct {
	Total    int64
	Count    [256]int64
	Pairs    int64 // line feeds after a carriage return
	Replaced int64 // UTF-8 forms of U+FFFD
	last     [2]byte
}

// Write implements io.Writer.
func (v *ByteValues) Write(p []byte) (int, error) {
	for _, b := range p {
		v.Count[b]++
		if b == '\n' && v.last[1] == '\r' {
			v.Pairs++
		}
		if b == 0xbd && v.last == [2]byte{0xef, 0xbf} {
			v.Replaced++
		}
		v.last = [2]byte{v.last[1], b}
	}
	v.Total += int64(len(p))
	return len(p), nil
}

// Sufficient reports whether the values occurred that text conversions change:
// the control characters that end lines, texts and files, and at least half of
// those that are not ASCII.
func (v *ByteValues) Sufficient() bool {
	for _, b := range []byte{0, '\n', '\r', 0x1a} {
		if v.Count[b] == 0 {
			return false
		}
	}
	return v.distinct(0x80) >= 64
}

// Exhaustive reports whether every value occurred, and line ends in all the forms
// that conversions change.
func (v *ByteValues) Exhaustive() bool {
	return v.distinct(0) == 256 && v.Pairs > 0 && v.Count['\n'] > v.Pairs && v.Count['\r'] > v.Pairs
}

// distinct is how many values from the given one on occurred.
func (v *ByteValues) distinct(from int) (n int) {
	for _, count := range v.Count[from:] {
		if count > 0 {
			n++
		}
	}
	return n
}

// EveryValue holds if the body is the recording. The mismatch of another body
// describes the traces of a text conversion.
func EveryValue(rec target.Recording, seen *ByteValues) Rule {
	return New(named(rec)+" without any conversion", nil, func(x *wire.Exchange) []report.Mismatch {
		found := Served(rec).Judge(x)
		if signs := conversion(seen); len(found) > 0 && signs != "" {
			found[0].Got += ", with " + signs
		}
		return found
	}).About(SuccessForm).by("Served", rec)
}
