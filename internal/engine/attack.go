package engine

import (
	"errors"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// A firewall before a gateway may drop what it takes for an attack. That is
// no defect of the gateway, so the breaker does not look at attacks.

// patientAttacks is how many attacks without an answer have the whole first-byte
// limit. Later ones have 1/hurry of it: a firewall that drops
// one attack drops most of them.
const (
	patientAttacks = 2
	hurry          = 10
)

// AsAttack marks a request as one that a firewall may drop.
func AsAttack(req *Request) { req.Attack = true }

// Attack asks for a recording as altered by changes that a firewall may take for
// an attack. If no answer arrives, the gateway must still serve the documented
// request, or the check cannot be judged.
func (t *T) Attack(s *Session, rec target.Recording, changes ...RequestOption) *wire.Exchange {
	x := t.Download(s, rec, append(changes[:len(changes):len(changes)], AsAttack)...)
	if unanswered(x) {
		t.Given(t.Download(s, rec), rules.Served(rec))
	}
	return x
}

// recordAttack counts an attack that got no answer in time.
func (g *gateway) recordAttack(x *wire.Exchange) {
	if errors.Is(x.Err, wire.ErrFirstByteTimeout) {
		g.dropped.Add(1)
	}
}

// attackLimit shortens the wait for the answer to an attack once some got none.
func (g *gateway) attackLimit() []wire.DoOption {
	if g.dropped.Load() < patientAttacks {
		return nil
	}
	return []wire.DoOption{wire.WithLimits(wire.Limits{FirstByte: g.limits().FirstByte / hurry})}
}
