package hostile_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/hostile"
)

// client trusts a server and follows no redirect.
func client(t *testing.T, s *hostile.Server) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(s.CAData)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func start(t *testing.T, b hostile.Behavior) *hostile.Server {
	t.Helper()
	s, err := hostile.Start(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// call makes one request and returns the response with its body.
func call(t *testing.T, c *http.Client, method, url, guid, body string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Guid", guid)
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(text)
}

func TestEveryBehaviorHasANameAndStarts(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range hostile.Behaviors() {
		if b.Name == "" || b.Description == "" || seen[b.Name] {
			t.Errorf("behavior %q (%s): want a unique name and a description", b.Name, b.Description)
		}
		seen[b.Name] = true
		s, err := hostile.Start(b)
		if err != nil {
			t.Fatal(err)
		}
		s.Stop()
	}
	if len(seen) < 30 {
		t.Errorf("%d behaviors, want 30 or more", len(seen))
	}
}

func TestZeroBehaviorIsACorrectGateway(t *testing.T) {
	s := start(t, hostile.Behavior{})
	c, base := client(t, s), s.URL+"/agentgateway/resource/"
	record := base + "recordfile/102?recordId=" + hostile.RecordID
	if _, body := call(t, c, "GET", record, "", ""); !strings.Contains(body, "100-006") {
		t.Errorf("download without sign-in: got %q", body)
	}
	if _, body := call(t, c, "PUT", base+"onlineagent/102", "", `{"password":"wrong"}`); !strings.Contains(body, "100-004") || s.RejectedSignIns("102") != 1 {
		t.Errorf("wrong password: got %q and %d rejected sign-ins", body, s.RejectedSignIns("102"))
	}
	resp, _ := call(t, c, "PUT", base+"onlineagent/102", "", `{"password":"`+hostile.Passwords["102"]+`"}`)
	guid := strings.TrimPrefix(resp.Header.Get("Set-GUID"), "JSESSIONID=")
	if _, body := call(t, c, "GET", record, guid, ""); body != string(hostile.Recording()) {
		t.Errorf("download: got %d bytes", len(body))
	}
	if _, body := call(t, c, "GET", base+"recordfile/103?recordId="+hostile.RecordID, guid, ""); !strings.Contains(body, "100-006") {
		t.Errorf("download as another agent: got %q", body)
	}
	if n := len(s.Requests()); n != 5 {
		t.Errorf("%d requests are recorded, want 5", n)
	}
	if !strings.HasPrefix(guid, s.Secrets()[0]) {
		t.Error("the Guid is not among the secrets")
	}
}

func TestFollowedRedirectIsCounted(t *testing.T) {
	s := start(t, hostile.Behavior{Answers: map[hostile.Call]hostile.Script{
		hostile.Download: func(p *hostile.Peer, _ hostile.Request) { p.Answer("302 Found", "", "Location: "+p.BystanderURL()) },
	}})
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+"/agentgateway/resource/recordfile/102", nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := client(t, s).Do(req); err == nil {
		resp.Body.Close()
		t.Error("the other server answered")
	}
	if s.BystanderConnections() == 0 {
		t.Error("a redirect was followed, but not counted")
	}
}
