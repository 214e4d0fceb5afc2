package main_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// startExposedMock starts a mock that other machines can reach, and returns what
// it said on stderr before it was stopped.
func startExposedMock(t *testing.T, environ []string, flags ...string) (*mockProcess, func() string) {
	t.Helper()
	m, err := startMock(t.TempDir(), append(os.Environ(), environ...), append([]string{"--listen", "0.0.0.0:0", "--admin", "0.0.0.0:0"}, flags...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.stop() })
	return m, func() string {
		_ = m.cmd.Process.Kill()
		said, err := io.ReadAll(m.logs)
		if err != nil && !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
		return string(said)
	}
}

// What other machines can reach is said at the start, with the passwords that
// everybody knows and none that is from somewhere.
func TestExposureIsAnnounced(t *testing.T) {
	t.Parallel()
	m, said := startExposedMock(t, nil)
	if m.AdminToken == "" {
		t.Error("the ready line has no adminToken")
	}
	text := said()
	for _, want := range []string{"warning: --listen 0.0.0.0:0", "102 (built-in password 102-password)", "warning: --admin 0.0.0.0:0", "random token"} {
		if !strings.Contains(text, want) {
			t.Errorf("stderr lacks %q:\n%s", want, text)
		}
	}
}

func TestExposureShowsNoSecrets(t *testing.T) {
	t.Parallel()
	m, said := startExposedMock(t, []string{"WORD=amber-3001", "TOKEN=birch-token"}, "--agent", "102:env:WORD", "--agent", "103:plain:cedar-3003", "--admin-token", "env:TOKEN")
	if m.AdminToken != "" {
		t.Error("the ready line shows a token that was given")
	}
	text := said()
	for _, want := range []string{"102 (password from env:WORD)", "103 (password given on the command line)", "token from env:TOKEN"} {
		if !strings.Contains(text, want) {
			t.Errorf("stderr lacks %q:\n%s", want, text)
		}
	}
	for _, secret := range []string{"amber-3001", "birch-token", "cedar-3003"} {
		if strings.Contains(text, secret) {
			t.Errorf("stderr shows %q:\n%s", secret, text)
		}
	}
}

func TestLoopbackIsNotAnnounced(t *testing.T) {
	t.Parallel()
	m, said := startExposedMock(t, nil, "--listen", "localhost:0", "--admin", "127.0.0.1:0")
	if text := said(); strings.Contains(text, "warning") || m.AdminToken != "" {
		t.Errorf("a mock on loopback warns, or has a token %q:\n%s", m.AdminToken, text)
	}
}

