package suites_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites"
)

// A Guid has no fixed form, so that alterations must cope with every one: each
// differs from the Guid in more than letter case, in which a gateway is free.
func TestAlteredGuidsAreWrong(t *testing.T) {
	t.Parallel()
	for _, guid := range []string{
		"279fe21d2cc14a6a0c5f2b1e7a444d0f9e3a5b1c2d3e4f50.AgentGateway0",
		"0c5f2b1e-7a44-4d0f-9e3a-5b1c2d3e4f50.AgentGateway1",
		"AAAAAAAAAAAAAAAA", "abcd", "v2~0000.A-z_9!*.n", "1111111111111111.1", "zzzzZZZZ",
	} {
		for variant, altered := range suites.AlmostRight(guid) {
			if strings.EqualFold(altered, guid) {
				t.Errorf("%s leaves %q as it was", variant, guid)
			}
		}
	}
}

func TestAlterationsTouchThePartTheyName(t *testing.T) {
	t.Parallel()
	const guid = "279fe21d.AgentGateway0"
	altered := suites.AlmostRight(guid)
	for variant, want := range map[string]string{
		"auth/guid-altered:first":          "079fe21d.AgentGateway0",
		"auth/guid-altered:before-node":    "279fe210.AgentGateway0",
		"auth/guid-altered:separator":      "279fe21d0AgentGateway0",
		"auth/guid-altered:node":           "279fe21d.0gentGateway0",
		"auth/guid-altered:last":           "279fe21d.AgentGateway1",
		"auth/guid-truncated:node":         "279fe21d",
		"auth/guid-truncated:node-only":    ".AgentGateway0",
		"auth/guid-never-issued:same-form": "380af32e.AgentGateway0",
	} {
		if altered[variant] != want {
			t.Errorf("%s: got %q, want %q", variant, altered[variant], want)
		}
	}
}
