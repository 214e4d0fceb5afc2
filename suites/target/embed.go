package target

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// SchemaFile is the name of the schema in the editor hint of the example.
const SchemaFile = "target.schema.json"

//go:embed target.schema.json
var schema []byte

//go:embed example.yaml
var example string

// Schema returns the JSON Schema (draft 7, which editors support best) of
// target files that select one of the editions, oldest first. Without editions
// it permits every date. It does not compare values with one another, as Parse does.
func Schema(editions ...string) []byte {
	if len(editions) == 0 {
		return append([]byte(nil), schema...)
	}
	allowed, _ := json.Marshal(editions) // strings can always be written
	text := strings.Replace(string(schema), `"pattern": "`+dateForm+`"`, `"enum": `+string(allowed), 1)
	return []byte(strings.Replace(text, "the oldest one", editions[0], 1))
}

// Example returns a commented target file that selects the first of the
// editions and lists the others; without editions it selects none. The file is
// valid as soon as the CA file and the environment variables that it names exist.
func Example(editions ...string) string {
	line := `# edition: "YYYY-MM-DD"`
	if len(editions) > 0 {
		line = fmt.Sprintf("edition: %q", editions[0])
	}
	return strings.Replace(example, editionLine, fmt.Sprintf("%-40s # optional: %s", line, alternatives(editions)), 1)
}

// editionLine is the line of the embedded example that the editions replace.
const editionLine = "# EDITION"

// alternatives lists words for a sentence: "a, b or c".
func alternatives(words []string) string {
	switch n := len(words); n {
	case 0:
		return "the date of an edition"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}
