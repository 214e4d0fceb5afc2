package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// encodingOf tells the encoding of a text by its byte order mark, or by the
// zero bytes that ASCII characters have in UTF-16: its name and the bytes to a
// unit. A text without any such sign is "" and 1.
func encodingOf(b []byte) (name string, width int) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return "UTF-8", 1
	case bytes.HasPrefix(b, []byte("\xfe\xff")), len(b) > 1 && b[0] == 0 && b[1] != 0:
		return "UTF-16 with the high byte first", 2
	case bytes.HasPrefix(b, []byte("\xff\xfe")), len(b) > 1 && b[0] != 0 && b[1] == 0:
		return "UTF-16 with the low byte first", 2
	}
	return "", 1
}

// decoded is a text as UTF-8 without a byte order mark.
func decoded(b []byte) []byte {
	name, width := encodingOf(b)
	if width == 1 {
		return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	}
	high := 0
	if strings.HasSuffix(name, "low byte first") {
		high = 1
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i+high])<<8|uint16(b[i+1-high]))
	}
	return bytes.TrimPrefix([]byte(string(utf16.Decode(units))), []byte("\ufeff"))
}

// firstValue reads the JSON value at the start of a text and returns what
// follows it; false if there is no value.
func firstValue(text []byte) (value any, rest []byte, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(text))
	if dec.Decode(&value) != nil {
		return nil, nil, false
	}
	return value, bytes.TrimSpace(text[dec.InputOffset():]), true
}

// repeatedName finds a name that stands twice in one object, at any depth.
func repeatedName(text []byte) (string, bool) {
	dec := json.NewDecoder(bytes.NewReader(text))
	var open []map[string]bool // names of the objects around, nil for arrays
	expectName := false
	for {
		token, err := dec.Token()
		if err != nil {
			return "", false
		}
		switch t := token.(type) {
		case json.Delim:
			open = nested(open, t)
			expectName = true
		case string:
			if names := top(open); names != nil && expectName {
				if names[t] {
					return t, true
				}
				names[t], expectName = true, false
				continue
			}
			expectName = true
		default:
			expectName = true
		}
		if len(open) == 0 {
			return "", false
		}
	}
}

func nested(open []map[string]bool, d json.Delim) []map[string]bool {
	switch d {
	case '{':
		return append(open, map[string]bool{})
	case '[':
		return append(open, nil)
	}
	return open[:len(open)-1]
}

func top(open []map[string]bool) map[string]bool {
	if len(open) == 0 {
		return nil
	}
	return open[len(open)-1]
}

// ifThere describes a value of a field, or its absence.
func ifThere(value any, there bool) string {
	if !there {
		return "absent"
	}
	return kindOf(value)
}

// kindOf names the JSON type of a value, and shows short ones.
func kindOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return fmt.Sprintf("the string %q", printable(v))
	case float64, bool:
		return fmt.Sprintf("%v, which is no string", v)
	case []any:
		return fmt.Sprintf("a list of %d", len(v))
	}
	return "an object"
}

// names lists the names of an object in order, for a message.
func names(fields map[string]any) string {
	if len(fields) == 0 {
		return "no field"
	}
	all := make([]string, 0, len(fields))
	for name := range fields {
		all = append(all, printable(name))
	}
	slices.Sort(all)
	return strings.Join(all[:min(len(all), 8)], ", ")
}
