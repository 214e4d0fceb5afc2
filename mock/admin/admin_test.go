package admin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/admin"
	"github.com/gwcheck/gwcheck/mock/clock"
	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/mock/judge"
	"github.com/gwcheck/gwcheck/spec"
)

const (
	resource = "/agentgateway/resource"
	call     = "y:/1/0/20181217/120/1524488.V3"
)

// bench is a mock with its admin interface; every call is held to the document.
type bench struct {
	t       *testing.T
	gateway *mock.Switch
	clock   *clock.Manual
	api     http.Handler
	router  routers.Router
	used    map[string]bool // operations that were answered with 200
}

func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(admin.Document())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	doc.Servers, doc.Security = nil, nil
	return doc
}

func newBench(t *testing.T) *bench {
	t.Helper()
	interfaceDoc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, used: map[string]bool{}}
	verdict := judge.New(interfaceDoc, func(_, id, filetype string) (int64, string, error) { return b.gateway.Gateway().Digest(id, filetype) })
	j := journal.New(journal.Limits{}, verdict.See)
	b.clock = clock.New(time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC))
	g, err := mock.New(append(j.Options(), mock.WithName("dynamic"), mock.WithPollWait(false, 0, 0), mock.WithClock(b.clock))...)
	if err != nil {
		t.Fatal(err)
	}
	b.gateway = mock.NewSwitch(g)
	b.api = admin.New(admin.Config{
		Deployments: map[string]*mock.Switch{"dynamic": b.gateway}, Root: "dynamic", Journal: j, Judge: verdict, Clock: b.clock,
		CA: func() ([]byte, error) { return []byte("-----BEGIN CERTIFICATE-----\n"), nil }, URL: "https://mock", Version: "test",
		Reload: func() error { return nil },
		Report: func(string) (string, []byte, error) { return "application/json", []byte("{}"), nil },
	})
	if b.router, err = legacy.NewRouter(document(t)); err != nil {
		t.Fatal(err)
	}
	return b
}

// gatewayCall is a request of a client to the gateway.
func (b *bench) gatewayCall(method, target, body, guid string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "https://gateway"+resource+target, strings.NewReader(body))
	if guid != "" {
		r.Header.Set("Guid", guid)
	}
	w := httptest.NewRecorder()
	b.gateway.ServeHTTP(w, r)
	return w
}

func (b *bench) signIn(agent string) string {
	w := b.gatewayCall("PUT", "/onlineagent/"+agent, `{"password":"`+agent+`-password","phonenum":"1"}`, "")
	return strings.TrimPrefix(w.Header()["Set-GUID"][0], "JSESSIONID=")
}

// call makes a request to the admin interface and holds both sides to the document.
func (b *bench) call(method, target, body string, want int, into any) string {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	b.api.ServeHTTP(w, r)
	if w.Code != want {
		b.t.Errorf("%s %s %s: %d %s, want %d", method, target, body, w.Code, w.Body, want)
		return ""
	}
	text := w.Body.String()
	b.hold(method, target, body, w)
	if into != nil {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			b.t.Errorf("%s %s: %v", method, target, err)
		}
	}
	return text
}

// hold compares a request and its answer with the document.
func (b *bench) hold(method, target, body string, w *httptest.ResponseRecorder) {
	b.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	route, params, err := b.router.FindRoute(r)
	if err != nil {
		if w.Code < 400 {
			b.t.Errorf("%s %s: %v", method, target, err)
		}
		return
	}
	input := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	if err := openapi3filter.ValidateRequest(context.Background(), input); (err == nil) != (w.Code < 400) && w.Code != 404 && w.Code != 408 && w.Code != 409 && w.Code != 422 {
		b.t.Errorf("%s %s %s: answered with %d, but the document says: %v", method, target, body, w.Code, err)
	}
	if w.Code == 200 {
		b.used[route.Operation.OperationID] = true
	}
	kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	if route.Operation.Responses.Status(w.Code) == nil && kind != "application/problem+json" {
		b.t.Errorf("%s %s: Content-Type %q", method, target, kind)
	}
	answer := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: w.Code, Header: w.Header(),
		Body: io.NopCloser(bytes.NewReader(w.Body.Bytes())), Options: &openapi3filter.Options{IncludeResponseStatus: true}}
	if kind == "application/json" || kind == "application/problem+json" {
		if err := openapi3filter.ValidateResponse(context.Background(), answer); err != nil {
			b.t.Errorf("%s %s: %v", method, target, err)
		}
	}
}

func init() {
	openapi3filter.RegisterBodyDecoder("application/problem+json", openapi3filter.JSONBodyDecoder)
}

