package agentcalls_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/agentcalls"
	"github.com/gwcheck/gwcheck/mock/mocktest"
)

// program imitates one real client: what it sends, reads and insists on.
type program struct {
	t       *testing.T
	base    string
	http    *http.Client
	guid    string
	headers map[string]string // of every request, beside the Guid
	field   string            // that carries the Guid
}

// do sends a request and returns status, header and body.
func (p *program) do(method, target, body string) (*http.Response, string) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.base+target, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	for name, v := range p.headers {
		req.Header[name] = []string{v}
	}
	if p.guid != "" {
		req.Header[p.field] = []string{p.guid}
	}
	res, err := p.http.Do(req)
	if err != nil {
		p.t.Fatalf("%s %s: %v", method, target, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatalf("%s %s: %v", method, target, err)
	}
	return res, string(text)
}

// succeeds sends a request whose answer must be status 200 and retcode "0", as JSON.
func (p *program) succeeds(method, target, body string) (*http.Response, map[string]any) {
	p.t.Helper()
	res, text := p.do(method, target, body)
	var e map[string]any
	if err := json.Unmarshal([]byte(text), &e); err != nil || res.StatusCode != 200 || e["retcode"] != "0" {
		p.t.Fatalf("%s %s: %d %s", method, target, res.StatusCode, text)
	}
	return res, e
}

// object is a member that must be an object.
func (p *program) object(e map[string]any, name string) map[string]any {
	p.t.Helper()
	o, ok := e[name].(map[string]any)
	if !ok {
		p.t.Fatalf("%s is %v", name, e[name])
	}
	return o
}

// recordingMatches compares what was downloaded.
func (p *program) recordingMatches(target string) {
	p.t.Helper()
	if res, text := p.do("GET", target, ""); res.StatusCode != 200 || int64(len(text)) != fixtures.Catalogue()[0].Size {
		p.t.Errorf("GET %s: %d, %d bytes", target, res.StatusCode, len(text))
	}
}

const sample = "y:/1/0/20181217/120/1524488.V3"

// afterEquals is the Guid as several clients take it out of Set-GUID.
func afterEquals(res *http.Response) string {
	_, guid, _ := strings.Cut(res.Header.Get("Set-GUID"), "=")
	return strings.NewReplacer("=", "", ":", "").Replace(guid)
}

var javaHeaders = map[string]string{"Content-Type": "application/json;charset=UTF-8", "Cookie": "huaweielbsessionabc; Path/"}

