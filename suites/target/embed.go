package target

import (
	_ "embed"
	"slices"
)

// SchemaFile is the name of the schema in the editor hint of the example.
const SchemaFile = "target.schema.json"

//go:embed target.schema.json
var schema []byte

//go:embed example.yaml
var example string

// Schema is the JSON Schema (draft 7, which editors support best) of target files.
func Schema() []byte { return slices.Clone(schema) }

// Example is a commented target file. It is valid as soon as the CA file and
// the environment variables that it names exist.
func Example() string { return example }
