package push_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/mock/push"
)

const (
	patience = 30 * time.Second
	resource = "/agentgateway/resource"
)

// delivery is what a receiver got.
type delivery struct {
	header http.Header
	path   string
	body   map[string]any
}

// receiver is a client's server for events; answer is status and body.
func receiver(t *testing.T, answer func(n int) (int, string)) (url string, got chan delivery) {
	t.Helper()
	got = make(chan delivery, 100)
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		d := delivery{header: r.Header, path: r.URL.String()}
		if err == nil {
			err = json.Unmarshal(text, &d.body)
		}
		if err != nil || r.ContentLength != int64(len(text)) {
			t.Errorf("body %q of length %d: %v", text, r.ContentLength, err)
		}
		n++
		status, reply := answer(n)
		w.WriteHeader(status)
		io.WriteString(w, reply) //nolint:errcheck // the gateway tells
		got <- d
	}))
	t.Cleanup(srv.Close)
	return srv.URL, got
}

func next(t *testing.T, got chan delivery) delivery {
	t.Helper()
	select {
	case d := <-got:
		return d
	case <-time.After(patience):
		t.Fatal("nothing was pushed")
		return delivery{}
	}
}

// bench is a gateway that pushes, and its notices.
type bench struct {
	t       *testing.T
	g       *mock.Gateway
	clock   *clockwork.FakeClock
	notices chan mock.Notice
	last    mock.Observation
	guid    string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, clock: clockwork.NewFakeClockAt(time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC)), notices: make(chan mock.Notice, 100)}
	g, err := mock.New(mock.WithPusher(push.New()), mock.WithClock(b.clock), mock.WithPollWait(false, 0, 0),
		mock.WithNotices(func(n mock.Notice) { b.notices <- n }), mock.WithObserver(func(o mock.Observation) { b.last = o }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.Close() })
	b.g = g
	return b
}

func (b *bench) send(method, target, body string) string {
	r := httptest.NewRequest(method, "https://gateway"+resource+target, strings.NewReader(body))
	if b.guid != "" {
		r.Header.Set("Guid", b.guid)
	}
	w := httptest.NewRecorder()
	b.g.ServeHTTP(w, r)
	if guid := w.Result().Header["Set-GUID"]; guid != nil {
		b.guid = strings.TrimPrefix(guid[0], "JSESSIONID=")
	}
	return w.Body.String()
}

func (b *bench) signIn(members string) {
	b.t.Helper()
	if text := b.send("PUT", "/onlineagent/102", `{"password":"102-password","phonenum":"1"`+members+`}`); !strings.Contains(text, `"retcode":"0"`) {
		b.t.Fatal(text)
	}
}

func (b *bench) notice(kind mock.NoticeKind) mock.Notice {
	b.t.Helper()
	for {
		select {
		case n := <-b.notices:
			if n.Kind == kind {
				return n
			}
		case <-time.After(patience):
			b.t.Fatalf("no notice %s", kind)
		}
	}
}

func fine(int) (int, string) { return 200, `{"message":"success","retcode":"0"}` }

func TestNewGenerationGetsListsOfEvents(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, fine)
	b := newBench(t)
	b.signIn(fmt.Sprintf(`,"callBackUri":"%s/events","serviceToken":"token1"`, url))
	d := next(t, got)
	list, _ := d.body["eventList"].([]any)
	first, _ := list[0].(map[string]any)
	if d.body["workNo"] != "102" || len(list) != 2 || first["eventType"] != "AgentOther_InService" || first["workNo"] != "102" {
		t.Errorf("body %v", d.body)
	}
	if d.header.Get("Guid") != b.guid || d.header.Get("service_token") != "token1" || d.path != "/events" {
		t.Errorf("%s with header %v", d.path, d.header)
	}
	if _, err := b.g.RecordCall("102"); err != nil {
		t.Fatal(err)
	}
	if d = next(t, got); !strings.Contains(fmt.Sprint(d.body), "AgentMediaEvent_Record") {
		t.Errorf("body %v", d.body)
	}
}

