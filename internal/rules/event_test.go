package rules_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
)

// documentedEvent is a poll answer with the event of a recorded call.
const documentedEvent = `{"message":"","retcode":"0","event":{"eventType":"AgentMediaEvent_Record","workNo":"102","content":` +
	`{"taskId":5206,"caller":"70006","recordID":"Yc1v6a102d20181217t1","called":"60015","locationId":"256",` +
	`"fileName":"Y:/6/0/20181217/102/1902050.V3","fileMediaType":"1","callId":"1545030000-1"}}}`

func TestEventRules(t *testing.T) {
	doc := document(t)
	altered := func(old, new string) string {
		if !strings.Contains(documentedEvent, old) {
			t.Fatalf("the sample has no %q", old)
		}
		return strings.Replace(documentedEvent, old, new, 1)
	}
	for _, c := range []struct {
		name string
		rule rules.Rule
		good []string
		bad  []string
	}{
		{"one event", rules.OneEvent(), []string{documentedEvent},
			[]string{`{"retcode":"0"}`, `{"retcode":"0","event":[{"eventType":"x"}]}`, `<html>`, ``}},
		{"envelope", rules.EventEnvelope(), []string{documentedEvent},
			[]string{altered(`"workNo":"102"`, `"workNo":102`), altered(`"eventType":"AgentMediaEvent_Record",`, ``)}},
		{"work number", rules.WorkNumber("102"), []string{documentedEvent},
			[]string{altered(`"workNo":"102"`, `"workNo":"103"`), altered(`"workNo":"102"`, `"workNo":102`)}},
		{"empty poll", rules.EmptyPoll(doc), []string{`{"message":"","retcode":"0"}`, `{"retcode":"0","message":"","event":null}`},
			[]string{documentedEvent, `{"retcode":"0","event":{}}`, `{"retcode":"100-006","message":""}`, ``}},
		{"fields", rules.RecordEventFields(), []string{documentedEvent},
			[]string{altered(`"callId":"1545030000-1"`, `"x":1`), altered(`"taskId":5206`, `"taskId":null`), `{"retcode":"0","event":{"content":null}}`}},
		{"types", rules.RecordEventTypes(), []string{documentedEvent, altered(`"fileMediaType":"1"`, `"fileMediaType":2`)},
			[]string{altered(`"taskId":5206`, `"taskId":"5206"`), altered(`"locationId":"256"`, `"locationId":[256]`)}},
		{"location", rules.RecordEventLocation(), []string{documentedEvent, altered(`"locationId":"256"`, `"locationId":256`)},
			[]string{altered(`"locationId":"256"`, `"locationId":"node-a"`), altered(`"locationId":"256"`, `"locationId":2.5`), altered(`"locationId":"256",`, ``)}},
		{"result", rules.ResultNames("workno", "102"), []string{`{"retcode":"0","result":{"workno":"102"}}`},
			[]string{`{"retcode":"0","result":{"workno":102}}`, `{"retcode":"0","result":""}`, `{"retcode":"0"}`, `no`}},
		{"retcode", rules.RetcodeIsString(), []string{`{"retcode":"0"}`, `{"retcode":"100-006"}`},
			[]string{`{"retcode":0}`, `{"code":"0"}`, `[]`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, body := range c.good {
				if found := c.rule.Judge(answer(200, "application/json;charset=UTF-8", body)); len(found) > 0 {
					t.Errorf("%s is refused: %v", body, found)
				}
			}
			for _, body := range c.bad {
				if found := c.rule.Judge(answer(200, "application/json;charset=UTF-8", body)); len(found) == 0 {
					t.Errorf("%s is not refused", body)
				}
			}
		})
	}
}
