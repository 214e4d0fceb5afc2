package mock

import (
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gwcheck/gwcheck/spec"
)

// checkParameters holds the query parameters against the document.
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

// checkValue checks one parameter. An empty value counts as none.
func checkValue(p spec.Parameter, v value) error {
	switch {
	case v.bad:
		return refuse(spec.ParameterInvalid, "%s is not percent-encoded properly", p.Name)
	case v.text == "" && p.Required:
		return refuse(missing(p.Role), "%s is missing", p.Name)
	case v.text == "":
		return nil
	case p.Options != nil && !slices.Contains(p.Options, v.text):
		return refuse(spec.ParameterInvalid, "%s is none of %q", p.Name, p.Options)
	case !fits(p.Schema, v.text):
		return refuse(spec.ParameterInvalid, "%s is not of its type", p.Name)
	}
	return nil
}

func missing(role spec.Role) spec.Condition {
	if role == spec.RoleRecord {
		return spec.RecordIDMissing
	}
	return spec.ParameterInvalid
}

// fits reports whether a text is a value of the type.
func fits(s *openapi3.Schema, text string) bool {
	if s == nil || !s.Type.Is(openapi3.TypeInteger) && !s.Type.Is(openapi3.TypeNumber) {
		return true
	}
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}