// The receivers of the older generation know no other member, and answer with a
// number or with nothing.
func TestOlderGenerationGetsOneEventAtATime(t *testing.T) {
	t.Parallel()
	for _, reply := range []string{`{"retcode":0}`, ""} {
		url, got := receiver(t, func(int) (int, string) { return 200, reply })
		b := newBench(t)
		b.signIn(fmt.Sprintf(`,"pushUrl":"%s/event?token=1"`, url))
		for _, want := range []string{"AgentOther_InService", "AgentState_Ready"} {
			d := next(t, got)
			e, _ := d.body["event"].(map[string]any)
			if len(d.body) != 3 || len(e) != 3 || e["eventType"] != want || d.path != "/event?token=1" || d.body["retcode"] != "0" {
				t.Errorf("%s: %v", d.path, d.body)
			}
		}
	}
}

func TestPollInPushModeIsRefused(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, fine)
	b := newBench(t)
	b.signIn(fmt.Sprintf(`,"pushUrl":%q`, url))
	next(t, got)
	if text := b.send("GET", "/agentevent/102", ""); !strings.Contains(text, `"000-001"`) {
		t.Error(text)
	}
	if len(b.last.Findings) != 1 || b.last.Findings[0].Slip != explain.PollInPushMode {
		t.Errorf("%+v", b.last.Findings)
	}
}

func TestHeartbeatsKeepASessionInPushMode(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, fine)
	b := newBench(t)
	b.signIn(fmt.Sprintf(`,"pushUrl":%q`, url))
	next(t, got)
	for range 10 {
		b.clock.Advance(30 * time.Second)
		if text := b.send("POST", "/onlineagent/102/handshake", ""); !strings.Contains(text, `"retcode":"0"`) {
			t.Fatal(text)
		}
	}
}

func TestOneOfTheTwoMembersMeansPolling(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.signIn(`,"callBackUri":"http://127.0.0.1:1/"`)
	if text := b.send("GET", "/agentevent/102", ""); !strings.Contains(text, "AgentOther_InService") {
		t.Error(text)
	}
}

func TestOtherHostsGetNothing(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://example.org/", "http://192.0.2.1/", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/"} {
		b := newBench(t)
		b.signIn(fmt.Sprintf(`,"pushUrl":%q`, url))
		b.notice(mock.PushRefused)
		if text := b.send("GET", "/agentevent/102", ""); !strings.Contains(text, "AgentOther_InService") {
			t.Errorf("%s: %s", url, text)
		}
	}
	p := push.New("example.org")
	if err := p.Allow(mock.PushTarget{URL: "https://example.org/x"}); err != nil {
		t.Error(err)
	}
}

func TestFailedPushIsRepeated(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, func(n int) (int, string) {
		switch n {
		case 1:
			return 500, ""
		case 2:
			return 200, `{"message":"failure","retcode":"1"}`
		case 3:
			return 200, "<html>"
		}
		return fine(n)
	})
	b := newBench(t)
	b.signIn(fmt.Sprintf(`,"pushUrl":%q`, url))
	for range 3 {
		next(t, got)
		b.notice(mock.PushFailed)
		if err := b.clock.BlockUntilContext(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		b.clock.Advance(10 * time.Second)
	}
	for _, want := range []string{"AgentOther_InService", "AgentState_Ready"} {
		if e, _ := next(t, got).body["event"].(map[string]any); e["eventType"] != want {
			t.Errorf("event %v, want %s", e, want)
		}
	}
}

func TestSessionEndsWhenPushesFailForTwoMinutes(t *testing.T) {
	t.Parallel()
	url, got := receiver(t, func(int) (int, string) { return 503, "" })
	b := newBench(t)
	b.signIn(fmt.Sprintf(`,"pushUrl":%q`, url))
	for range 12 {
		next(t, got)
		b.send("POST", "/onlineagent/102/handshake", "")
		if err := b.clock.BlockUntilContext(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		b.clock.Advance(10 * time.Second)
	}
	next(t, got)
	if n := b.notice(mock.SessionEnded); !strings.Contains(n.Text, "could not be pushed") {
		t.Errorf("%+v", n)
	}
	if text := b.send("POST", "/onlineagent/102/handshake", ""); !strings.Contains(text, "100-006") {
		t.Error(text)
	}
}
