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
func (t *T) protectAccount(req *Request) {
	if !isSignIn(req) {
		return
	}
	if why := t.gw.rejection(req.Agent); why != "" {
		t.Inconclusive("%s", why)
	}
	if !t.offersPassword(req) {
		return // a wrong one on purpose, which has its own limit
	}
	if err := t.run.budget.maySignIn(req.Agent); err != nil {
		t.Inconclusive("%v", err)
	}
}

// recordRejectedPassword keeps a password that was refused from being offered again.
func (t *T) recordRejectedPassword(req *Request, x *wire.Exchange) {
	code := rules.Retcode(x)
	if !isSignIn(req) || !t.run.doc.Accepts(spec.WrongPassword).Has(code) || !t.offersPassword(req) {
		return
	}
	t.run.budget.countRefusal(req.Agent)
	t.gw.reject(req.Agent, fmt.Sprintf("the sign-in of agent %s was refused with %s, so it is not tried again: see whether the password in the target file is right", req.Agent, code))
}

// countRefusedSignIn counts a documented sign-in that was refused for another reason,
// since a gateway may say so of a wrong password.
func (t *T) countRefusedSignIn(agent target.Agent, x *wire.Exchange) {
	code := rules.Retcode(x)
	if code != "" && code != t.run.doc.SuccessCode() && t.gw.rejection(agent.ID) == "" {
		t.run.budget.countRefusal(agent.ID)
	}
}

func isSignIn(req *Request) bool {
	return req.Op.LogName == spec.Login || req.Op.LogName == spec.ForceLogin
}

// offersPassword says whether a sign-in offers the password that the target declares.
func (t *T) offersPassword(req *Request) bool { return offersPassword(req, t.gw.dep.Agents) }

func offersPassword(req *Request, agents []target.Agent) bool {
	var body struct{ Password string }
	if json.Unmarshal(req.Body, &body) != nil {
		return false
	}
	for _, agent := range agents {
		if agent.ID == req.Agent {
			return body.Password == agent.Password.Reveal()
		}
	}
	return false
}
