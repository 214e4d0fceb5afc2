package rules

// Property is the base property of a gateway that a rule looks at.
type Property string

// The properties that many checks rest on.
const (
	Session     Property = "session"      // agents sign in, poll and sign out
	SuccessForm Property = "success form" // a granted recording is delivered as documented
	FailureForm Property = "failure form" // a refusal has the documented form
)

// About says which base property a rule looks at.
func (r Rule) About(p Property) Rule {
	r.Property = p
	return r
}
