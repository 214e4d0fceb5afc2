package redact_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/redact"
)

// What checks make of a Guid or a password is as secret as that; the node of the
// Guid is not, wherever it stands in what was made.
func TestDerivedSecretsAreMaskedAndTheNodeIsKept(t *testing.T) {
	t.Parallel()
	const original, id, node = "6f1ed002ab1249f78c3e77d05b1fa9e4.AgentGateway1", "6f1ed002ab1249f78c3e77d05b1fa9e4", "AgentGateway1"
	for name, derived := range map[string]string{
		"other characters": "7a2fe113bc235ad89d4f88e16c2ab0f5.AgentGateway1", "another separator": id + "0" + node, "twice": original + original,
		"another first character of the node": id + ".0gentGateway1", "the node alone": "." + node, "swapped case": "6F1ED002AB1249F78C3E77D05B1FA9E4.aGENTgATEWAY1",
		"shortened": original[1:], "one more at the front": "0" + original,
	} {
		var r redact.Redactor
		r.AddDerived(redact.Guid, derived, original)
		for i := 0; i+8 <= len(derived); i++ {
			piece := derived[i : i+8]
			if secret := i+8 <= len(id)-1; secret && name != "the node alone" && r.Mask("<"+piece+">") != "<[guid]>" {
				t.Errorf("%s: %q is not masked", name, piece)
			}
		}
		for _, text := range []string{"Server: AgentGateway1", "the node .AgentGateway1 and gentGateway1", "y:/1/0/20181217/120/0000000.V3"} {
			if got := r.Mask(text); got != text {
				t.Errorf("%s: %q became %q", name, text, got)
			}
		}
	}
	var r redact.Redactor
	r.AddPassword("correct-Horse.7")
	r.AddDerived(redact.Password, "correct-Horse.7-wrong", "correct-Horse.7")
	for text, want := range map[string]string{"pw correct-Horse.7-wrong": "pw [password]", "Horse.7-wrong": "[password]", "was wrong-headed": "was wrong-headed"} {
		if got := r.Mask(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
