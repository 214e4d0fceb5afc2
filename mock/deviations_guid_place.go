package mock

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// guidPlaceDeviations read the Guid from the wrong place, or its header against
// the rules of HTTP.
func guidPlaceDeviations() []Deviation {
	return []Deviation{
		deviation("guid-in-path-parameter", "A Guid in the path parameter jsessionid is accepted.",
			breaks("auth/guid-only-in-header"), guidInPath),
		deviation("guid-in-answer-field", "A Guid in a request's Set-GUID field is accepted.",
			breaks("auth/guid-only-in-header"),
			alsoFindsGuid(func(r *request) string {
				_, guid, _ := strings.Cut(r.http.Header.Get("Set-Guid"), "=")
				return guid
			})),
		deviation("guid-with-blanks", "White space around the Guid in its header is treated as part of it.",
			breaks("auth/header-optional-space"), untrimmed),
	}
}

// guidInPath reads a session id after the agent in the path.
func guidInPath(c *behavior) {
	const parameter = ";jsessionid="
	op, _ := c.doc.Operation(download)
	for i, p := range op.Parameters {
		if p.Role == spec.RoleAgent && p.Schema != nil {
			schema := *p.Schema
			schema.Pattern = strings.TrimSuffix(schema.Pattern, "$") + "(" + parameter + ".*)?$"
			op.Parameters[i].Schema = &schema
		}
	}
	onIncoming(download, func(r *request) { r.agent, _, _ = strings.Cut(r.agent, ";") })(c)
	alsoFindsGuid(func(r *request) string {
		_, guid, _ := strings.Cut(r.http.URL.Path, parameter)
		return guid
	})(c)
}

// untrimmed reads the Guid exactly as written after the colon and one space.
func untrimmed(c *behavior) {
	c.keepsFieldSpelling = true
	find := c.findGuid
	c.findGuid = func(r *request) string {
		if raw, ok := r.rawField(c.doc.GuidHeader); ok {
			return raw
		}
		return find(r)
	}
}
