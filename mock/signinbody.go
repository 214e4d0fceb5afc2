package mock

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// toSchema converts the members of a request body to the types of the schema.
// Real clients, and the sample of the interface document, quote numbers and
// booleans; quoted tells whether this body does. Members that are null or not
// in the schema are left out.
func toSchema(schema *openapi3.Schema, given map[string]any) (fields map[string]any, quoted bool, err error) {
	fields = map[string]any{}
	if schema == nil {
		return fields, false, nil
	}
	for name, ref := range schema.Properties {
		v := given[name]
		if v == nil || ref.Value == nil {
			continue
		}
		c, err := toType(ref.Value, v)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", name, err)
		}
		fields[name] = c
		quoted = quoted || isText(v) && !isText(c)
	}
	for _, name := range schema.Required {
		if fields[name] == nil {
			return nil, false, fmt.Errorf("%s is missing", name)
		}
	}
	return fields, quoted, nil
}

func isText(v any) bool { _, ok := v.(string); return ok }

// toType converts one value to the type of its schema and checks its limits.
func toType(s *openapi3.Schema, v any) (any, error) {
	switch {
	case s.Type.Is(openapi3.TypeBoolean):
		return toBool(v)
	case s.Type.Is(openapi3.TypeInteger), s.Type.Is(openapi3.TypeNumber):
		return toInt(s, v)
	case s.Type.Is(openapi3.TypeString):
		return toText(s, v)
	}
	return v, nil
}

func toBool(v any) (any, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case string:
		if b, err := strconv.ParseBool(strings.ToLower(v)); err == nil {
			return b, nil
		}
	}
	return nil, fmt.Errorf("want true or false")
}

func toInt(s *openapi3.Schema, v any) (any, error) {
	text, ok := v.(string)
	if n, isNumber := v.(json.Number); isNumber {
		text, ok = n.String(), true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if !ok || err != nil {
		return nil, fmt.Errorf("want a whole number")
	}
	allowed := func(e any) bool { return fmt.Sprint(e) == fmt.Sprint(n) }
	if s.Enum != nil && !slices.ContainsFunc(s.Enum, allowed) {
		return nil, fmt.Errorf("%d, want one of %v", n, s.Enum)
	}
	return n, nil
}

func toText(s *openapi3.Schema, v any) (any, error) {
	text, ok := v.(string)
	if n, isNumber := v.(json.Number); isNumber {
		text, ok = n.String(), true // a telephone number without quotes
	}
	if !ok {
		return nil, fmt.Errorf("want a text")
	}
	n := uint64(utf8.RuneCountInString(text))
	if n < s.MinLength || s.MaxLength != nil && n > *s.MaxLength {
		return nil, fmt.Errorf("%d characters", n)
	}
	return text, nil
}
