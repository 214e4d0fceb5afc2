package mock_test

import (
	"bytes"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/mocktest"
)

func TestServerAnswersOnceServeHasReturned(t *testing.T) {
	t.Parallel()
	_, c := startTLS(t)
	if re := c.send("GET", "/", ""); re.status != 404 {
		t.Errorf("status %d, want 404", re.status)
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s := mocktest.Start(b)
		c := &client{base: s.URL, http: s.Client()}
		if _, err := c.tryIn(b.Context(), "GET", "/", ""); err != nil {
			b.Fatal(err)
		}
	}
}

func TestPortInUseIsNamed(t *testing.T) {
	t.Parallel()
	srv, err := mock.Serve(http.NotFoundHandler(), mock.Serving{Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, srv)
	address := strings.TrimPrefix(srv.URL, "http://")
	if _, err := mock.Serve(http.NotFoundHandler(), mock.Serving{Address: address}); err == nil || !strings.Contains(err.Error(), address) {
		t.Errorf("error %v, want one that names %s", err, address)
	}
}

func TestPlainHTTPOnTheTLSPortGetsNoRecording(t *testing.T) {
	t.Parallel()
	s, c := startTLS(t)
	guid := c.signIn("102")
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "https://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	_, err = conn.Write([]byte("GET " + resource + "/recordfile/102?recordId=y:/1/0/20181217/120/1524488.V3 HTTP/1.1\r\nHost: x\r\nGuid: " + guid + "\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 1000)
	n, _ := conn.Read(answer) //nolint:errcheck // whether there is an answer or none does not matter
	if strings.Contains(string(answer[:n]), "octet-stream") {
		t.Errorf("got %.100q", answer[:n])
	}
}

func TestStopAnswersHeldPolls(t *testing.T) {
	t.Parallel()
	g := newGateway(t)
	srv, err := mock.Serve(g, mock.Serving{})
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, srv.URL, srv.ClientTLS())
	guid := quiet(c)
	answered := make(chan reply, 1)
	go func() {
		re, err := c.try("GET", resource+"/agentevent/102", "", "Guid: "+guid)
		re.err = err
		answered <- re
	}()
	eventually(t, "the poll is held", func() bool { return g.Polling("102") })
	stop(t, srv)
	if re := c.await(answered); re.err != nil || string(re.body) != emptyPoll {
		t.Errorf("held poll: %q %v", re.body, re.err)
	}
	if _, err := c.try("GET", "/", ""); err == nil {
		t.Error("there is still an answer")
	}
}

func stop(t *testing.T, srv *mock.Server) {
	t.Helper()
	if err := srv.Stop(); err != nil {
		t.Error(err)
	}
}

// sink is a log that several goroutines write to.
type sink struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestLogNamesOperationsAndNoSecrets(t *testing.T) {
	t.Parallel()
	var log sink
	var mu sync.Mutex
	var seen []mock.Observation
	g := newGateway(t,
		mock.WithLogger(slog.New(slog.NewJSONHandler(&log, nil))),
		mock.WithObserver(func(o mock.Observation) { mu.Lock(); seen = append(seen, o); mu.Unlock() }))
	srv, err := mock.Serve(g, mock.Serving{Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, srv.URL, nil)
	guid := c.signIn("102")
	call := recordingNamed(t, "agent-call")
	c.download("102", guid, "recordId", call.RecordID)
	c.download("102", guid+"x", "recordId", call.RecordID)
	c.send("PUT", resource+"/onlineagent/103", `{"password":"a-wrong-secret","phonenum":"1"}`)
	c.send("PUT", resource+"/onlineagent/103", `{"password":"a-cut-secret`)
	c.poll("102", guid)
	c.send("GET", "/elsewhere", "")
	stop(t, srv) // an answer may arrive before it is logged
	for _, want := range []string{
		`"msg":"login"`, `"msg":"downloadRecordFile"`, `"msg":"getAgentEvent"`, `"agent":"102"`, `"retcode":"000-003"`,
		`"condition":"guid-refused"`, `"bytes":48000`, `"status":404`,
	} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %s", want)
		}
	}
	for what, secret := range map[string]string{"Guid": guid, "password": "102-password", "wrong password": "a-wrong-secret", "part of a body": "a-cut-secret"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds the %s", what)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != 7 || seen[1].Operation != "downloadRecordFile" || seen[1].Transfer.Written != 48000 || seen[2].Condition != "guid-refused" {
		t.Errorf("observations %+v", seen)
	}
}
