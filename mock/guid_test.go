package mock_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

func TestDynamicGuidIsRenewedByPolls(t *testing.T) {
	t.Parallel()
	_, c, clock := frozen(t, mock.WithPollWait(false, 0, 0))
	call := recordingNamed(t, "agent-call")
	works := func(guid string, want bool) {
		t.Helper()
		re := c.download("102", guid, "recordId", call.RecordID)
		if want {
			re.wantRecording(t, call)
			return
		}
		re.wantFailure(t, "000-003")
	}
	old := quiet(c)
	works(old, true)
	clock.Advance(59 * time.Second)
	if next := guidOf(c.poll("102", old)); next != "" {
		t.Error("renewed before the interval")
	}
	clock.Advance(time.Second)
	next := guidOf(c.poll("102", old))
	if next == "" || next == old {
		t.Fatal("not renewed after the interval")
	}
	works(next, true)
	works(old, true) // overlap
	if again := guidOf(c.poll("102", next)); again != "" {
		t.Error("renewed twice")
	}
	clock.Advance(59 * time.Second)
	works(old, true)
	clock.Advance(time.Second)
	works(old, false)
	works(next, true)
}

func TestPollHeldPastTheIntervalDeliversTheNewGuid(t *testing.T) {
	t.Parallel()
	_, c, clock := frozen(t)
	guid := quiet(c)
	clock.Advance(55 * time.Second)
	answered := c.pollLater(clock, "102", guid)
	clock.Advance(10 * time.Second)
	if re := c.await(answered); guidOf(re) == "" || guidOf(re) == guid {
		t.Errorf("no new Guid with %s", re.body)
	}
}

func TestStaticGuidStaysValid(t *testing.T) {
	t.Parallel()
	_, c, clock := frozen(t, mock.WithAuthMode(mock.Static), mock.WithPollWait(false, 0, 0))
	call := recordingNamed(t, "agent-call")
	guid := quiet(c)
	for range 20 {
		clock.Advance(60 * time.Second)
		if re := c.poll("102", guid); string(re.body) != emptyPoll || guidOf(re) != "" {
			t.Fatalf("poll: %s", re.body)
		}
	}
	c.download("102", guid, "recordId", call.RecordID).wantRecording(t, call)
}

func TestSessionWithoutPollsExpires(t *testing.T) {
	t.Parallel()
	for _, mode := range []int{mock.Static, mock.Dynamic} {
		_, c, clock := frozen(t, mock.WithAuthMode(mode), mock.WithPollWait(false, 0, 0))
		call := recordingNamed(t, "agent-call")
		guid := quiet(c)
		clock.Advance(2*time.Minute - 1)
		c.download("102", guid, "recordId", call.RecordID).wantRecording(t, call) // no sign of life
		clock.Advance(1)
		c.download("102", guid, "recordId", call.RecordID).wantFailure(t, "100-006")
		c.signIn("102") // plain sign-in works again
	}
}

func TestHeartbeatsKeepTheSessionAlive(t *testing.T) {
	t.Parallel()
	_, c, clock := frozen(t, mock.WithAuthMode(mock.Static))
	guid := c.signIn("102")
	for range 3 {
		clock.Advance(119 * time.Second)
		re := c.send("POST", resource+"/onlineagent/102/handshake", "", "Guid: "+guid)
		if string(re.body) != `{"message":"success","retcode":"0"}` {
			t.Fatalf("handshake: %s", re.body)
		}
		clock.Advance(119 * time.Second)
		re = c.send("PUT", resource+"/onlineagent/102/heartbeat", "", "Guid: "+guid)
		if login, _ := re.envelope()["result"].(map[string]any); re.retcode() != "0" || login["loginTime"] == nil {
			t.Fatalf("heartbeat: %s", re.body)
		}
	}
}

func TestHandshakeRenewsTheGuid(t *testing.T) {
	t.Parallel()
	_, c, clock := frozen(t)
	guid := c.signIn("102")
	clock.Advance(time.Minute)
	if next := guidOf(c.send("POST", resource+"/onlineagent/102/handshake", "", "Guid: "+guid)); next == "" || next == guid {
		t.Error("no new Guid")
	}
}

func TestUpdateGuidReplacesTheGuid(t *testing.T) {
	t.Parallel()
	for mode, oldWorks := range map[int]bool{mock.Static: false, mock.Dynamic: true} {
		_, c, _ := frozen(t, mock.WithAuthMode(mode))
		call := recordingNamed(t, "agent-call")
		old := c.signIn("102")
		re := c.send("PUT", resource+"/onlineagent/102/updateGuid", "", "Guid: "+old)
		result, _ := re.envelope()["result"].(map[string]any)
		next, _ := result["guid"].(string)
		if re.retcode() != "0" || next == "" || next == old {
			t.Fatalf("mode %d: %s", mode, re.body)
		}
		c.download("102", next, "recordId", call.RecordID).wantRecording(t, call)
		if got := c.download("102", old, "recordId", call.RecordID).retcode() == ""; got != oldWorks {
			t.Errorf("mode %d: the old Guid works: %v", mode, got)
		}
		c.send("PUT", resource+"/onlineagent/102/updateGuid", "").wantFailure(t, "000-003")
	}
}

func TestSeedMakesGuidsRepeatable(t *testing.T) {
	t.Parallel()
	guid := func(seed int64) string {
		_, c := start(t, mock.WithSeed(seed))
		return c.signIn("102")
	}
	first, again, other := guid(1), guid(1), guid(2)
	if first != again || first == other {
		t.Error("Guids do not follow the seed")
	}
}

// The name is compared byte for byte by clients, which net/http's client hides.
func TestSetGuidIsSpelledByteForByte(t *testing.T) {
	t.Parallel()
	s, _ := startTLS(t)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.CAData)
	conn, err := tls.Dial("tcp", strings.TrimPrefix(s.URL, "https://"), &tls.Config{RootCAs: pool, NextProtos: []string{"h2", "http/1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if p := conn.ConnectionState().NegotiatedProtocol; p != "http/1.1" {
		t.Errorf("protocol %q, want http/1.1", p)
	}
	body := signInBody("102")
	fmt.Fprintf(conn, "PUT //agentgateway//resource/onlineagent/102 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	all, err := io.ReadAll(bufio.NewReader(conn))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(all), "\r\nSet-GUID: JSESSIONID=") {
		t.Error("no field Set-GUID: JSESSIONID=")
	}
}