var programs = map[string]func(p *program){
	"C-SDK": func(p *program) {
		p.headers, p.field = javaHeaders, "guid"
		res, _ := p.succeeds("PUT", "/onlineagent/102", `{"password":"102-password","phonenum":"40038","autoanswer":false,"autoenteridle":true,"status":4,"releasephone":true,"ip":"127.0.0.1"}`)
		p.guid = afterEquals(res)
		p.succeeds("POST", "/onlineagent/102/resetskill/true", "")
		for range 3 {
			p.succeeds("GET", "/agentevent/102", "")
		}
		p.recordingMatches("/recordfile/102?recordId=" + sample)
	},
	"C-ZACK": func(p *program) {
		p.headers, p.field = javaHeaders, "guid"
		signIn := `{"password":"102-password","phonenum":"40038"}`
		p.do("PUT", "/onlineagent/102", signIn) // of an earlier life
		if _, text := p.do("PUT", "/onlineagent/102", signIn); !strings.Contains(text, `"100-002"`) {
			p.t.Fatal(text)
		}
		res, _ := p.succeeds("PUT", "/onlineagent/102/forcelogin", signIn)
		p.guid = afterEquals(res)
		p.succeeds("POST", "/onlineagent/102/resetskill/true?phonelinkage=1", "")
		p.succeeds("POST", "/onlineagent/102/work", "")
		p.succeeds("POST", "/onlineagent/102/cancelwork", "") // while agentState is 5, it recurses
		_, e := p.succeeds("GET", "/onlineagent/102/agentstatus", "")
		if state := p.object(e, "result")["agentState"]; state != 4.0 {
			p.t.Errorf("agentState %v", state)
		}
		p.succeeds("PUT", "/recordplay/102/play", `{"voicepath":"`+sample+`"}`)
		p.recordingMatches("/recordfile/102?recordId=" + sample)
	},
	"C-SERVER": func(p *program) {
		p.headers, p.field = javaHeaders, "guid"
		res, e := p.succeeds("PUT", "/onlineagent/102/forcelogin", `{"password":"102-password","phonenum":"40038"}`)
		if p.object(e, "result")["isForceChange"] != "false" {
			p.t.Errorf("result %v", e["result"])
		}
		p.guid = afterEquals(res)
		p.succeeds("POST", "/onlineagent/102/resetskill/true", "")
		_, e = p.succeeds("GET", "/agentevent/102", "")
		if p.object(e, "event")["workNo"] != "102" { // a text, or the event is lost
			p.t.Errorf("event %v", e["event"])
		}
		_, e = p.succeeds("PUT", "/onlineagent/102/heartbeat", "")
		p.object(e, "result") // or it repeats without a pause
		p.recordingMatches("/recordfile/102?recordId=" + sample)
		p.succeeds("DELETE", "/onlineagent/102/forcelogoutwithreason/1", "")
	},
	"C-BRIDGE": func(p *program) {
		p.headers, p.field = javaHeaders, "guid"
		res, _ := p.succeeds("PUT", "/onlineagent/102/forcelogin", `{"password":"102-password","phonenum":"40038"}`)
		p.guid = afterEquals(res)
		_, e := p.succeeds("GET", "/agentgroup/102/allagentstatus", "")
		list, _ := e["result"].([]any)
		var others []string
		for i, item := range list {
			agent, _ := item.(map[string]any)
			if workno := fmt.Sprint(agent["workno"]); workno != "102" {
				others = append(others, workno)
			} else if i == len(list)-1 {
				p.t.Error("its own number is last, so it sends no batch")
			}
		}
		agents := strings.Join(others, ";")
		p.do("POST", "/qualitycontrol/102/endmonitor?agents="+agents, "")
		p.succeeds("POST", "/qualitycontrol/102/beginmonitor?agents="+agents, "")
		p.succeeds("GET", "/agentevent/102", "")
		p.recordingMatches("/recordfile/102?recordId=" + sample)
	},
	"C-APORTAL": func(p *program) {
		p.headers, p.field = javaHeaders, "guid"
		res, e := p.succeeds("PUT", "/onlineagent/102", `{"password":"102-password","phonenum":"40038","autoanswer":false,"status":5,"autoenteridle":false,"checkInWebm":false}`)
		if _, err := json.Number(fmt.Sprint(p.object(e, "result")["vdnid"])).Int64(); err != nil {
			p.t.Error(err)
		}
		p.guid = afterEquals(res)
		p.succeeds("GET", "/agentgroup/102/iscensor/", "")
		p.succeeds("POST", "/onlineagent/102/resetskill/true", "")
		p.succeeds("PUT", "/onlineagent/102/heartbeat", "")
		_, e = p.succeeds("GET", "/qualitycontrol/102/localrecordpath?format=1&recordId="+url.QueryEscape(sample), "")
		result := p.object(e, "result")
		token, _ := result["token"].(string)
		path, _ := result["localRecordPath"].(string)
		if !strings.Contains(path, "/") {
			p.t.Errorf("path %q names no file", path)
		}
		p.recordingMatches("/qualitycontrol/102/recordfile?token=" + url.QueryEscape(token) + "&localRecordPath=" + url.QueryEscape(path))
		p.succeeds("DELETE", "/onlineagent/102/forcelogout", "")
	},
	"C-CSHARP": func(p *program) {
		p.headers, p.field = map[string]string{"Content-Type": "application/json; charset=UTF-8", "Connection": "close"}, "guid"
		p.do("GET", "/queuedevice/123/queryskillstat/", "") // any answer proves the certificate
		res, _ := p.succeeds("PUT", "/onlineagent/102", `{"password":"102-password","phonenum":"40038"}`)
		p.guid = afterEquals(res)
		p.succeeds("POST", "/onlineagent/102/autoenteridle/True", "")
		p.succeeds("POST", "/onlineagent/102/resetskill/true?skillid=&phonelinkage=0", "")
		p.succeeds("GET", "/agentevent/102", "")
		p.succeeds("GET", "/agentevent/102", "")
		if _, text := p.do("GET", "/agentevent/102", ""); text != `{"message":"","retcode":"0"}` { // compared byte by byte
			p.t.Errorf("empty poll %q", text)
		}
		p.succeeds("GET", "/onlineagent/102/agentskills", "")
		p.recordingMatches("/recordfile/102?recordId=" + sample)
	},
	"C-JS": func(p *program) {
		p.headers, p.field, p.base = map[string]string{"Accept": "application/json"}, "Guid", p.base+"/" // a double slash
		res, _ := p.succeeds("PUT", "/onlineagent/102", `{"password":"102-password","phonenum":"40038"}`)
		p.guid = strings.Split(res.Header.Get("Set-GUID"), "=")[1]
		p.succeeds("POST", "/onlineagent/102/resetskill/true?skillid=&phonelinkage=0", "")
		p.succeeds("GET", "/agentevent/102?resteasy_jsapi_anti_cache=1715832000000", "")
		p.recordingMatches("/recordfile/102?recordId=y:%5c1%5c0%5c20181217%5c120%5c1524488.V3")
		p.succeeds("POST", "/qualitycontrol/102/forceidle/102", "")
	},
	"C-KIMHU": func(p *program) {
		p.headers, p.field = map[string]string{"Content-Type": "application/json"}, "guid"
		res, _ := p.succeeds("PUT", "/onlineagent/102", `{"password":"102-password","phonenum":"40038"}`)
		p.guid = afterEquals(res)
		p.succeeds("POST", "/onlineagent/102/resetskill/true?skillid=null&phonelinkage=null", "")
		p.succeeds("PUT", "/onlineagent/102/heartbeat", "")
		_, e := p.succeeds("GET", "/onlineagent/102/agentstatus", "")
		if _, isBool := p.object(e, "result")["isWorking"].(bool); !isBool {
			p.t.Errorf("result %v", e["result"])
		}
		p.recordingMatches("/recordfile/102?recordId=" + sample)
		p.succeeds("DELETE", "/onlineagent/102/logout", "")
	},
	"C-POC": func(p *program) {
		p.headers, p.field = map[string]string{"Content-Type": "application/json"}, "Guid"
		res, _ := p.succeeds("PUT", "/onlineagent/102", `{"password":"102-password","phonenum":"40038","status":"4","autoanswer":"false"}`)
		p.guid = res.Header.Get("Guid") // not Set-GUID
		p.succeeds("POST", "/onlineagent/102/saybusy", "{}")
		p.succeeds("POST", "/onlineagent/102/sayfree", "{}")
		p.recordingMatches("/recordfile/102?recordId=" + sample)
		p.succeeds("DELETE", "/onlineagent/102/logout", "{}")
	},
}

// Clients like the nine that were read get from sign-in to the bytes of a recording.
func TestProgramsLikeRealOnesGetTheirRecording(t *testing.T) {
	t.Parallel()
	for name, run := range programs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := append(agentcalls.Options(), mock.WithPollWait(true, 1, 10*time.Millisecond))
			s := mocktest.Start(t, opts...)
			run(&program{t: t, base: s.URL + resource, http: s.Client()})
		})
	}
}
