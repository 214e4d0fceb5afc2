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

// SchemaJSON is the JSON Schema (draft 2020-12) of result.json. Later versions
// may add properties; they rename and remove none.
func SchemaJSON() []byte { return bytes.Clone(resultSchema) }

// WriteJSON writes result.json. Characters that a terminal would act on or
// hide are written as \u escapes, so that showing the file is harmless. The
// error is that of w.
func WriteJSON(w io.Writer, r Result) error {
	own(&r)
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

// escapeJSON escapes what encoding/json leaves as it is though a reader cannot
// see it. Outside strings JSON has no such characters, nor has it "##[".
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
