package spec

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// The two values of x-answer.
const (
	answerSuccess = "success"
	answerFailure = "failure"
)

// readAnswers reads the success and the failure answer of the 200 response. The
// x-answer of a schema tells which it is; the schema may be an alternative of an
// anyOf or oneOf.
func readAnswers(o *Operation, op *openapi3.Operation, place []any) error {
	place = at(place, "responses", "200")
	ref := op.Responses.Status(200)
	if ref == nil || ref.Value == nil {
		return faultAt(place, "is needed")
	}
	for _, mediaType := range sorted(ref.Value.Content) {
		media := ref.Value.Content[mediaType]
		if media.Schema == nil || media.Schema.Value == nil {
			return faultAt(at(place, "content", mediaType), "has no schema")
		}
		for _, schema := range alternatives(media.Schema.Value) {
			if err := o.addAnswer(mediaType, schema, at(place, "content", mediaType)); err != nil {
				return err
			}
		}
	}
	if o.Success.Schema == nil || o.Failure.Schema == nil {
		return faultAt(at(place, "content"), "needs a schema with %s: %s and one with %s: %s",
			keyAnswer, answerSuccess, keyAnswer, answerFailure)
	}
	return o.readRenewal(ref.Value.Headers, at(place, "headers"))
}

func alternatives(schema *openapi3.Schema) []*openapi3.Schema {
	refs := slices.Concat(schema.AnyOf, schema.OneOf)
	if len(refs) == 0 {
		return []*openapi3.Schema{schema}
	}
	all := make([]*openapi3.Schema, len(refs))
	for i, ref := range refs {
		all[i] = ref.Value
	}
	return all
}

func (o *Operation) addAnswer(mediaType string, schema *openapi3.Schema, place []any) error {
	kind, err := text(schema.Extensions, keyAnswer, place)
	if err != nil {
		return err
	}
	answer := &o.Success
	switch kind {
	case answerSuccess:
	case answerFailure:
		answer = &o.Failure
	default:
		return faultAt(place, "a schema has %s %q; known: %s, %s", keyAnswer, kind, answerSuccess, answerFailure)
	}
	if answer.Schema != nil {
		return faultAt(place, "two schemas have %s: %s", keyAnswer, kind)
	}
	*answer = Answer{ContentType: mediaType, Schema: schema, Binary: schema.Format == "binary"}
	return nil
}

// readRenewal reads the header that delivers a Guid.
func (o *Operation) readRenewal(headers openapi3.Headers, place []any) error {
	for _, name := range sorted(headers) {
		ext := headers[name].Value.Extensions
		role, err := text(ext, keyRole, at(place, name))
		if err != nil {
			return err
		}
		if role != roleSetGuid {
			continue
		}
		prefix, err := text(ext, keyPrefix, at(place, name))
		if err != nil {
			return err
		}
		o.Renewal = Renewal{Header: name, Prefix: prefix}
	}
	return nil
}
