package spec

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// readParameters reads the parameters. Each role occurs at most once.
func readParameters(params openapi3.Parameters, place []any) ([]Parameter, error) {
	var all []Parameter
	for i, ref := range params {
		p, err := readParameter(ref.Value, at(place, "parameters", i))
		if err != nil {
			return nil, err
		}
		twice := func(q Parameter) bool { return p.Role != "" && q.Role == p.Role }
		if slices.ContainsFunc(all, twice) {
			return nil, faultAt(at(place, "parameters", i), "two parameters have the role %q", p.Role)
		}
		all = append(all, p)
	}
	return all, nil
}

func readParameter(p *openapi3.Parameter, place []any) (Parameter, error) {
	if err := onlyKnown(p.Extensions, place, keyRole); err != nil {
		return Parameter{}, err
	}
	role, err := text(p.Extensions, keyRole, place)
	if err != nil {
		return Parameter{}, err
	}
	if role != "" && !slices.Contains(roles(), Role(role)) {
		return Parameter{}, faultAt(at(place, keyRole), "unknown role %q; known: %s", role, list(roles()))
	}
	if p.Schema == nil || p.Schema.Value == nil {
		return Parameter{}, faultAt(place, "parameter %q has no schema", p.Name)
	}
	schema := p.Schema.Value
	out := Parameter{Role: Role(role), Name: p.Name, In: p.In, Required: p.Required, Schema: schema}
	if schema.Default != nil {
		out.Default = fmt.Sprint(schema.Default)
	}
	for _, option := range schema.Enum {
		out.Options = append(out.Options, fmt.Sprint(option))
	}
	return out, nil
}
