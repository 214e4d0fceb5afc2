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

// parse leaves everything that OpenAPI itself says to kin-openapi, which also
// compiles the patterns of schemas, so that a bad one is found at start-up.
//
// kin-openapi decodes each level of a document anew, which for a long register
// deep inside is most of the time of loading. So our extensions of the root
// and of operations are kept out of its sight and put back afterwards.
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

// extensions is what detach takes out of a document.
type extensions struct {
	root   map[string]any
	byPath map[string]map[string]map[string]any // path, method in lower case
}

func detach(root map[string]any) extensions {
	kept := extensions{root: takeOut(root), byPath: map[string]map[string]map[string]any{}}
	paths, _ := root["paths"].(map[string]any)
	for path, item := range paths {
		methods, _ := item.(map[string]any)
		kept.byPath[path] = map[string]map[string]any{}
		for method, op := range methods {
			if op, ok := op.(map[string]any); ok {
				kept.byPath[path][method] = takeOut(op)
			}
		}
	}
	return kept
}

// takeOut moves the extensions of one object out of it.
func takeOut(object map[string]any) map[string]any {
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

// merged adds to what kin-openapi kept, which it still has to complain about.
func merged(left, more map[string]any) map[string]any {
	if left == nil {
		left = map[string]any{}
	}
	maps.Copy(left, more)
	return left
}
