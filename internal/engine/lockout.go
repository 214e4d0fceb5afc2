package engine

import (
	"encoding/json"
	"fmt"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Gateways lock accounts after a few wrong passwords. Nobody's account must be
// locked because a target file has a wrong password, or a gateway a defect.

// protectAccount ends the check before a sign-in that could lock an account.
func (t *T) protectAccount(a *Request) {
	if !isSignIn(a) {
		return
	}
	if why := t.gw.rejection(a.Agent); why != "" {
		t.Inconclusive("%s", why)
	}
	if !t.offersPassword(a) {
		return // a wrong one on purpose, which has its own limit
	}
	if err := t.run.budget.maySignIn(a.Agent); err != nil {
		t.Inconclusive("%v", err)
	}
}

// recordRejectedPassword keeps a password that was refused from being offered again.
func (t *T) recordRejectedPassword(a *Request, x *wire.Exchange) {
	code := rules.Retcode(x)
	if !isSignIn(a) || !t.run.doc.Accepts(spec.WrongPassword).Has(code) || !t.offersPassword(a) {
		return
	}
	t.run.budget.countRefusal(a.Agent)
	t.gw.reject(a.Agent, fmt.Sprintf("the sign-in of agent %s was refused with %s, so it is not tried again: see whether the password in the target file is right", a.Agent, code))
}

// countRefusedSignIn counts a documented sign-in that was refused for another reason,
// since a gateway may say so of a wrong password.
func (t *T) countRefusedSignIn(agent target.Agent, x *wire.Exchange) {
	code := rules.Retcode(x)
	if code != "" && code != t.run.doc.SuccessCode() && t.gw.rejection(agent.ID) == "" {
		t.run.budget.countRefusal(agent.ID)
	}
}

func isSignIn(a *Request) bool { return a.Op.LogName == spec.Login || a.Op.LogName == spec.ForceLogin }

// offersPassword says whether a sign-in offers the password that the target declares.
func (t *T) offersPassword(a *Request) bool {
	var body struct{ Password string }
	if json.Unmarshal(a.Body, &body) != nil {
		return false
	}
	for _, agent := range t.gw.dep.Agents {
		if agent.ID == a.Agent {
			return body.Password == agent.Password.Reveal()
		}
	}
	return false
}
