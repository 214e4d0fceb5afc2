package suites_test

import (
	"bytes"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// signedIn tells on which deployments agents are signed in, as the answers of a
// gateway have it.
type signedIn struct {
	mu   sync.Mutex
	on   map[string]map[string]bool // deployments by agent
	both int                        // sign-ins of an agent who was signed in on another deployment
}

func (s *signedIn) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut && r.Method != http.MethodDelete {
			next.ServeHTTP(w, r)
			return
		}
		copied := &copiedAnswer{ResponseWriter: w}
		next.ServeHTTP(copied, r)
		if bytes.Contains(copied.body.Bytes(), []byte(`"retcode":"0"`)) {
			s.record(r)
		}
	})
}

func (s *signedIn) record(r *http.Request) {
	deployment, rest, ok := strings.Cut(r.URL.Path, "/agentgateway/resource/onlineagent/")
	agent, _, _ := strings.Cut(rest, "/")
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.on[agent] == nil {
		s.on[agent] = map[string]bool{}
	}
	delete(s.on[agent], deployment)
	if r.Method == http.MethodPut && !strings.HasPrefix(path.Base(r.URL.Path), "update") {
		if len(s.on[agent]) > 0 {
			s.both++
		}
		s.on[agent][deployment] = true
	}
}

type copiedAnswer struct {
	http.ResponseWriter
	body bytes.Buffer
}

func (c *copiedAnswer) Write(p []byte) (int, error) {
	c.body.Write(p)
	return c.ResponseWriter.Write(p)
}

func TestASharedAgentIsSignedInOnOneDeploymentAtATime(t *testing.T) {
	for name, own := range map[string]bool{"shared": false, "declared per deployment": true} {
		t.Run(name, func(t *testing.T) {
			observed := &signedIn{on: map[string]map[string]bool{}}
			u := startMockBehind(t, observed.observe)
			for i := range u.target.Deployments {
				u.target.Deployments[i].OwnAgents = own
			}
			if res := u.run(t, u.config(t)); res.Overall != report.Conformant {
				t.Errorf("overall %s, want conformant", res.Overall)
			}
			if got := observed.both > 0; got != own {
				t.Errorf("%d sign-ins of an agent who was signed in on another deployment; want some: %t", observed.both, own)
			}
		})
	}
}
