package agentcalls_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/agentcalls"
	"github.com/gwcheck/gwcheck/spec"
)

const resource = "/agentgateway/resource"

// bench is a gateway and a client of it.
type bench struct {
	t     *testing.T
	g     *mock.Gateway
	clock *clockwork.FakeClock
	guids map[string]string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	clock := clockwork.NewFakeClockAt(time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC))
	opts := append(agentcalls.Options(), mock.WithClock(clock), mock.WithPollWait(false, 0, 0))
	g, err := mock.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t, g, clock, map[string]string{}}
}

// envelope is an answer as JSON.
type envelope struct {
	Retcode string `json:"retcode"`
	Result  any    `json:"result"`
	Event   struct {
		EventType string `json:"eventType"`
		Content   any    `json:"content"`
	} `json:"event"`
	header http.Header
	body   []byte
}

func (b *bench) send(agent, method, target, body string) envelope {
	b.t.Helper()
	r := httptest.NewRequest(method, "https://gateway"+resource+target, strings.NewReader(body))
	if guid := b.guids[agent]; guid != "" {
		r.Header.Set("guid", guid)
	}
	w := httptest.NewRecorder()
	b.g.ServeHTTP(w, r)
	e := envelope{header: w.Result().Header, body: w.Body.Bytes()}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(e.body, &e); err != nil {
			b.t.Fatalf("%s %s: %v", method, target, err)
		}
	}
	return e
}

func (b *bench) signIn(agent, status string) envelope {
	b.t.Helper()
	delete(b.guids, agent)
	e := b.send(agent, "PUT", "/onlineagent/"+agent+"/forcelogin", `{"password":"`+agent+`-password","phonenum":"1"`+status+`}`)
	b.guids[agent] = e.header.Get("Guid")
	return e
}

// events are the types of the events that wait for an agent, separated by commas.
func (b *bench) events(agent string) string {
	b.t.Helper()
	var types []string
	for {
		e := b.send(agent, "GET", "/agentevent/"+agent, "")
		if e.Event.EventType == "" {
			return strings.Join(types, ",")
		}
		types = append(types, strings.TrimPrefix(strings.TrimPrefix(e.Event.EventType, "AgentState_"), "AgentMediaEvent_"))
	}
}

func (b *bench) state(agent string) float64 {
	b.t.Helper()
	result, _ := b.send(agent, "GET", "/onlineagent/"+agent+"/agentstatus", "").Result.(map[string]any)
	state, _ := result["agentState"].(float64)
	return state
}

func TestEveryOperationOfTheMockOnlyIsServed(t *testing.T) {
	t.Parallel()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.MockOnly) < 30 {
		t.Errorf("the document has %d", len(doc.MockOnly))
	}
	b := newBench(t)
	for _, op := range doc.MockOnly {
		path := strings.TrimPrefix(op.PathFor("102"), resource)
		for _, name := range []string{"workno", "autoflag", "flag", "isautoanswer", "seconds", "cause", "reason"} {
			path = strings.ReplaceAll(path, "{"+name+"}", "1")
		}
		if e := b.send("102", op.Method, path, ""); e.Retcode != "100-006" {
			t.Errorf("%s without a session: %s", op.LogName, e.body)
		}
		b.signIn("102", "")
		if e := b.send("102", op.Method, path, ""); e.Retcode == "" || e.Retcode == "100-006" {
			t.Errorf("%s: %s", op.LogName, e.body)
		}
		b.g.Expire("102")
	}
}

