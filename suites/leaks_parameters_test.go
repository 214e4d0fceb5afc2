package suites_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/suites"
)

// What a rule was asked for, the version of an answer and a folded field may all
// be made of what the gateway sent.
func TestParametersVersionsAndFoldedFieldsShowNoSecret(t *testing.T) {
	password := hostile.Passwords["102"]
	coded := base64.StdEncoding.EncodeToString([]byte(password))
	for _, c := range []struct {
		name, area string
		call       hostile.Call
		shown      string // what must be in no output
		answer     func(p *hostile.Peer)
	}{
		{"version", "success", hostile.Download, password[:8], func(p *hostile.Peer) {
			p.Send("HTTP/" + strings.ReplaceAll(password, " ", "") + " 200 OK\r\nContent-Length: 0\r\n\r\n")
		}},
		{"folded field", "success", hostile.Download, coded[:8] + " " + coded[8:16], func(p *hostile.Peer) {
			p.Answer("200 OK", "{}", "Connection: "+coded[:8]+"\r\n\t"+coded[8:16]+"\r\n\t"+coded[16:])
		}},
		{"event type", "events", hostile.Poll, password[:8], func(p *hostile.Peer) {
			p.JSON(fmt.Sprintf(`{"retcode":"0","message":"","event":{"eventType":%q,"workNo":"102","content":{}}}`, password))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := startHostile(t, hostile.Behavior{Answers: map[hostile.Call]hostile.Script{
				c.call: func(p *hostile.Peer, _ hostile.Request) { c.answer(p) },
			}})
			res := runHostile(t, server, func(*suites.Config) {}, c.area)
			for name, text := range outputs(t, res) {
				if i := strings.Index(text, c.shown); i >= 0 {
					t.Errorf("%s shows a piece of a secret: …%s…", name, text[max(0, i-80):min(len(text), i+40)])
				}
			}
		})
	}
}
