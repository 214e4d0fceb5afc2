package gateway

import (
	"fmt"
	"strings"

	"github.com/onsi/gomega/types"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// matcher is a rule as a Gomega matcher. The rule may depend on the document of
// the exchange.
type matcher func(doc *spec.Document) rules.Rule

// Match implements types.GomegaMatcher for *Exchange.
func (m matcher) Match(actual any) (bool, error) {
	x, ok := actual.(*Exchange)
	if !ok || x == nil {
		return false, fmt.Errorf("the matcher needs a *gateway.Exchange, got a %T", actual)
	}
	return len(m(x.doc).Judge(x.wire)) == 0, nil
}

// FailureMessage names the rule and every mismatch.
func (m matcher) FailureMessage(actual any) string {
	x := actual.(*Exchange)
	r := m(x.doc)
	return x.redactor.mask(fmt.Sprintf("Expected %s\n%s", r.Name, rules.Lines(r.Judge(x.wire)))) + "Exchange\n" + indent(x.GomegaString())
}

// NegatedFailureMessage names the rule that should not hold.
func (m matcher) NegatedFailureMessage(actual any) string {
	x := actual.(*Exchange)
	return x.redactor.mask("Expected anything but "+m(x.doc).Name) + "\nExchange\n" + indent(x.GomegaString())
}

func indent(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

func always(r rules.Rule) types.GomegaMatcher {
	return matcher(func(*spec.Document) rules.Rule { return r })
}

// HaveStatus succeeds if the answer has one of the HTTP statuses.
func HaveStatus(codes ...int) types.GomegaMatcher { return always(rules.Status(codes...)) }

// HaveRetcode succeeds if the answer is a JSON object whose retcode is this string.
func HaveRetcode(code string) types.GomegaMatcher {
	return matcher(func(doc *spec.Document) rules.Rule { return rules.RetcodeIn(doc, spec.CodesOf(code)) })
}

// BeRecording succeeds if the recording is returned as the document describes: status
// 200, the documented type, sound framing, no coding, and exactly the bytes that
// are declared of it.
func BeRecording(rec target.Recording) types.GomegaMatcher {
	return matcher(func(doc *spec.Document) rules.Rule {
		return rules.All("recording "+rec.Name, rules.Served(rec), rules.RecordingType(doc), rules.RecordingCharset(doc))
	})
}

// BeRefused succeeds if the answer is a failure of documented form, with a code
// that is conformant for the condition.
func BeRefused(c spec.Condition) types.GomegaMatcher {
	return matcher(func(doc *spec.Document) rules.Rule { return rules.Refused(doc, c) })
}

// BeSuccessful succeeds if the answer is a JSON object with the retcode of success.
// A recording has no retcode; see BeRecording.
func BeSuccessful() types.GomegaMatcher { return matcher(rules.Succeeded) }

// BeFailure succeeds if the answer is a failure of documented form, whatever its code.
func BeFailure() types.GomegaMatcher { return matcher(rules.Failure) }

// ContainRecording succeeds if the answer contains any part of the recordings, in any form.
func ContainRecording(recordings ...target.Recording) types.GomegaMatcher {
	return not{always(rules.NoneOf(recordings...))}
}

// DeliverGuid succeeds if the answer delivers a Guid in the documented header.
func DeliverGuid() types.GomegaMatcher {
	return matcher(func(doc *spec.Document) rules.Rule {
		op, _ := doc.Operation(spec.Login)
		return rules.DeliversGuid(op.Renewal)
	})
}

// not turns a matcher round.
type not struct{ types.GomegaMatcher }

func (n not) Match(actual any) (bool, error) {
	ok, err := n.GomegaMatcher.Match(actual)
	return !ok && err == nil, err
}

func (n not) FailureMessage(actual any) string { return n.GomegaMatcher.NegatedFailureMessage(actual) }

func (n not) NegatedFailureMessage(actual any) string { return n.GomegaMatcher.FailureMessage(actual) }
