package waiver_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/gwcheck/gwcheck/internal/waiver"
)

// Editors complete and check waiver files by the schema, so it knows the same keys.
func TestTheSchemaHasTheKeysOfAWaiver(t *testing.T) {
	var schema struct {
		Properties struct {
			Gwcheck struct{ Const string }
			Waivers struct {
				Items struct {
					Required   []string
					Properties map[string]any
				}
			}
		}
	}
	if err := json.Unmarshal(waiver.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	items := schema.Properties.Waivers.Items
	for _, key := range []string{"check", "requirement", "reason", "owner", "link", "expires"} {
		if _, ok := items.Properties[key]; !ok || len(items.Properties) != 6 {
			t.Errorf("the schema has the keys %v, want %s among six", items.Properties, key)
		}
	}
	slices.Sort(items.Required)
	if !slices.Equal(items.Required, []string{"expires", "owner", "reason"}) || schema.Properties.Gwcheck.Const != waiver.Version {
		t.Errorf("required %v for %s", items.Required, schema.Properties.Gwcheck.Const)
	}
}
