package hostile

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Request is one request, parsed.
type Request struct {
	Number   int // counts from 1
	At       time.Time
	Call     Call
	Method   string
	Agent    string
	Guid     string
	Password string // of a sign-in
	Forced   bool   // the path says forcelogin
	RecordID string
	Path     string
}

// Gateway is the correct part of a server: agents, Guids, recordings. It also
// records its requests and the secrets that it has sent.
type Gateway struct {
	mu       sync.Mutex
	requests []Request
	guids    map[string]string // by agent
	secrets  []string
	wrong    map[string]int
}

// Passwords of the agents, by agent ID. They are long, so that a report cannot
// contain one by chance.
var Passwords = map[string]string{"102": "Wd7-correct/horse 102", "103": "Kq9+battery&staple 103"}

// The path of the only recording, and a path and a drive that do not exist.
const (
	RecordID     = "y:/1/0/20181217/120/1524488.V3"
	AbsentID     = "y:/1/0/20181217/120/0000000.V3"
	AbsentDrive  = "q"
	recordedText = "hostile test recording "
)

// Recording is the content of the recording.
func Recording() []byte { return []byte(strings.Repeat(recordedText, 100)) }

func newGateway() *Gateway { return &Gateway{guids: map[string]string{}, wrong: map[string]int{}} }

// Requests returns all requests so far.
func (g *Gateway) Requests() []Request {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]Request(nil), g.requests...)
}

// Secrets returns the passwords, and all Guids and cookies sent so far.
func (g *Gateway) Secrets() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := append([]string(nil), g.secrets...)
	for _, password := range Passwords {
		all = append(all, password)
	}
	return all
}

// RejectedSignIns returns how many sign-ins of an agent were rejected because of
// the password.
func (g *Gateway) RejectedSignIns(agent string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.wrong[agent]
}

// countRejectedSignIn counts a sign-in that was rejected because of the password.
func (g *Gateway) countRejectedSignIn(agent string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.wrong[agent]++
}

// issueSecret records a secret that is sent.
func (g *Gateway) issueSecret(secret string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.secrets = append(g.secrets, secret)
	return secret
}

// recordRequest parses and records a request.
func (g *Gateway) recordRequest(req *http.Request) Request {
	body, _ := io.ReadAll(io.LimitReader(req.Body, 1<<20))
	var login struct{ Password string }
	_ = json.Unmarshal(body, &login)
	r := Request{
		At: time.Now(), Method: req.Method, Guid: req.Header.Get("Guid"), Path: req.URL.Path,
		Password: login.Password, RecordID: req.URL.Query().Get("recordId"),
	}
	r.Call, r.Agent, r.Forced = classify(req.Method, req.URL.Path)
	g.mu.Lock()
	defer g.mu.Unlock()
	r.Number = len(g.requests) + 1
	g.requests = append(g.requests, r)
	return r
}

// classify returns the call of a request.
func classify(method, path string) (c Call, agent string, forced bool) {
	parts := strings.Split(strings.TrimPrefix(path, "/agentgateway/resource/"), "/")
	if len(parts) < 2 {
		return Other, "", false
	}
	last := parts[len(parts)-1]
	switch {
	case parts[0] == "recordfile":
		return Download, parts[1], false
	case parts[0] == "agentevent":
		return Poll, parts[1], false
	case parts[0] == "onlineagent" && (last == "logout" || last == "forcelogout"):
		return SignOut, parts[1], false
	case parts[0] == "onlineagent" && method == "PUT" && (len(parts) == 2 || last == "forcelogin"):
		return SignIn, parts[1], len(parts) > 2
	}
	return Other, parts[1], false
}

// newGuid signs an agent in and returns the Guid.
func (g *Gateway) newGuid(agent string) string {
	var random [24]byte
	_, _ = rand.Read(random[:])
	guid := g.issueSecret(hex.EncodeToString(random[:])) + ".AgentGateway0"
	g.mu.Lock()
	defer g.mu.Unlock()
	g.guids[agent] = guid
	return guid
}

// signedIn reports whether an agent is signed in, and with this Guid.
func (g *Gateway) signedIn(agent, guid string) (is, right bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	current, is := g.guids[agent]
	return is, is && guid == current
}

func (g *Gateway) signOut(agent string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.guids, agent)
}
