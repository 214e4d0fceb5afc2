package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// sessionChecks: what the download needs of sign-in, polling and sign-out.
func sessionChecks(doc *spec.Document) []engine.Check {
	return slices.Concat(sessionSignInChecks(), sessionPasswordChecks(), sessionForcedSignInChecks(), sessionEndChecks(), sessionPollChecks(), []engine.Check{
		{ID: "session/retcode-string", Title: "the retcode of success is a string", Needs: engine.Requires(), Body: retcodeOfSuccess},
	})
}

// retcodeOfSuccess looks at an answer that is no failure, whatever its retcode.
func retcodeOfSuccess(t *engine.T) {
	agent := t.Agent(0)
	t.EndSharedSession(agent.ID)
	x := signInAs(t, spec.ForceLogin, agent, agent.Password.Reveal(), nil)
	t.Given(x, rules.Answered())
	t.Then(x, rules.RetcodeIsString())
}
