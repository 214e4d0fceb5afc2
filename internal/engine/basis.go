package engine

// Basis is a property of a gateway that other checks rest on: while it is
// broken, they cannot tell what they are about.
type Basis string

// The bases, and what each rests on, is one small graph.
const (
	BasisSession Basis = "session"      // agents sign in, poll and sign out
	BasisClaims  Basis = "claims"       // the deployment offers what the target claims
	BasisSuccess Basis = "success form" // a recording that is granted comes as documented
	BasisFailure Basis = "failure form" // a refusal comes as documented
)

var basisRestsOn = map[Basis][]Basis{
	BasisClaims:  {BasisSession},
	BasisSuccess: {BasisClaims},
	BasisFailure: {BasisClaims},
}

// depth is how far a basis is from one that rests on nothing.
func (b Basis) depth() int {
	deepest := -1
	for _, below := range basisRestsOn[b] {
		deepest = max(deepest, below.depth())
	}
	return deepest + 1
}

// stage orders checks so that what others rest on is judged before them: the
// depth of what a check establishes, or one more than that of what it rests on.
func (c Check) stage() int {
	if c.Establishes != "" {
		return c.Establishes.depth()
	}
	stage := 0
	for _, b := range c.RestsOn {
		stage = max(stage, b.depth()+1)
	}
	return stage
}
