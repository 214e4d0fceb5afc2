package spec

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/yaml"
)

// parse reads and validates the OpenAPI document with kin-openapi, which also
// compiles the patterns of schemas.
//
// kin-openapi decodes each level of a document again, which takes most of the
// time of loading if a long register is deep inside. So parse removes the
// extensions of the root and of operations first and adds them afterwards.
func parse(data []byte) (*openapi3.T, error) {
	var root map[string]any
	if _, err := yaml.Unmarshal(data, &root, yaml.DecodeOpts{DisableTimestamps: true}); err != nil {
		return nil, err
	}
	if root == nil {
		return nil, errors.New("the document is empty")
	}
	kept := detach(root)
	rest, err := json.Marshal(root)
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(rest)
	if err != nil {
		return nil, err
	}
	kept.attach(doc)
	return doc, doc.Validate(context.Background())
}

// extensions holds the extensions that detach removes from a document.
type extensions struct {
	root   map[string]any
	byPath map[string]map[string]map[string]any // path, method in lower case
}

func detach(root map[string]any) extensions {
	kept := extensions{root: removeExtensions(root), byPath: map[string]map[string]map[string]any{}}
	paths, _ := root["paths"].(map[string]any)
	for path, item := range paths {
		methods, _ := item.(map[string]any)
		kept.byPath[path] = map[string]map[string]any{}
		for method, op := range methods {
			if op, ok := op.(map[string]any); ok {
				kept.byPath[path][method] = removeExtensions(op)
			}
		}
	}
	return kept
}

// removeExtensions removes and returns the extensions of one object.
func removeExtensions(object map[string]any) map[string]any {
	taken := map[string]any{}
	for key, value := range object {
		if strings.HasPrefix(key, "x-") {
			taken[key] = value
			delete(object, key)
		}
	}
	return taken
}

func (e extensions) attach(doc *openapi3.T) {
	doc.Extensions = merged(doc.Extensions, e.root)
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			op.Extensions = merged(op.Extensions, e.byPath[path][strings.ToLower(method)])
		}
	}
}

// merged adds more to the extensions that kin-openapi has kept.
func merged(left, more map[string]any) map[string]any {
	if left == nil {
		left = map[string]any{}
	}
	maps.Copy(left, more)
	return left
}