func TestDocumentAndImplementationHaveTheSameAddresses(t *testing.T) {
	t.Parallel()
	var documented []string
	for path, item := range document(t).Paths.Map() {
		for method := range item.Operations() {
			documented = append(documented, method+" "+path)
		}
	}
	implemented := admin.Routes()
	slices.Sort(documented)
	slices.Sort(implemented)
	if !slices.Equal(documented, implemented) {
		t.Errorf("documented %v\nimplemented %v", documented, implemented)
	}
}

func TestEveryCallIsAsDocumented(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	guid := b.signIn("102")
	b.gatewayCall("GET", "/recordfile/102?recordId="+call, "", guid)
	b.gatewayCall("GET", "/recordfile/102?recordId="+call, "", "x")

	var list struct{ Entries []journal.Entry }
	b.call("GET", "/v1/health", "", 200, nil)
	b.call("GET", "/v1/openapi.yaml", "", 200, nil)
	b.call("GET", "/v1/ca.pem", "", 200, nil)
	b.call("GET", "/v1/journal?agent=102&limit=2", "", 200, &list)
	if len(list.Entries) != 2 || list.Entries[0].Operation != "login" {
		t.Errorf("journal %+v", list)
	}
	if lines := b.call("GET", "/v1/journal?format=lines", "", 200, nil); strings.Count(lines, "\n") != 3 {
		t.Errorf("lines %q", lines)
	}
	b.call("GET", "/v1/journal?format=har&findings=true", "", 200, nil)
	b.call("GET", "/v1/journal/1", "", 200, nil)
	b.call("POST", "/v1/journal/wait", `{"match":{"slip":"guid-unknown"},"count":1,"timeoutMs":1000}`, 200, &list)
	if len(list.Entries) != 1 || list.Entries[0].Guid != "unknown, 1 bytes" {
		t.Errorf("waited for %+v", list)
	}
	b.call("POST", "/v1/verify", `{"match":{"operation":"login"},"exactly":1}`, 200, nil)
	b.call("GET", "/v1/sessions?agent=102", "", 200, nil)
	b.call("POST", "/v1/events", `{"agentId":"102"}`, 200, nil)
	b.call("POST", "/v1/events", `{"agentId":"102","type":"AgentState_Busy","content":{"a":1}}`, 200, nil)
	b.call("GET", "/v1/settings", "", 200, nil)
	b.call("PATCH", "/v1/settings", `{"GUIDTIMEOUT":90000,"download":false}`, 200, nil)
	b.call("POST", "/v1/expected-refusal", `{"agent":"102","slip":"download-off"}`, 200, nil)
	if w := b.gatewayCall("GET", "/recordfile/102?recordId="+call, "", guid); !strings.Contains(w.Body.String(), "104-001") {
		t.Errorf("after the change: %s", w.Body)
	}
	b.call("POST", "/v1/receipts", `{"agent":"102","recordId":"`+call+`","got":true,"bytes":73}`, 200, nil)
	var v judge.Verdict
	b.call("GET", "/v1/verdict?agent=102", "", 200, &v)
	if v.Requests != 4 || len(v.Violations) != 2 || v.Intended != 1 || v.Violations[1].Requirement != "client/refusal-noticed" {
		t.Errorf("verdict %+v", v)
	}
	b.call("GET", "/v1/report?format=json", "", 200, nil)
	b.call("POST", "/v1/reload", "", 200, nil)
	b.call("GET", "/v1/clock", "", 200, nil)
	b.call("POST", "/v1/clock/advance", `{"ms":1}`, 200, nil)
	b.call("POST", "/v1/clock/reset", "", 200, nil)
	b.call("POST", "/v1/clock/freeze", "", 200, nil)
	b.call("POST", "/v1/sessions/expire", `{"agent":"102"}`, 200, nil)
	b.call("DELETE", "/v1/journal?agent=102", "", 200, nil)
	b.call("DELETE", "/v1/verdict?agent=102", "", 200, &v)
	if len(v.Violations) != 0 {
		t.Errorf("after the reset %+v", v)
	}
	for _, item := range document(t).Paths.Map() {
		for _, op := range item.Operations() {
			if !b.used[op.OperationID] && op.OperationID != "streamJournal" {
				t.Errorf("operation %s was not used", op.OperationID)
			}
		}
	}
}

