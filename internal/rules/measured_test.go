package rules_test

import (
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestMeasuredValuesDecideTheirRules(t *testing.T) {
	t.Parallel()
	const limit = time.Minute
	for name, c := range map[string]struct {
		rule  rules.Rule
		holds bool
	}{
		"renewed in time":            {rules.RenewedWithin("Set-GUID", limit, rules.Renewal{Polls: 6, Took: limit, Arrived: true}), true},
		"renewed too late":           {rules.RenewedWithin("Set-GUID", limit, rules.Renewal{Polls: 6, Took: limit + 1, Arrived: true}), false},
		"never renewed":              {rules.RenewedWithin("Set-GUID", limit, rules.Renewal{Polls: 6, Took: limit}), false},
		"refused before it arrived":  {rules.RenewedWithin("Set-GUID", limit, rules.Renewal{Polls: 6, Refused: true}), false},
		"renewed, and refused later": {rules.RenewedWithin("Set-GUID", limit, rules.Renewal{Arrived: true, Refused: true}), true},
		"at the earliest time":       {rules.Between("a poll", 8, 15, 8), true},
		"at the latest time":         {rules.Between("a poll", 8, 15, 15), true},
		"too early":                  {rules.Between("a poll", 8, 15, 7), false},
		"too late":                   {rules.Between("a poll", 8, 15, 16), false},
		"no upper bound":             {rules.Between("a poll", 8, 0, 99), true},
		"no lower bound, too late":   {rules.Between("a poll", 0, 15, 16), false},
		"event arrived":              {rules.EventArrived("E", 3*time.Second, true), true},
		"event missing":              {rules.EventArrived("E", 3*time.Second, false), false},
		"in order":                   {rules.EventOrder("A", "B", []string{"A", "B"}), true},
		"out of order":               {rules.EventOrder("A", "B", []string{"B", "A"}), false},
		"the second alone":           {rules.EventOrder("A", "B", []string{"B"}), true},
		"neither":                    {rules.EventOrder("A", "B", nil), true},
		"each once":                  {rules.EachEventOnce([]string{"A", "B"}), true},
		"one of them twice":          {rules.EachEventOnce([]string{"A", "B", "A"}), false},
	} {
		if found := c.rule.Judge(&wire.Exchange{}); (len(found) == 0) != c.holds {
			t.Errorf("%s: rule %q holds: got %v, want %v", name, c.rule.Name, len(found) == 0, c.holds)
		}
	}
}