// The URL of the ready line works, and the certificate holds under every name
// and address of the machine.
func TestExposedMockIsReachedByItsNames(t *testing.T) {
	t.Parallel()
	m, _ := startExposedMock(t, nil, "--san", "gateway.example", "--san", "192.0.2.7")
	ca, err := os.ReadFile(m.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	names := []string{"127.0.0.1", "localhost", "gateway.example", "192.0.2.7"}
	if host, err := os.Hostname(); err == nil {
		names = append(names, host)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		names = append(names, a.(*net.IPNet).IP.String())
	}
	for _, name := range names {
		conn, err := tls.Dial("tcp", m.address(), &tls.Config{RootCAs: pool, ServerName: name})
		if err != nil {
			t.Errorf("%s as %s: %v", m.address(), name, err)
			continue
		}
		_ = conn.Close()
	}
	if u, err := url.Parse(m.URL); err != nil || u.Hostname() != "127.0.0.1" {
		t.Errorf("the URL is %q (%v), want one of 127.0.0.1", m.URL, err)
	}
}

// adminCall makes a request to an admin interface and returns the status.
func adminCall(t *testing.T, method, url, body string, fields map[string]string) int {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		req.Header.Set(name, value)
	}
	if host := fields["Host"]; host != "" {
		req.Host = host
	}
	client := http.Client{Timeout: patience}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

func TestAdminInterfaceAnswersOnlyWhoMayAsk(t *testing.T) {
	t.Parallel()
	m, _ := startExposedMock(t, nil, "--san", "gateway.example")
	loopback, _ := startExposedMock(t, nil, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
	bearer := "Bearer " + m.AdminToken
	for _, tc := range []struct {
		name   string
		mock   *mockProcess
		fields map[string]string
		want   int
	}{
		{"without the token", m, nil, 401},
		{"with another token", m, map[string]string{"Authorization": bearer + "x"}, 401},
		{"with the token in another scheme", m, map[string]string{"Authorization": "Basic " + m.AdminToken}, 401},
		{"with the token", m, map[string]string{"Authorization": bearer}, 200},
		{"by a further name", m, map[string]string{"Authorization": bearer, "Host": "Gateway.example:80"}, 200},
		{"by another address", m, map[string]string{"Authorization": bearer, "Host": "192.0.2.7:8044"}, 200},
		{"by a name that resolves to it", m, map[string]string{"Authorization": bearer, "Host": "evil.example"}, 403},
		{"from a page elsewhere", m, map[string]string{"Authorization": bearer, "Origin": "http://evil.example"}, 403},
		{"on loopback", loopback, nil, 200},
		{"on loopback by name", loopback, map[string]string{"Host": "localhost:1"}, 200},
		{"on loopback by IPv6 address", loopback, map[string]string{"Host": "[::1]:1"}, 200},
		{"on loopback by a name that resolves to it", loopback, map[string]string{"Host": "evil.example"}, 403},
		{"on loopback by another address", loopback, map[string]string{"Host": "192.0.2.7"}, 403},
		{"on loopback from a page elsewhere", loopback, map[string]string{"Origin": "http://evil.example"}, 403},
		{"on loopback from a page without origin", loopback, map[string]string{"Origin": "null"}, 403},
		{"on loopback from a page of another port", loopback, map[string]string{"Origin": "http://127.0.0.1:1"}, 403},
		{"on loopback from its own page", loopback, map[string]string{"Origin": loopback.AdminURL}, 200},
		{"on loopback from a page of another site", loopback, map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := adminCall(t, "GET", tc.mock.AdminURL+"/v1/health", "", tc.fields); got != tc.want {
				t.Errorf("got %d, want %d", got, tc.want)
			}
		})
	}
}

func TestAdminInterfaceTakesOneValueOfBoundedSize(t *testing.T) {
	t.Parallel()
	m, _ := startExposedMock(t, nil, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
	const event = `{"agentId": "102"}`
	for _, tc := range []struct {
		name, body string
		want       int
	}{
		{"one value", event, 409}, // the agent is not signed in
		{"one value and white space", event + " \r\n", 409},
		{"two values", event + event, 400},
		{"rubbish after the value", event + "]", 400},
		{"no value", "", 400},
		{"an unknown member", `{"agentId": "102", "agent": "102"}`, 400},
		{"a long body", event + strings.Repeat(" ", 64<<10), 413},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := adminCall(t, "POST", m.AdminURL+"/v1/events", tc.body, map[string]string{"Content-Type": "application/json"}); got != tc.want {
				t.Errorf("got %d, want %d", got, tc.want)
			}
		})
	}
}

// The record command finds the token in its environment, or where the flag says.
func TestRecordCommandUsesTheAdminToken(t *testing.T) {
	t.Parallel()
	m, _ := startExposedMock(t, nil)
	for _, tc := range []struct {
		name, token, want string
		flags             []string
	}{
		{"without it", "", "401", nil},
		{"from its variable", "GWCHECK_ADMIN_TOKEN=" + m.AdminToken, "not signed in", nil},
		{"from the variable of the flag", "TOKEN=" + m.AdminToken, "not signed in", []string{"--admin-token", "env:TOKEN"}},
		{"on the command line", "", "want env:NAME or file:PATH", []string{"--admin-token", "abc"}},
	} {
		cmd := exec.Command(program, append([]string{"mock", "record", "--agent-id", "102", "--admin-url", m.AdminURL}, tc.flags...)...)
		cmd.Env = append(os.Environ(), tc.token)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), tc.want) {
			t.Errorf("%s: got %v and %q, want %q", tc.name, err, out, tc.want)
		}
	}
}
