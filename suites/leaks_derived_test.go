package suites_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/internal/redact/redacttest"
)

// Guids and passwords that checks alter are as secret as those that they are made
// of. A gateway repeats each in another spelling; what stands for no secret, such
// as the node of a Guid, a Guid of zeros and a recordId, stays to be read.
func TestNoOutputShowsWhatChecksMakeOfSecrets(t *testing.T) {
	skipTable(t)
	spellings := redacttest.Encoders()
	var number atomic.Int64
	repeat := func(p *hostile.Peer, r hostile.Request) {
		e := spellings[int(number.Add(1))%len(spellings)]
		guid, password := e.Encode(r.Guid), e.Encode(r.Password)
		if !utf8.ValidString(guid + password) {
			guid, password = r.Guid, r.Password
		}
		p.JSON(fmt.Sprintf(`{"message":"node AgentGateway0, %s","retcode":"000-000","result":{"guid":"%s","password":"%s"}}`,
			hostile.AbsentID, jsonText(guid), jsonText(password)))
	}
	for _, c := range []struct{ area, public string }{
		{"auth/guid-altered", "node AgentGateway0, y:/1/0/20181217/120/0000000.V3"},
		{"auth/guid-truncated", "node AgentGateway0, y:/1/0/20181217/120/0000000.V3"},
		{"auth/guid-extended", "node AgentGateway0, y:/1/0/20181217/120/0000000.V3"},
		{"auth/guid-never-issued", "node AgentGateway0, y:/1/0/20181217/120/0000000.V3"},
		{"auth/guid-accepted", ""},
		{"session/wrong-password-refused", "node AgentGateway0, y:/1/0/20181217/120/0000000.V3"},
		{"auth,session,security,retcodes", "node AgentGateway0, y:/1/0/20181217/120/0000000.V3"},
	} {
		t.Run(c.area, func(t *testing.T) {
			server := startHostile(t, hostile.Behavior{Answers: map[hostile.Call]hostile.Script{
				hostile.Download: repeat, hostile.Poll: repeat, hostile.SignIn: func(p *hostile.Peer, r hostile.Request) {
					if r.Password == hostile.Passwords[r.Agent] {
						p.AnswerCorrectly(r)
						return
					}
					p.CountRejectedSignIn(r)
					repeat(p, r)
				},
			}})
			cfg := hostileConfig(t, server)
			cfg.Only = strings.Split(c.area, ",")
			all := outputsOf(t, cfg)
			showsNoPiece(t, all, offered(server))
			if !strings.Contains(all["result.json"]+all["exchanges.har"], c.public) {
				t.Errorf("neither result.json nor exchanges.har says %q", c.public)
			}
		})
	}
}

// isInvented reports whether checks offer a text that was made of no secret.
func isInvented(s string) bool {
	return strings.HasPrefix(s, "f00df00d") || strings.HasPrefix(s, "00000000-") || strings.HasPrefix(s, "0123456789abcdef") ||
		strings.Trim(s, "f") == "" || strings.HasPrefix(s, "gwcheck-no-password")
}

// offered are the Guids and passwords that were sent, but for those that anybody
// may know.
func offered(server *hostile.Server) (all []string) {
	for _, r := range server.Requests() {
		for _, secret := range []string{r.Guid, r.Password} {
			if !isInvented(secret) {
				all = append(all, secret)
			}
		}
	}
	return all
}
