package spec

import (
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// ValidateJSON validates a value, decoded by encoding/json, against a schema. It
// returns every mismatch with its path, such as "/event/workNo: value must be a
// string", in a fixed order; nil if there is none. The messages do not contain
// values.
func ValidateJSON(schema *openapi3.Schema, value any) []string {
	var messages []string
	for _, m := range compare(schema, value) {
		messages = append(messages, "/"+strings.Join(m.path, "/")+": "+m.reason)
	}
	slices.Sort(messages)
	return slices.Compact(messages)
}

// mismatch is one difference and the path of its value.
type mismatch struct {
	path   []string
	reason string
}

func compare(schema *openapi3.Schema, value any) []mismatch {
	return flatten(schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.DisableSchemaErrorDetails()))
}

func flatten(err error) []mismatch {
	switch err := err.(type) {
	case nil:
		return nil
	case openapi3.MultiError:
		var all []mismatch
		for _, e := range err {
			all = append(all, flatten(e)...)
		}
		return all
	}
	var one *openapi3.SchemaError
	if errors.As(err, &one) {
		return unfold(one)
	}
	return []mismatch{{reason: err.Error()}}
}

// unfold returns the mismatches inside a combination of schemas. kin-openapi
// reports only that the combination does not match.
func unfold(err *openapi3.SchemaError) []mismatch {
	var inner []mismatch
	switch err.SchemaField {
	case "allOf":
		for _, ref := range err.Schema.AllOf {
			inner = append(inner, compare(ref.Value, err.Value)...)
		}
	case "oneOf":
		inner = nearest(err.Schema.OneOf, err.Value)
	case "anyOf":
		inner = nearest(err.Schema.AnyOf, err.Value)
	}
	path := err.JSONPointer()
	if len(inner) == 0 {
		return []mismatch{{path, reason(err)}}
	}
	for i, m := range inner {
		inner[i].path = slices.Concat(path, m.path)
	}
	return inner
}

// nearest returns the mismatches of the alternative with the fewest. If the value
// as a whole matches no alternative, the message names all of them.
func nearest(alternatives openapi3.SchemaRefs, value any) []mismatch {
	var best []mismatch
	var whole []string
	for i, ref := range alternatives {
		all := compare(ref.Value, value)
		if i == 0 || len(all) < len(best) {
			best = all
		}
		if len(all) > 0 && len(all[0].path) == 0 && !slices.Contains(whole, all[0].reason) {
			whole = append(whole, all[0].reason)
		}
	}
	if len(best) == 1 && len(best[0].path) == 0 {
		return []mismatch{{reason: strings.Join(whole, ", or ")}}
	}
	return best
}

func reason(err *openapi3.SchemaError) string {
	switch {
	case err.SchemaField == "not":
		return "has a forbidden value"
	case err.SchemaField == "nullable":
		return "value must not be null"
	case err.Reason == "":
		return "does not match " + err.SchemaField
	}
	return err.Reason
}
