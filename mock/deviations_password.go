package mock

import "strings"

// passwordDeviations compare a password incompletely.
func passwordDeviations() []Deviation {
	const row = "session/wrong-password-gives-no-guid"
	suffers := []string{"session/*", "security/secrecy"}
	alsoAccepts := func(accepts func(offered, right string) bool) func(*behavior) {
		return func(c *behavior) {
			valid := c.passwordValid
			c.passwordValid = func(l *agentState, password string) bool {
				return valid(l, password) || l != nil && accepts(password, l.password)
			}
		}
	}
	return []Deviation{
		deviation("password-beginning-compared", "A password may be followed by further characters.",
			breaks(row), alsoAccepts(strings.HasPrefix), suffers...),
		deviation("password-beginning-enough", "The beginning of a password, all but its last character, is accepted.",
			breaks(row), alsoAccepts(func(offered, right string) bool { return offered == right[:len(right)-1] }), suffers...),
		deviation("password-empty-accepted", "An empty or absent password is accepted.",
			breaks(row), all(nothingMandatory, alsoAccepts(func(offered, _ string) bool { return offered == "" })), suffers...),
		deviation("password-of-any-agent-accepted", "The password of another agent is accepted.",
			breaks(row), func(c *behavior) {
				valid, known := c.passwordValid, map[string]bool{}
				c.passwordValid = func(l *agentState, password string) bool {
					if valid(l, password) {
						known[password] = true
					}
					return valid(l, password) || l != nil && known[password]
				}
			}, suffers...),
	}
}
