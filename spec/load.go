package spec

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed openapi.yaml
var source []byte

// Source returns a copy of the embedded OpenAPI document, in YAML.
func Source() []byte { return append([]byte(nil), source...) }

// Digest returns the SHA-256 of the embedded document, in hexadecimal: it names the
// requirements by which a run judged.
func Digest() string {
	sum := sha256.Sum256(source)
	return hex.EncodeToString(sum[:])
}

var loadDefault = sync.OnceValues(func() (*Document, error) { return Load(source) })

// Default returns the embedded document. It is loaded once per process, which
// takes some 20 ms; every call returns the same document. The error is that of
// Load and does not occur in a released program.
func Default() (*Document, error) { return loadDefault() }

// MaxSize is the size in bytes of the largest document that Load reads.
const MaxSize = 8 << 20

// Load reads an OpenAPI 3.0 document in YAML or JSON with the extensions of this
// package. Unknown and missing extensions are errors, as are references between
// parts of the document that lead nowhere. An error about the extensions wraps
// a *PlaceError.
func Load(data []byte) (*Document, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("interface document: has %d bytes; the limit is %d", len(data), MaxSize)
	}
	doc, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("interface document: %w", err)
	}
	d, err := build(doc)
	var fault *PlaceError
	if errors.As(err, &fault) {
		fault.locate(data)
	}
	if err != nil {
		return nil, fmt.Errorf("interface document: %w", err)
	}
	return d, nil
}

// build reads the parts of the document in the order in which they depend on one
// another.
func build(doc *openapi3.T) (*Document, error) {
	d := &Document{Title: doc.Info.Title, OpenAPI: doc}
	steps := []func() error{
		d.readRegister, d.readRetcodes, d.readOperations, d.readGrammars, d.check,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return d, nil
}
