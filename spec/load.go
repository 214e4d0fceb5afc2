package spec

import (
	_ "embed"
	"errors"
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed openapi.yaml
var source []byte

// Source returns a copy of the embedded OpenAPI document.
func Source() []byte { return append([]byte(nil), source...) }

var loadDefault = sync.OnceValues(func() (*Document, error) { return Load(source) })

// Default returns the embedded document, which is parsed once per process.
func Default() (*Document, error) { return loadDefault() }

// MaxSize is the longest document, in bytes, that Load reads.
const MaxSize = 8 << 20

// Load reads an OpenAPI 3.0 document with the extensions of this package. It
// is strict: what it does not know is an error, and an error names the place.
func Load(data []byte) (*Document, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("interface document: %d bytes, at most %d are read", len(data), MaxSize)
	}
	doc, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("interface document: %w", err)
	}
	d, err := build(doc)
	var misplaced *PlaceError
	if errors.As(err, &misplaced) {
		misplaced.locate(data)
	}
	if err != nil {
		return nil, fmt.Errorf("interface document: %w", err)
	}
	return d, nil
}

// build takes the parts out of the document in the order of their dependence.
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
