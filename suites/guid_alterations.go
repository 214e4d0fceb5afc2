package suites

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
)

// alteration makes a Guid that was never issued out of one that was.
type alteration struct {
	variant string // of the check id
	title   string // the Guid, as it reads in a sentence
	alter   func(guid string) string
}

// almostRight lists Guids of which a part is right, by the requirement that
// refuses them. Each part is one that an incomplete comparison may use alone.
func almostRight() map[string][]alteration {
	return map[string][]alteration{
		"auth/guid-altered": {
			{"first", "a Guid with another first character", func(g string) string { return flip(g, 0) }},
			{"middle", "a Guid with another character in the middle", middleFlipped},
			{"before-node", "a Guid with another character before the node", func(g string) string { return flip(g, max(nodeAt(g)-1, 0)) }},
			{"separator", "a Guid with something else than the dot before the node", func(g string) string { return flip(g, nodeAt(g)) }},
			{"node", "a Guid with another first character of the node", func(g string) string { return flip(g, min(nodeAt(g)+1, len(g)-1)) }},
			{"last", "a Guid with another last character", func(g string) string { return flip(g, len(g)-1) }},
		},
		"auth/guid-truncated": {
			{"last", "a Guid without its last character", func(g string) string { return g[:len(g)-1] }},
			{"first", "a Guid without its first character", func(g string) string { return g[1:] }},
			{"node", "a Guid without the node at its end", func(g string) string { return g[:nodeAt(g)] }},
			{"node-only", "the node of a Guid alone", func(g string) string { return g[nodeAt(g):] }},
		},
		"auth/guid-extended": {
			{"end", "a Guid with one more character at its end", func(g string) string { return g + "0" }},
			{"front", "a Guid with one more character at its beginning", func(g string) string { return "0" + g }},
			{"twice", "a Guid written twice", func(g string) string { return g + g }},
		},
		"auth/guid-never-issued": {
			{"same-form", "a Guid of the same form that was never issued", otherDigits},
			{"nil", "a UUID of zeros", func(g string) string { return "00000000-0000-0000-0000-000000000000" + g[nodeAt(g):] }},
		},
	}
}

// nodeAt is where the node of a Guid begins, with its dot. A Guid need not
// name a node; then it is some place towards the end.
func nodeAt(g string) int {
	if i := strings.LastIndexByte(g, '.'); i > 0 && i < len(g)-1 {
		return i
	}
	return len(g) * 3 / 4
}

// shape says what a Guid looks like and nothing of what it is.
func shape(g string) string {
	kind, id := "without a node", g
	if i := strings.LastIndexByte(g, '.'); i > 0 {
		kind, id = "and a node", g[:i]
	}
	switch {
	case g == "":
		return "none"
	case uuid().MatchString(id):
		return "a UUID " + kind
	case hexadecimal().MatchString(id):
		return fmt.Sprintf("%d hexadecimal digits %s", len(id), kind)
	}
	return fmt.Sprintf("%d other characters %s", len(id), kind)
}

var (
	uuid        = lazyregexp.New(`^(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	hexadecimal = lazyregexp.New(`^(?i)[0-9a-f]+$`)
)

// flip replaces the character at i by one that differs in more than its case.
func flip(g string, i int) string {
	other := byte('0')
	if g[i] == other {
		other = '1'
	}
	return g[:i] + string(other) + g[i+1:]
}

func middleFlipped(g string) string { return flip(g, nodeAt(g)/2) }

// otherDigits replaces every letter and digit before the node and keeps their kind.
func otherDigits(g string) string {
	next := func(c, first, last rune) rune { return first + (c-first+1)%(last-first+1) }
	altered := strings.Map(func(c rune) rune {
		switch {
		case '0' <= c && c <= '9':
			return next(c, '0', '9')
		case 'a' <= c && c <= 'f': // stays hexadecimal
			return next(c, 'a', 'f')
		case 'A' <= c && c <= 'F':
			return next(c, 'A', 'F')
		case 'g' <= c && c <= 'z':
			return next(c, 'g', 'z')
		case 'G' <= c && c <= 'Z':
			return next(c, 'G', 'Z')
		}
		return c
	}, g[:nodeAt(g)])
	return altered + g[nodeAt(g):]
}

// inventedGuid has the usual form and was never given to anybody.
const inventedGuid = "f00df00df00df00df00df00df00df00df00df00df00df00d.AgentGateway0"
