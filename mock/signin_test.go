package mock_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

func TestSignInBodiesGetSessionOrRetcode(t *testing.T) {
	t.Parallel()
	g, c := start(t)
	for _, tc := range []struct{ name, body, code string }{
		{"plain values", `{"password":"102-password","phonenum":"40038","status":4,"autoanswer":false,"releasephone":true,"agenttype":4}`, "0"},
		{"quoted values", `{"password":"102-password","phonenum":"40038","status":"4","autoanswer":"false","releasephone":"TRUE","agenttype":"4"}`, "0"},
		{"unknown fields", `{"password":"102-password","phonenum":"40038","pushUrl":"https://x/","x":{"y":[1]}}`, "0"},
		{"nulls", `{"password":"102-password","phonenum":"40038","status":null}`, "0"},
		{"telephone number as number", `{"password":"102-password","phonenum":40038}`, "0"},
		{"white space around", "\r\n {\"password\":\"102-password\",\"phonenum\":\"40038\"} \n", "0"},
		{"escapes", `{"password":"\u00310\u0032-password","phonenum":"40038"}`, "0"},
		{"wrong password", `{"password":"102-Password","phonenum":"40038"}`, "100-004"},
		{"empty password", `{"password":"","phonenum":"40038"}`, "100-004"},
		{"password of another agent", `{"password":"103-password","phonenum":"40038"}`, "100-004"},
		{"no password", `{"phonenum":"40038"}`, "100-001"},
		{"no telephone", `{"password":"102-password"}`, "100-001"},
		{"null telephone", `{"password":"102-password","phonenum":null}`, "100-001"},
		{"long telephone", `{"password":"102-password","phonenum":"` + strings.Repeat("1", 25) + `"}`, "100-001"},
		{"fractional status", `{"password":"102-password","phonenum":"40038","status":4.5}`, "100-001"},
		{"list as status", `{"password":"102-password","phonenum":"40038","status":[4]}`, "100-001"},
		{"number as boolean", `{"password":"102-password","phonenum":"40038","autoanswer":7}`, "100-001"},
		{"object as password", `{"password":{},"phonenum":"40038"}`, "100-001"},
		{"nothing", ``, "100-001"},
		{"null", `null`, "100-001"},
		{"list", `[]`, "100-001"},
		{"form", `password=102-password&phonenum=40038`, "100-001"},
		{"cut off", `{"password":"102-password"`, "100-001"},
		{"two objects", `{"password":"102-password","phonenum":"40038"}{}`, "100-001"},
		{"too long", `{"password":"102-password","phonenum":"40038","x":"` + strings.Repeat("x", 64<<10) + `"}`, "100-001"},
		{"deep", `{"password":"102-password","phonenum":"40038","x":` + strings.Repeat("[", 30000) + `}`, "100-001"},
	} {
		re := c.send("PUT", resource+"/onlineagent/102", tc.body)
		if re.retcode() != tc.code || re.status != 200 {
			t.Errorf("%s: got %d %s, want retcode %s", tc.name, re.status, re.body, tc.code)
		}
		delivered := guidOf(re) != ""
		if signedIn := g.Expire("102"); delivered != (tc.code == "0") || signedIn != delivered {
			t.Errorf("%s: a Guid was delivered: %t, the agent was signed in: %t", tc.name, delivered, signedIn)
		}
	}
}

func TestSignInAnswerNamesAgentAndTime(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	re := c.send("PUT", resource+"/onlineagent/102", signInBody("102"), "Content-Type: application/json")
	result, _ := re.envelope()["result"].(map[string]any)
	if result["workno"] != "102" || result["serverName"] != "AgentGateway" {
		t.Errorf("result %v", result)
	}
	if login, _ := result["loginTime"].(string); !regexp.MustCompile(`^[0-9]{13}$`).MatchString(login) {
		t.Errorf("loginTime %v, want milliseconds as a text", result["loginTime"])
	}
	if guid := guidOf(re); !regexp.MustCompile(`^[0-9a-f]{48}\.AgentGateway0$`).MatchString(guid) {
		t.Errorf("a Guid of %d characters, want 48 hexadecimal digits and the node", len(guid))
	}
}

func TestSecondSignInIsRefusedUnlessForced(t *testing.T) {
	t.Parallel()
	_, c := start(t, soon)
	call := recordingNamed(t, "agent-call")
	first := c.signIn("102")
	if re := c.send("PUT", resource+"/onlineagent/102", signInBody("102")); re.retcode() != "100-002" {
		t.Errorf("second sign-in: %s, want 100-002", re.body)
	}
	c.download("102", first, "recordId", call.RecordID).wantRecording(t, call)

	forced := c.forceIn("102")
	second := guidOf(forced)
	if forced.retcode() != "0" || second == "" || second == first {
		t.Fatalf("forced sign-in: %s", forced.body)
	}
	c.download("102", first, "recordId", call.RecordID).wantFailure(t, "000-003")
	c.download("102", second, "recordId", call.RecordID).wantRecording(t, call)

	if re := c.send("PUT", resource+"/onlineagent/102/forcelogin", `{"password":"x","phonenum":"1"}`); re.retcode() != "100-004" {
		t.Errorf("forced sign-in with a wrong password: %s", re.body)
	}
	c.download("102", second, "recordId", call.RecordID).wantRecording(t, call)
}

func TestForcedSignInNeedsNoSession(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	if re := c.forceIn("103"); re.retcode() != "0" || guidOf(re) == "" {
		t.Errorf("got %s", re.body)
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	for path, want := range map[string]string{
		"/logout":      `{"result":{},"message":"success","retcode":"0"}`,
		"/forcelogout": `{"message":"success","retcode":"0"}`,
	} {
		guid := c.signIn("102")
		if re := c.send("DELETE", resource+"/onlineagent/102"+path, ""); re.retcode() != "000-003" {
			t.Errorf("%s without a Guid: %s", path, re.body)
		}
		if re := c.send("DELETE", resource+"/onlineagent/102"+path, "", "guid: "+guid); string(re.body) != want {
			t.Errorf("%s: %s, want %s", path, re.body, want)
		}
		if re := c.send("DELETE", resource+"/onlineagent/102"+path, "", "guid: "+guid); re.retcode() != "100-006" {
			t.Errorf("%s again: %s, want 100-006", path, re.body)
		}
	}
}

func TestAgentsAreIndependent(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	call := recordingNamed(t, "agent-call")
	a, b := c.signIn("102"), c.signIn("103")
	c.download("102", b, "recordId", call.RecordID).wantFailure(t, "000-003")
	c.download("104", b, "recordId", call.RecordID).wantFailure(t, "100-006")
	c.send("DELETE", resource+"/onlineagent/102/logout", "", "Guid: "+a)
	c.download("102", b, "recordId", call.RecordID).wantFailure(t, "100-006")
	c.download("103", b, "recordId", call.RecordID).wantRecording(t, call)
}

func TestConfiguredAgentsReplaceTheDefaultOnes(t *testing.T) {
	t.Parallel()
	g, c := start(t, mock.WithAgent("20011", ""), mock.WithAgent("300", "x"))
	if got := g.Agents(); len(got) != 2 || got[0] != "20011" {
		t.Errorf("agents %q", got)
	}
	if re := c.send("PUT", resource+"/onlineagent/20011", `{"password":"","phonenum":"1"}`); re.retcode() != "0" {
		t.Errorf("empty password: %s", re.body)
	}
	if re := c.send("PUT", resource+"/onlineagent/102", signInBody("102")); re.retcode() != "100-004" {
		t.Errorf("agent 102: %s, want 100-004", re.body)
	}
}
