package attest_test

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/suites/report"
)

func TestClaimsFitTheirSchema(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(attest.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("claim.json", doc); err != nil {
		t.Fatal(err)
	}
	s := c.MustCompile("claim.json")
	key, _ := ed25519Keys(t)
	for _, r := range []report.Result{good(), good(waived)} {
		text := payload(t, certified(t, r, key).Claim)
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(value); err != nil {
			t.Error(err)
		}
		more := bytes.Replace(text, []byte(`"schema"`), []byte(`"note": 1, "schema"`), 1)
		if value, err = jsonschema.UnmarshalJSON(bytes.NewReader(more)); err != nil || s.Validate(value) == nil {
			t.Errorf("an unknown member fits (%v)", err)
		}
	}
}