func TestErrorsAreProblems(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, tc := range []struct {
		method, target, body string
		want                 int
		detail               string
	}{
		{"GET", "/v1/nothing", "", 404, "openapi.yaml"},
		{"PUT", "/v1/journal", "", 405, "GET, DELETE"},
		{"GET", "/v1/journal?agnet=102", "", 400, "agnet"},
		{"GET", "/v1/journal?status=abc", "", 400, "status"},
		{"GET", "/v1/journal?limit=0", "", 400, "limit"},
		{"GET", "/v1/journal?format=xml", "", 400, "har"},
		{"GET", "/v1/journal/77", "", 404, "77"},
		{"GET", "/v1/journal/x", "", 400, "no number"},
		{"POST", "/v1/journal/wait", `{"timeoutMs":1}`, 408, "0 of 1"},
		{"POST", "/v1/journal/wait", `{"timeoutMs":900000}`, 400, "at most"},
		{"POST", "/v1/verify", `{}`, 400, "exactly"},
		{"POST", "/v1/events", `{"agentId":"102"}`, 409, "not signed in"},
		{"POST", "/v1/events", `{"agentId":""}`, 400, "agentId"},
		{"POST", "/v1/events", `{"agentId":"102"}{}`, 400, "more than one"},
		{"POST", "/v1/events", `{"agentId":"102","x":1}`, 400, "x"},
		{"POST", "/v1/events", `{"agentId":"102","deployment":"none"}`, 404, "none"},
		{"POST", "/v1/events", `{"agentId":"102","content":1}`, 400, "made by the mock"},
		{"PATCH", "/v1/settings", `{"GUIDTIMEOUT":1}`, 422, "timeout"},
		{"PATCH", "/v1/settings", `{"AUTHMODE":3}`, 422, "mode"},
		{"POST", "/v1/clock/advance", `{"ms":0}`, 422, "more than nothing"},
		{"POST", "/v1/clock/advance", `{"ms":-5}`, 422, "more than nothing"},
		{"POST", "/v1/clock/advance", `{"ms":9223372036854775807}`, 422, "at most"},
		{"POST", "/v1/receipts", `{"agent":"102","recordId":"x","got":true}`, 409, "not downloaded"},
		{"POST", "/v1/receipts", `{"agent":"","recordId":"x","got":true}`, 400, "needed"},
		{"POST", "/v1/expected-refusal", `{"agent":"102"}`, 400, "slip"},
	} {
		var p admin.Problem
		r := httptest.NewRequestWithContext(t.Context(), tc.method, tc.target, strings.NewReader(tc.body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		b.api.ServeHTTP(w, r)
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %s %v", tc.method, tc.target, w.Body, err)
		}
		if w.Code != tc.want || p.Status != tc.want || !strings.Contains(p.Detail, tc.detail) {
			t.Errorf("%s %s %s: %d %+v, want %d with %q", tc.method, tc.target, tc.body, w.Code, p, tc.want, tc.detail)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/events", strings.NewReader("{}"))
	w := httptest.NewRecorder()
	if b.api.ServeHTTP(w, r); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("without Content-Type: %d", w.Code)
	}
}

// What a client sees after two minutes takes no time: the Guid is renewed when it is
// due, and without polls the session ends.
func TestTheClockMovesSessionsAndGuids(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.signIn("102")
	b.gatewayCall("GET", "/agentevent/102", "", first)
	for _, step := range []struct {
		ms      string
		renewed bool
		retcode string
	}{{"59000", false, "0"}, {"2000", true, "0"}, {"121000", false, "100-006"}} {
		b.call("POST", "/v1/clock/advance", `{"ms":`+step.ms+`}`, 200, nil)
		w := b.gatewayCall("GET", "/agentevent/102", "", first)
		fields := w.Header()["Set-GUID"]
		if (len(fields) > 0) != step.renewed || !strings.Contains(w.Body.String(), `"retcode":"`+step.retcode+`"`) {
			t.Errorf("after %s ms: Set-GUID %t, %s", step.ms, len(fields) > 0, w.Body)
		}
		if step.renewed {
			first = strings.TrimPrefix(fields[0], "JSESSIONID=")
		}
	}
}

func TestOnlyAManualClockMoves(t *testing.T) {
	t.Parallel()
	api := admin.New(admin.Config{})
	for target, want := range map[string]int{"/v1/clock/advance": 409, "/v1/clock/freeze": 409, "/v1/clock/reset": 409} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", target, strings.NewReader(`{"ms":1}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		if api.ServeHTTP(w, r); w.Code != want || !strings.Contains(w.Body.String(), "--clock manual") {
			t.Errorf("%s: %d %s, want %d", target, w.Code, w.Body, want)
		}
	}
}

func TestStreamFollowsTheJournal(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	srv := httptest.NewServer(b.api)
	defer srv.Close()
	b.signIn("102")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", srv.URL+"/v1/journal/stream?kind=exchange", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b.signIn("103")
	var got strings.Builder
	for buf := make([]byte, 4096); !strings.Contains(got.String(), `"agent":"103"`); {
		n, err := res.Body.Read(buf)
		got.Write(buf[:n])
		if err != nil {
			t.Fatalf("%v after %q", err, got.String())
		}
	}
	if !strings.Contains(got.String(), "id: 1\nevent: exchange\ndata: {") {
		t.Errorf("stream %q", got.String())
	}
}
