package spec

import (
	"errors"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// ValidateJSON compares a decoded JSON value with a schema and returns every
// mismatch, its path in front ("/event/workNo: value must be a string"), in a
// fixed order; nil if there is none. Values never appear in the messages.
func ValidateJSON(schema *openapi3.Schema, value any) []string {
	err := schema.VisitJSON(value,
		openapi3.MultiErrors(), openapi3.VisitAsResponse(), openapi3.DisableSchemaErrorDetails())
	messages := flatten(err)
	slices.Sort(messages)
	return slices.Compact(messages)
}

func flatten(err error) []string {
	var many openapi3.MultiError
	var one *openapi3.SchemaError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &one) && !isMulti(err):
		return []string{message(one)}
	case errors.As(err, &many):
		var all []string
		for _, e := range many {
			all = append(all, flatten(e)...)
		}
		return all
	}
	return []string{"/: " + err.Error()}
}

func isMulti(err error) bool {
	_, ok := err.(openapi3.MultiError)
	return ok
}

func message(err *openapi3.SchemaError) string {
	reason := err.Reason
	if reason == "" {
		reason = "does not match " + err.SchemaField
	}
	return "/" + strings.Join(err.JSONPointer(), "/") + ": " + reason
}
