package waiver

import (
	"bytes"
	_ "embed" // the schema
)

//go:embed waivers.schema.json
var schema []byte

// Schema is the JSON Schema of a waiver file. The caller owns the slice.
func Schema() []byte { return bytes.Clone(schema) }
