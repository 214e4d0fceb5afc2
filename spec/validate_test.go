package spec_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gwcheck/gwcheck/spec"
)

func mismatches(t *testing.T, schema *openapi3.Schema, body string) []string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatal(err)
	}
	return spec.ValidateJSON(schema, value)
}

func TestFailureEnvelopesAreValidated(t *testing.T) {
	t.Parallel()
	o, _ := load(t).Operation(spec.DownloadRecordFile)
	tests := map[string]string{ // body: text in the mismatches, "" for none
		`{"retcode":"000-003","message":"no right to invite resource","result":""}`: "",
		`{"retcode":"104-005","message":"","result":{}}`:                            "",
		`{"retcode":"104-005","message":"","result":{"a":1}}`:                       "",
		`{"retcode":"104-005","message":"","result":null}`:                          "",
		`{"retcode":"104-005","message":"","more":[1]}`:                             "",
		`{"retcode":"104-005","message":"","result":"x"}`:                           "/result",
		`{"retcode":"104-005","message":"","result":0}`:                             "/result",
		`{"retcode":"104-005","message":"","result":[]}`:                            "/result",
		`{"retcode":"104-005","message":"","result":false}`:                         "/result",
		`{"retcode":"0","message":""}`:                                              "/retcode",
		`{"retcode":104,"message":""}`:                                              "/retcode",
		`{"retcode":null,"message":""}`:                                             "/retcode",
		`{"retcode":"104005","message":""}`:                                         "/retcode",
		`{"retcode":" 104-005","message":""}`:                                       "/retcode",
		`{"message":""}`:                                                            "retcode",
		`{"retcode":"104-005"}`:                                                     "message",
		`{"retcode":"104-005","message":null}`:                                      "/message",
		`{"retcode":"104-005","message":7}`:                                         "/message",
		`{"retcode":"104-005","message":["a"]}`:                                     "/message",
		`{"error":{"retcode":"104-005","message":""}}`:                              "retcode",
		`[]`:   "/: ",
		`"x"`:  "/: ",
		`null`: "/: ",
	}
	for body, want := range tests {
		got := strings.Join(mismatches(t, o.Failure.Schema, body), "\n")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got mismatches %q, want %q in them", body, got, want)
		}
	}
}

func TestSuccessAnswersAreValidated(t *testing.T) {
	t.Parallel()
	tests := []struct{ operation, body, want string }{
		{spec.Login, `{"message":"","retcode":"0","result":{"vdnid":1,"workno":"291","mediatype":"TTF","loginTime":"1","isForceChange":"false","serverName":"AgentGateway","timeRemaining":"9"}}`, ""},
		{spec.Login, `{"msg":"","retcode":"0","result":{"vdnid":"1","workno":"291","mediatype":"TTF"}}`, ""},
		{spec.Login, `{"retcode":0}`, "/retcode"},
		{spec.Login, `{"retcode":"0","result":{"workno":291}}`, "/result/workno"},
		{spec.Login, `{"retcode":"100-002","message":""}`, "/retcode"},
		{spec.Logout, `{"result":{},"message":"success","retcode":"0"}`, ""},
		{spec.ForceLogout, `{"message":"success","retcode":"0"}`, ""},
		{spec.UpdateGuid, `{"result":{"guid":"a.AgentGateway1"},"message":"success","retcode":"0"}`, ""},
		{spec.UpdateGuid, `{"result":{},"message":"success","retcode":"0"}`, "guid"},
		{spec.UpdateGuid, `{"result":{"guid":""},"retcode":"0"}`, "/result/guid"},
		{spec.UpdateGuid, `{"message":"success","retcode":"0"}`, "result"},
		{spec.HandShake, `{"message":"success","retcode":"0"}`, ""},
		{spec.Heartbeat, `{"retcode":"0","result":{"loginTime":"1735689600000"}}`, ""},
		{spec.GetAgentEvent, `{"message":"","retcode":"0"}`, ""},
		{spec.GetAgentEvent, `{"message":"","retcode":"0","event":null}`, ""},
		{spec.GetAgentEvent, `{"message":"","retcode":"0","event":{"eventType":"AgentOther_InService","workNo":"291","content":null}}`, ""},
		{spec.GetAgentEvent, `{"message":"","retcode":"0","event":{"eventType":"E","workNo":"1","content":"1-2"}}`, ""},
		{spec.GetAgentEvent, `{"message":"","retcode":"0","event":{"eventType":"E","workNo":"1","eventGenTime":1784529722590,"content":{}}}`, ""},
		{spec.GetAgentEvent, `{"message":"","retcode":"0","event":[]}`, "/event"},
		{spec.GetAgentEvent, `{"message":"","retcode":"0","event":{"eventType":"E","workNo":1}}`, "/event"},
	}
	d := load(t)
	for _, tt := range tests {
		o, _ := d.Operation(tt.operation)
		got := strings.Join(mismatches(t, o.Success.Schema, tt.body), "\n")
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s %s: got mismatches %q, want %q in them", tt.operation, tt.body, got, tt.want)
		}
	}
}

func TestRecordEventContentIsValidated(t *testing.T) {
	t.Parallel()
	const sample = `{"taskId":5206,"caller":"70006","recordID":"Yc1v6a20011d20161025t1902050","called":"60015",` +
		`"locationId":"256","fileName":"Y:/6/0/20161025/20011/1902050.V3","fileMediaType":"1","callId":"1477393325-164"}`
	tests := []struct{ old, new, want string }{
		{"", "", ""},
		{`"fileMediaType":"1"`, `"fileMediaType":2`, ""},
		{`"locationId":"256"`, `"locationId":256`, ""},
		{`"locationId":"256"`, `"locationId":{}`, "/locationId"},
		{`"fileName":"Y:/6/0/20161025/20011/1902050.V3"`, `"fileName":""`, "/fileName"},
		{`"fileName":`, `"filename":`, "fileName"},
		{`"taskId":5206`, `"taskId":"5206"`, "/taskId"},
		{`"caller":"70006"`, `"caller":70006`, "/caller"},
	}
	schema, ok := load(t).Schema("RecordEventContent")
	if !ok {
		t.Fatal("the document has no schema RecordEventContent")
	}
	for _, tt := range tests {
		got := strings.Join(mismatches(t, schema, strings.Replace(sample, tt.old, tt.new, 1)), "\n")
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: got mismatches %q, want %q in them", tt.new, got, tt.want)
		}
	}
}

func TestValidateJSONReportsEveryMismatch(t *testing.T) {
	t.Parallel()
	o, _ := load(t).Operation(spec.DownloadRecordFile)
	got := mismatches(t, o.Failure.Schema, `{"retcode":1,"message":2,"result":3}`)
	for _, field := range []string{"/retcode", "/message", "/result"} {
		if !strings.Contains(strings.Join(got, "\n"), field+": ") {
			t.Errorf("got %q, want a mismatch at %s", got, field)
		}
	}
}

func TestValidateJSONDoesNotShowValues(t *testing.T) {
	t.Parallel()
	const secret = "swordfish-4711"
	o, _ := load(t).Operation(spec.DownloadRecordFile)
	got := mismatches(t, o.Failure.Schema, `{"retcode":"`+secret+`","message":["`+secret+`"],"result":"`+secret+`"}`)
	if len(got) == 0 {
		t.Fatal("got no mismatch")
	}
	if text := strings.Join(got, "\n"); strings.Contains(text, secret) {
		t.Errorf("%q contains a value", text)
	}
}
