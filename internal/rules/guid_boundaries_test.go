package rules_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func TestDeliveredGuidExcludesSpaceAndPrefix(t *testing.T) {
	t.Parallel()
	colon := spec.Renewal{Header: "Set-GUID", Prefix: "GUID:"}
	for _, c := range []struct {
		r           spec.Renewal
		value, want string
	}{
		{setGuid, " abc ", "abc"}, {setGuid, "JSESSIONID= abc", "abc"}, {colon, "GUID:ab=c", "ab=c"}, {colon, "GUID: ab=c", "ab=c"},
	} {
		if got, ok := rules.DeliveredGuid(c.r, answer(200, "", "", "Set-GUID", c.value)); !ok || got != c.want {
			t.Errorf("%q: got %q, want %q", c.value, got, c.want)
		}
	}
}
