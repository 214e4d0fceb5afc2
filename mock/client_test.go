package mock_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/mocktest"
)

const resource = "/agentgateway/resource"

// client is what a test does with a gateway.
type client struct {
	t    *testing.T
	base string
	http *http.Client
}

// reply is one response, read to its end.
type reply struct {
	status   int
	header   http.Header
	body     []byte
	transfer []string
	length   int64
	err      error // of reading the body
}

// start serves a gateway without TLS, which costs less. Tests of TLS use
// startTLS.
func start(t *testing.T, opts ...mock.Option) (*mock.Gateway, *client) {
	t.Helper()
	g, err := mock.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := mock.Serve(g, mock.Serving{Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop(t, srv)
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g, newClient(t, srv.URL, nil)
}

func startTLS(t *testing.T, opts ...mock.Option) (*mocktest.Server, *client) {
	t.Helper()
	s := mocktest.Start(t, opts...)
	return s, &client{t, s.URL, s.Client()}
}

// newClient trusts what the configuration says; nil is for servers without TLS.
func newClient(t *testing.T, base string, config *tls.Config) *client {
	transport := &http.Transport{TLSClientConfig: config, DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	asIs := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{t, base, &http.Client{Transport: transport, CheckRedirect: asIs}}
}

// send makes one request; fields are "Name: value".
func (c *client) send(method, target, body string, fields ...string) reply {
	c.t.Helper()
	re, err := c.try(method, target, body, fields...)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, target, err)
	}
	return re
}

func (c *client) try(method, target, body string, fields ...string) (reply, error) {
	return c.tryIn(c.t.Context(), method, target, body, fields...)
}

func (c *client) tryIn(ctx context.Context, method, target, body string, fields ...string) (reply, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+target, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for _, f := range fields {
		name, v, _ := strings.Cut(f, ": ")
		req.Header[name] = append(req.Header[name], v)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	re := reply{status: res.StatusCode, header: res.Header, transfer: res.TransferEncoding, length: res.ContentLength}
	re.body, re.err = io.ReadAll(res.Body)
	return re, nil
}

func signInBody(agent string) string {
	return fmt.Sprintf(`{"password":"%s-password","phonenum":"40038"}`, agent)
}

// guidOf is the Guid that an answer delivers, however its field is spelled.
func guidOf(re reply) string {
	var delivered []string
	for name, values := range re.header {
		if strings.EqualFold(name, "Set-GUID") {
			delivered = append(delivered, values...)
		}
	}
	return strings.TrimPrefix(strings.Join(delivered, ","), "JSESSIONID=")
}

// signIn signs an agent in and returns the Guid.
func (c *client) signIn(agent string) string {
	c.t.Helper()
	re := c.send("PUT", resource+"/onlineagent/"+agent, signInBody(agent))
	if re.retcode() != "0" {
		c.t.Fatalf("sign-in of %s: %s", agent, re.body)
	}
	return guidOf(re)
}

func (c *client) forceIn(agent string) reply {
	c.t.Helper()
	return c.send("PUT", resource+"/onlineagent/"+agent+"/forcelogin", signInBody(agent))
}

func (c *client) poll(agent, guid string) reply {
	c.t.Helper()
	return c.send("GET", resource+"/agentevent/"+agent, "", "Guid: "+guid)
}

// download sends name and value pairs as the query.
func (c *client) download(agent, guid string, pairs ...string) reply {
	c.t.Helper()
	var q []string
	for i := 0; i+1 < len(pairs); i += 2 {
		q = append(q, pairs[i]+"="+url.QueryEscape(pairs[i+1]))
	}
	return c.send("GET", resource+"/recordfile/"+agent+"?"+strings.Join(q, "&"), "", "Guid: "+guid)
}

func (re reply) envelope() map[string]any {
	var v map[string]any
	if json.Unmarshal(re.body, &v) != nil {
		return nil
	}
	return v
}

func (re reply) retcode() string {
	code, _ := re.envelope()["retcode"].(string)
	return code
}

func (re reply) event() map[string]any {
	e, _ := re.envelope()["event"].(map[string]any)
	return e
}

func (re reply) wantRecording(t *testing.T, r fixtures.Recording) {
	t.Helper()
	if got := re.header.Get("Content-Type"); got != "application/octet-stream;charset=utf-8" {
		t.Errorf("Content-Type %q, body %.80q", got, re.body)
	}
	if err := r.Verify(bytes.NewReader(re.body)); err != nil {
		t.Errorf("%s: %v", r.Name, err)
	}
}

func (re reply) wantFailure(t *testing.T, code string) {
	t.Helper()
	if got := re.header.Get("Content-Type"); got != "application/json;charset=UTF-8" {
		t.Errorf("Content-Type %q, want JSON", got)
	}
	if re.status != 200 || re.retcode() != code {
		t.Errorf("status %d, body %.120q, want retcode %s", re.status, re.body, code)
	}
}

func recordingNamed(t *testing.T, name string) fixtures.Recording {
	t.Helper()
	r, ok := fixtures.ByName(name)
	if !ok {
		t.Fatalf("no recording %q", name)
	}
	return r
}

// pollUntil polls for agent 102 until the context ends.
func (c *client) pollUntil(ctx context.Context, guid string) {
	req, err := http.NewRequestWithContext(ctx, "GET", c.base+resource+"/agentevent/102", nil)
	if err != nil {
		return
	}
	req.Header.Set("Guid", guid)
	if res, err := c.http.Do(req); err == nil {
		res.Body.Close()
	}
}
