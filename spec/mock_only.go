package spec

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// addMockOnly reads an operation with x-mock-only: true. It has no requirements,
// and its answers are not described beyond their media type.
func (d *Document) addMockOnly(name, path, method string, item *openapi3.PathItem, op *openapi3.Operation, place []any) error {
	switch only, isBool := op.Extensions[keyMockOnly].(bool); {
	case !isBool || !only:
		return faultAt(at(place, keyMockOnly), "want true")
	case name == "" || slices.Contains(LogNames(), name):
		return faultAt(at(place, keyLogName), "%q is not the name of an operation of the mock only", name)
	case op.Extensions[keyRequirements] != nil:
		return faultAt(at(place, keyRequirements), "an operation of the mock only has no requirements")
	case !strings.HasPrefix(path, pathPrefix):
		return faultAt(place, "the path must begin with %s", pathPrefix)
	}
	if slices.ContainsFunc(d.MockOnly, func(o *Operation) bool { return o.LogName == name }) {
		return faultAt(at(place, keyLogName), "%q names two operations", name)
	}
	o := &Operation{LogName: name, Method: method, Path: path, Summary: op.Summary, NeedsGuid: d.needsGuid(op)}
	var err error
	if o.Parameters, err = readParameters(append(slices.Clone(item.Parameters), op.Parameters...), place); err != nil {
		return err
	}
	if _, ok := o.Param(RoleAgent); !ok {
		return faultAt(at(place, "parameters"), "no path parameter has %s: %s", keyRole, RoleAgent)
	}
	for kind := range op.Responses.Status(200).Value.Content {
		o.Success = Answer{ContentType: kind}
	}
	d.MockOnly = append(d.MockOnly, o)
	return nil
}
