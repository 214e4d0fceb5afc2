package report

import (
	"bytes"
	_ "embed" // the schema
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

//go:embed result.schema.json
var resultSchema []byte

// SchemaJSON is the JSON Schema (draft 2020-12) of result.json. The caller may
// change the returned bytes. Later versions of the format may add properties;
// they rename and remove none.
func SchemaJSON() []byte { return bytes.Clone(resultSchema) }

// WriteJSON writes result.json, indented, in the format that [SchemaJSON]
// describes. Characters that are not graphic are written as \u escapes, so that
// the file can be shown on a terminal. The error is that of w.
func WriteJSON(w io.Writer, r Result) error {
	cloneSlices(&r)
	return writeJSON(w, r)
}

// writeJSON writes any value as indented JSON with hidden characters escaped.
func writeJSON(w io.Writer, value any) error {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return fmt.Errorf("encode JSON: %w", err)
	}
	_, err = w.Write(append(escapeJSON(data), '\n'))
	return err
}

// escapeJSON escapes the invisible characters that encoding/json does not
// escape. They occur in strings only, and so does "##[".
func escapeJSON(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r >= 0x7f && hidden(r) {
			for _, unit := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
		} else {
			out = append(out, data[:n]...)
		}
		data = data[n:]
	}
	return bytes.ReplaceAll(out, []byte("##["), []byte(`#\u0023[`))
}
