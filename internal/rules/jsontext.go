package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// encoding is how a text is encoded, as far as its first bytes tell.
type encoding string

const (
	unmarked    encoding = ""
	markedUTF8  encoding = "UTF-8 with a byte order mark"
	utf16Big    encoding = "UTF-16 (big-endian)"
	utf16Little encoding = "UTF-16 (little-endian)"
)

// encodingOf detects an encoding by its byte order mark, or by the zero bytes
// that ASCII characters have in UTF-16.
func encodingOf(b []byte) encoding {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return markedUTF8
	case bytes.HasPrefix(b, []byte("\xfe\xff")), len(b) > 1 && b[0] == 0 && b[1] != 0:
		return utf16Big
	case bytes.HasPrefix(b, []byte("\xff\xfe")), len(b) > 1 && b[0] != 0 && b[1] == 0:
		return utf16Little
	}
	return unmarked
}

// unit is how many bytes a code unit has.
func (e encoding) unit() int {
	if e == utf16Big || e == utf16Little {
		return 2
	}
	return 1
}

// decoded is a text as UTF-8 without a byte order mark.
func decoded(b []byte) []byte {
	detected := encodingOf(b)
	if detected.unit() == 1 {
		return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	}
	high := 0
	if detected == utf16Little {
		high = 1
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i+high])<<8|uint16(b[i+1-high]))
	}
	return bytes.TrimPrefix([]byte(string(utf16.Decode(units))), []byte("\ufeff"))
}

// firstValue reads the JSON value at the start of a text and returns the rest;
// ok is false if there is no value.
func firstValue(text []byte) (value any, rest []byte, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if dec.Decode(&value) != nil {
		return nil, nil, false
	}
	return asFloats(value), bytes.TrimSpace(text[dec.InputOffset():]), true
}

// repeatedName finds a name that occurs twice in one object, at any depth.
func repeatedName(text []byte) (string, bool) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var enclosing []map[string]bool // names in the enclosing objects, nil for arrays
	expectName := false
	for {
		token, err := dec.Token()
		if err != nil {
			return "", false
		}
		switch t := token.(type) {
		case json.Delim:
			enclosing = nested(enclosing, t)
			expectName = true
		case string:
			if names := top(enclosing); names != nil && expectName {
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
		if len(enclosing) == 0 {
			return "", false
		}
	}
}

func nested(enclosing []map[string]bool, d json.Delim) []map[string]bool {
	switch d {
	case '{':
		return append(enclosing, map[string]bool{})
	case '[':
		return append(enclosing, nil)
	}
	return enclosing[:len(enclosing)-1]
}

func top(enclosing []map[string]bool) map[string]bool {
	if len(enclosing) == 0 {
		return nil
	}
	return enclosing[len(enclosing)-1]
}

// describeField describes the value of a field, or its absence.
func describeField(value any, present bool) string {
	if !present {
		return "absent"
	}
	return kindOf(value)
}

// kindOf is the JSON type of a value, with the value itself if it is simple.
func kindOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return "the string " + quoted(v)
	case float64:
		return fmt.Sprintf("the number %v", v)
	case bool:
		return fmt.Sprintf("the boolean %v", v)
	case []any:
		return fmt.Sprintf("an array of length %d", len(v))
	}
	return "an object"
}

// mostNames is how many fields of an object a message lists.
const mostNames = 8

// names lists the fields of an object in order, for a message.
func names(fields map[string]any) string {
	if len(fields) == 0 {
		return "no fields"
	}
	all := slices.Sorted(maps.Keys(fields))
	shown := printable(strings.Join(all[:min(len(all), mostNames)], ", "))
	if more := len(all) - mostNames; more > 0 {
		return fmt.Sprintf("the fields %s and %d more", shown, more)
	}
	return "the fields " + shown
}