func TestStatesAndTheirEvents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn("102", "")
	if got := b.events("102"); got != "AgentOther_InService,Ready" {
		t.Fatalf("first events %s", got)
	}
	for _, step := range []struct {
		call    string
		retcode string
		state   float64
		events  string
	}{
		{"saybusy?reason=200", "0", 3, "SetNotReady_Success"},
		{"saybusy?reason=7", "000-002", 3, ""},
		{"cancelwork", "100-009", 3, ""},
		{"cancelbusy", "0", 4, "CancelNotReady_Success"},
		{"work", "0", 5, "SetWork_Success"},
		{"sayfree", "0", 4, "CancelWork_Success"},
		{"sayfree", "0", 4, "Ready"},
		{"rest/60/1", "0", 8, "SetRest_Success"},
		{"cancelrest", "0", 4, "CancelRest_Success"},
		{"rest/0/1", "000-002", 4, ""},
		{"resetskill/true?phonelinkage=null", "0", 4, ""},
		{"autoenteridle/True", "0", 4, ""},
	} {
		if e := b.send("102", "POST", "/onlineagent/102/"+step.call, "{}"); e.Retcode != step.retcode {
			t.Errorf("%s: %s, want %s", step.call, e.body, step.retcode)
		}
		if got := b.state("102"); got != step.state {
			t.Errorf("%s: state %v, want %v", step.call, got, step.state)
		}
		if got := b.events("102"); got != step.events {
			t.Errorf("%s: events %q, want %q", step.call, got, step.events)
		}
	}
}

func TestRestEndsWithAnEvent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn("102", "")
	b.events("102")
	b.send("102", "POST", "/onlineagent/102/rest/60/1", "")
	b.send("102", "POST", "/onlineagent/102/cancelrest", "")
	b.send("102", "POST", "/onlineagent/102/rest/90/1", "")
	b.events("102")
	b.clock.Advance(75 * time.Second) // the end of the first rest means nothing
	if got := b.events("102"); got != "" {
		t.Errorf("events %s", got)
	}
	b.clock.Advance(15 * time.Second)
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		if got := b.events("102"); got == "Rest_Timeout" {
			return
		} else if got != "" || time.Now().After(limit) {
			t.Fatalf("events %q", got)
		}
	}
}

func TestSignInBeginsWithItsStatus(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	e := b.signIn("102", `,"status":"5"`)
	if "JSESSIONID="+e.header.Get("Guid") != e.header["Set-GUID"][0] {
		t.Error("the headers Guid and Set-GUID differ")
	}
	if got := b.events("102"); got != "AgentOther_InService,Work" {
		t.Errorf("events %s", got)
	}
	if got := b.state("102"); got != 5 {
		t.Errorf("state %v", got)
	}
	b.signIn("102", "")
	if got := b.state("102"); got != 4 {
		t.Errorf("state %v in the next session", got)
	}
}

func TestRefusedCallsAreExplained(t *testing.T) {
	t.Parallel()
	var last mock.Observation
	g, err := mock.New(append(agentcalls.Options(), mock.WithObserver(func(o mock.Observation) { last = o }))...)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t, g, nil, map[string]string{}}
	b.signIn("102", "")
	b.send("102", "POST", "/onlineagent/102/cancelbusy", "")
	if len(last.Findings) != 1 || last.Findings[0].Slip != "call-refused" || !strings.Contains(last.Findings[0].Got, "another state") {
		t.Errorf("%+v", last.Findings)
	}
}

// One client goes on only with a list that has no gaps: itself first, workno a text.
func TestAgentsAreListedWithTheirStates(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn("103", "")
	b.send("103", "POST", "/onlineagent/103/saybusy", "")
	list, _ := b.send("103", "GET", "/agentgroup/103/allagentstatus", "").Result.([]any)
	if len(list) != 2 {
		t.Fatalf("%v", list)
	}
	self, _ := list[0].(map[string]any)
	other, _ := list[1].(map[string]any)
	if self["workno"] != "103" || self["status"] != 3.0 || self["ctiStatus"] != 7.0 || other["workno"] != "102" || other["status"] != 2.0 {
		t.Errorf("%v", list)
	}
	if online, _ := b.send("103", "GET", "/agentgroup/103/onlineagentonvdn", "").Result.([]any); len(online) != 1 {
		t.Errorf("online %v", online)
	}
	if e := b.send("103", "GET", "/agentgroup/103/iscensor/", ""); e.Retcode != "0" || e.Result != false {
		t.Errorf("iscensor %s", e.body)
	}
}

func TestInspectorForcesOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn("102", "")
	b.signIn("103", "")
	b.events("102")
	if e := b.send("103", "POST", "/qualitycontrol/103/beginmonitor?agents=102;103", ""); e.Retcode != "0" {
		t.Errorf("beginmonitor %s", e.body)
	}
	b.send("103", "POST", "/qualitycontrol/103/forcebusy/102", "")
	if got := b.events("102"); got != "Force_SetNotReady" || b.state("102") != 3 {
		t.Errorf("events %s, state %v", got, b.state("102"))
	}
	b.send("103", "POST", "/qualitycontrol/103/forcelogout/102", "")
	if e := b.send("102", "GET", "/agentevent/102", ""); e.Retcode != "100-006" {
		t.Errorf("poll after a forced sign-out by another: %s", e.body)
	}
	if e := b.send("103", "POST", "/qualitycontrol/103/forceidle/102", ""); e.Retcode != "900-004" {
		t.Errorf("an agent who is gone: %s", e.body)
	}
	if e := b.send("103", "DELETE", "/onlineagent/103/forcelogoutwithreason/5", "{}"); e.Retcode != "0" || b.g.SignedIn("103") {
		t.Errorf("forcelogoutwithreason %s", e.body)
	}
}

func TestOlderPairDownloadsARecording(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn("102", "")
	b.signIn("103", "")
	rec := fixtures.Catalogue()[0]
	ask := func(agent, token, path string) envelope {
		q := url.Values{"token": {token}, "localRecordPath": {path}}
		return b.send(agent, "GET", "/qualitycontrol/"+agent+"/recordfile?"+q.Encode(), "")
	}
	e := b.send("102", "GET", "/qualitycontrol/102/localrecordpath?format=1&recordId="+url.QueryEscape(strings.ReplaceAll(rec.RecordID, "/", `\`)), "")
	result, _ := e.Result.(map[string]any)
	token, _ := result["token"].(string)
	path, _ := result["localRecordPath"].(string)
	if got := ask("102", token, path); int64(len(got.body)) != rec.Size || !strings.HasPrefix(got.header.Get("Content-Type"), "application/octet-stream") {
		t.Errorf("%d bytes of %s", len(got.body), got.header.Get("Content-Type"))
	}
	for _, bad := range []envelope{ask("103", token, path), ask("102", token+"x", path), ask("102", token, path+"x"), ask("102", "", "")} {
		if bad.Retcode != "000-003" {
			t.Errorf("got %.100s", bad.body)
		}
	}
	b.clock.Advance(time.Minute)
	b.send("102", "POST", "/onlineagent/102/handshake", "")
	if e := b.send("102", "GET", "/qualitycontrol/102/localrecordpath?recordId=y:/1/0/no.V3", ""); e.Retcode != "104-005" {
		t.Errorf("no such recording: %s", e.body)
	}
}

func TestPlaybackSucceedsWithItsEvents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn("102", "")
	b.events("102")
	for _, step := range []struct{ method, target, body, retcode, events string }{
		{"PUT", "play", `{"voicepath":"` + fixtures.Catalogue()[0].RecordID + `"}`, "0", "Busy,AgentOther_PhoneAlerting,AgentOther_PhoneOffhook,Play_Succ,Play"},
		{"POST", "forefast/5", "", "0", "JumpPlayDone"},
		{"DELETE", "stopplay", "", "0", "AgentOther_PhoneRelease,Ready,StopPlayDone"},
		{"PUT", "play", `{"voicepath":"y:/1/0/no.V3"}`, "0", "AgentOther_PhoneRelease,Ready,Play_Fail,StopPlayDone"},
		{"PUT", "play", `{}`, "000-002", ""},
	} {
		if e := b.send("102", step.method, "/recordplay/102/"+step.target, step.body); e.Retcode != step.retcode {
			t.Errorf("%s: %s", step.target, e.body)
		}
		if got := b.events("102"); got != step.events {
			t.Errorf("%s: events %s", step.target, got)
		}
	}
}
