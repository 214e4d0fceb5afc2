package rules_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func TestFailureFieldIsJudgedByItsInnerSchema(t *testing.T) {
	t.Parallel()
	const fields = "required: [retcode, message]\n      properties:\n"
	inner := fields + "        trace: {type: object, properties: {id: {type: string}}}\n"
	edited, err := spec.Load([]byte(strings.Replace(string(spec.Source()), fields, inner, 1)))
	if err != nil {
		t.Fatal(err)
	}
	verdicts{rules.FailureField(edited, "trace", "an object with a text as id"),
		bodies(envelope, `{"retcode":"104-005","message":"","trace":{"id":"a"}}`),
		bodies(`{"retcode":"104-005","message":"","trace":{"id":7}}`, `{"retcode":"104-005","message":"","trace":7}`)}.check(t)
}
