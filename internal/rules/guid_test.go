package rules_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

const secretGuid = "0c5f2b1e-7a44-4d0f-9e3a-5b1c2d3e4f50.AgentGateway1"

var setGuid = spec.Renewal{Header: "Set-GUID", Prefix: "JSESSIONID="}

// fields are header fields, as name and value in turns.
type fields []string

func TestRulesAboutTheHeaderThatDeliversAGuid(t *testing.T) {
	for _, c := range []struct {
		name string
		rule rules.Rule
		good []fields
		bad  []fields
	}{
		{"delivered", rules.DeliversGuid(setGuid),
			[]fields{{"Set-GUID", "JSESSIONID=" + secretGuid}, {"set-guid", secretGuid}, {"Set-GUID", "", "Set-GUID", secretGuid}},
			[]fields{nil, {"Set-GUID", ""}, {"Set-GUID", "JSESSIONID="}, {"Set-Cookie", "JSESSIONID=" + secretGuid}}},
		{"form", rules.GuidForm(setGuid),
			[]fields{{"Set-GUID", "JSESSIONID=" + secretGuid}, {"set-guid", " JSESSIONID=x~y_z!* "}},
			[]fields{nil, {"Set-GUID", secretGuid}, {"Set-GUID", "jsessionid=" + secretGuid}, {"Set-GUID", "JSESSIONID="},
				{"Set-GUID", "JSESSIONID=" + secretGuid + "; Path=/"}, {"Set-GUID", `JSESSIONID="` + secretGuid + `"`},
				{"Set-GUID", "JSESSIONID=" + secretGuid + ", JSESSIONID=" + secretGuid},
				{"Set-GUID", "JSESSIONID=" + secretGuid, "Set-GUID", "JSESSIONID=" + secretGuid}}},
		{"spelling", rules.GuidSpelling(setGuid),
			[]fields{{"Set-GUID", "JSESSIONID=" + secretGuid}, {"Set-Guid", "JSESSIONID=x", "Set-GUID", "JSESSIONID=x"}},
			[]fields{nil, {"Set-Guid", "JSESSIONID=" + secretGuid}, {"SET-GUID", "JSESSIONID=" + secretGuid}}},
		{"characters", rules.GuidCharacters(setGuid),
			[]fields{{"Set-GUID", "JSESSIONID=" + secretGuid}},
			[]fields{nil, {"Set-GUID", "JSESSIONID=" + secretGuid + "=="}, {"Set-GUID", "JSESSIONID=" + secretGuid + ":8043"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, more := range c.good {
				if found := c.rule.Judge(answer(200, "application/json", `{"retcode":"0"}`, more...)); len(found) > 0 {
					t.Errorf("%v is refused: %v", more, found)
				}
			}
			for _, more := range c.bad {
				refusedInSilence(t, c.rule, answer(200, "application/json", `{"retcode":"0"}`, more...))
			}
			refusedInSilence(t, c.rule, &wire.Exchange{Err: errors.New("connection reset")})
		})
	}
}

func TestRulesAboutAGuidInTheResult(t *testing.T) {
	given := `{"retcode":"0","message":"success","result":{"guid":"` + secretGuid + `"}}`
	for _, c := range []struct {
		name string
		rule rules.Rule
		good []string
		bad  []string
	}{
		{"given", rules.GuidInResult(document(t)), []string{given},
			[]string{`{"retcode":"0"}`, `{"retcode":"0","result":{"guid":""}}`, `{"retcode":"0","result":{"GUID":"x"}}`,
				`{"retcode":"0","result":"` + secretGuid + `"}`, strings.Replace(given, `"0"`, `"100-006"`, 1), ``}},
		{"not given", rules.NoGuid(setGuid), []string{`{"retcode":"100-006","message":"","result":""}`, `{"retcode":"0","result":{"guid":""}}`, ``},
			[]string{given, strings.Replace(given, `"0"`, `"100-006"`, 1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, body := range c.good {
				if found := c.rule.Judge(answer(200, "application/json", body)); len(found) > 0 {
					t.Errorf("%s is refused: %v", body, found)
				}
			}
			for _, body := range c.bad {
				refusedInSilence(t, c.rule, answer(200, "application/json", body))
			}
		})
	}
	refusedInSilence(t, rules.NoGuid(setGuid), answer(200, "application/json", `{"retcode":"100-006"}`, "Set-GUID", "JSESSIONID="+secretGuid))
}

// refusedInSilence expects mismatches, and no Guid in them.
func refusedInSilence(t *testing.T, rule rules.Rule, x *wire.Exchange) {
	t.Helper()
	found := rule.Judge(x)
	if len(found) == 0 {
		t.Errorf("rule %q does not refuse %v", rule.Name, x.Response)
	}
	for _, m := range found {
		if strings.Contains(m.What+m.Expected+m.Got, secretGuid[:8]) {
			t.Errorf("rule %q tells the Guid: %v", rule.Name, m)
		}
	}
}

func TestAGuidIsReadAsClientsReadIt(t *testing.T) {
	for value, want := range map[string]string{
		"JSESSIONID=" + secretGuid: secretGuid,
		"JSESSIONID=YWJj==.node":   "YWJj==.node",
		"SESSION=" + secretGuid:    secretGuid,
		secretGuid:                 secretGuid,
	} {
		got, ok := rules.DeliveredGuid(setGuid, answer(200, "", "", "Set-GUID", value))
		if !ok || got != want {
			t.Errorf("%q: got %q and %v, want %q", value, got, ok, want)
		}
	}
}
