package attest

import (
	"bytes"
	_ "embed" // the schema
)

//go:embed claim.schema.json
var claimSchema []byte

// Schema is the JSON Schema of a claim. The caller owns the slice.
func Schema() []byte { return bytes.Clone(claimSchema) }
