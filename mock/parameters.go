package mock

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gwcheck/gwcheck/spec"
)

// checkParameters checks the query parameters against the document.
func (g *Gateway) checkParameters(r *request) error {
	for _, p := range r.op.Parameters {
		if p.In != "query" || p.Role == "" {
			continue
		}
		if err := checkValue(p, r.values[p.Role]); err != nil {
			return err
		}
	}
	return nil
}

// checkValue checks one parameter. An empty value counts as absent.
func checkValue(p spec.Parameter, v value) error {
	switch {
	case v.bad:
		return wrongParameter(p, "is not percent-encoded correctly")
	case v.text == "" && p.Required:
		return missingParameter(p, v)
	case v.text == "":
		return nil
	case p.Options != nil && !slices.Contains(p.Options, v.text):
		return wrongParameter(p, fmt.Sprintf("is none of %q", p.Options))
	case !fits(p.Schema, v.text):
		return wrongParameter(p, "is not a whole number")
	}
	return nil
}

// missingParameter refuses a required parameter that is absent or empty.
func missingParameter(p spec.Parameter, v value) *refusal {
	cond, state := spec.ParameterInvalid, "absent"
	if p.Role == spec.RoleRecord {
		cond = spec.RecordIDMissing
	}
	why := refuse(cond, "parameter %s is missing", p.Name)
	if v.given {
		state = "empty"
		why.breaking("parameters/record-id-empty") //nolint:errcheck // it returns why
	}
	return why.with("parameter", p.Name).with("value", state)
}

// wrongParameter refuses a value that the document does not allow.
func wrongParameter(p spec.Parameter, fault string) *refusal {
	return refuse(spec.ParameterInvalid, "parameter %s %s", p.Name, fault).
		breaking(wrongValues[p.Role]).with("parameter", p.Name)
}

// wrongValues are the requirements about values that are not allowed.
var wrongValues = map[spec.Role]string{
	spec.RoleFiletype: "parameters/filetype-unknown",
	spec.RoleLocation: "parameters/location-not-a-number",
}

// fits reports whether a text is a value of the type.
func fits(s *openapi3.Schema, text string) bool {
	if s == nil || !s.Type.Is(openapi3.TypeInteger) && !s.Type.Is(openapi3.TypeNumber) {
		return true
	}
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}
