package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// injected is the field that line breaks in a parameter would make.
const injected = "X-Gwcheck-Injected"

// securityInjectionChecks: a parameter stays a parameter. The unicode variant is made of
// two characters whose low bytes are a carriage return and a line feed.
func securityInjectionChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, what, raw string
		role               spec.Role
	}{
		{"record-id", "a line break in recordId", "%0D%0A", spec.RoleRecord},
		{"line-feed", "a line feed in recordId", "%0A", spec.RoleRecord},
		{"unicode", "characters in recordId that end in the bytes of a line break", wire.Escape("嘍嘊"), spec.RoleRecord},
		{"filetype", "a line break in filetype", "%0D%0A", spec.RoleFiletype},
		{"location", "a line break in locationId", "%0D%0A", spec.RoleLocation},
	} {
		checks = append(checks, engine.Check{
			ID: "security/no-header-injection:" + v.variant, Title: v.what + " adds no header field to the response", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				value := map[spec.Role]string{spec.RoleRecord: wire.Escape(rec.RecordID), spec.RoleFiletype: t.Doc().DefaultFiletype(), spec.RoleLocation: "1"}[v.role]
				x := t.Attack(s, rec, withRawParam(v.role, value+v.raw+injected+":%201"))
				t.Then(x, rules.NoField(injected))
			},
		})
	}
	return checks
}
