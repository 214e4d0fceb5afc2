package suites_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/internal/redact/redacttest"
)

// connectionPlace is a place where a peer may write a password before, or in place
// of, the first answer.
type connectionPlace struct {
	name       string
	serverName string // for which the certificate is verified
	shows      string // what an output says if it shows the place at all
	behavior   func(spelled string) hostile.Behavior
}

// connectionPlaces are names in certificates and protocols, and what is no TLS.
// Names are in ASCII: others are no valid certificate.
var connectionPlaces = []connectionPlace{
	{"issuer", "", "issued by", func(s string) hostile.Behavior { return hostile.Behavior{IssuedBy: s} }},
	{"subject", "", "certificate of", func(s string) hostile.Behavior { return hostile.Behavior{Subject: s} }},
	{"host name", "other.invalid", "", func(s string) hostile.Behavior { return hostile.Behavior{HostNames: []string{s}} }},
	{"host name of a wrong certificate", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{Certificate: hostile.OtherName, HostNames: []string{s}}
	}},
	{"label of a host name", "other.invalid", "", func(s string) hostile.Behavior {
		return hostile.Behavior{Certificate: hostile.OtherName, HostNames: []string{label(s) + ".invalid"}}
	}},
	{"ALPN protocol", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{Protocols: []string{s[:min(len(s), 255)]}}
	}},
	{"text in place of TLS", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{Raw: func(p *hostile.Peer, _ hostile.Request) { p.Send(s); _ = p.Close() }}
	}},
	{"answer in place of TLS", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{Raw: func(p *hostile.Peer, _ hostile.Request) {
			p.Send("HTTP/1.1 400 " + s + "\r\nServer: " + s + "\r\n\r\n" + s)
			_ = p.Close()
		}}
	}},
	{"record in place of the handshake", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{Raw: func(p *hostile.Peer, _ hostile.Request) {
			p.Send("\x15\x03\x03\x00" + string(rune(min(len(s), 100))) + s)
			_ = p.Close()
		}}
	}},
	{"text before the first request", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{Greeting: func(p *hostile.Peer, _ hostile.Request) { p.Send(s) }}
	}},
	{"alert within a recording", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{OwnRecords: true, Answers: map[hostile.Call]hostile.Script{hostile.Download: func(p *hostile.Peer, _ hostile.Request) {
			p.Record(21, s)
			_ = p.Close()
		}}}
	}},
	{"handshake message within a recording", "", "", func(s string) hostile.Behavior {
		return hostile.Behavior{OwnRecords: true, Answers: map[hostile.Call]hostile.Script{hostile.Download: func(p *hostile.Peer, _ hostile.Request) {
			p.Record(22, s)
			_ = p.Close()
		}}}
	}},
}

// label is the end of a text as far as it can be a label of a host name.
func label(s string) string {
	s = s[strings.LastIndexFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})+1:]
	return "a" + s[max(0, len(s)-60):]
}

// A password that a peer spells in its certificate, or anywhere else before the
// first answer, is in no output. By default a twelfth of the spellings is tried in
// each place.
func TestNoOutputShowsAPasswordThatAConnectionHas(t *testing.T) {
	skipTable(t)
	secret, spellings, cases := hostile.Passwords["102"], redacttest.Encoders(), 0
	for at, place := range connectionPlaces {
		t.Run(place.name, func(t *testing.T) {
			shown := false
			for i, e := range spellings {
				spelled := e.Encode(secret)
				if (i+at)%12 != 0 && !everyCase || !utf8.ValidString(spelled) || strings.Contains(spelled, "\x00") || !isASCII(spelled) {
					continue
				}
				cases++
				server := startHostile(t, place.behavior(spelled))
				search := newLeakSearch()
				search.add(secret, spelled, e.Name)
				all := connectionRun(t, server, place.serverName)
				shown = shown || strings.Contains(all["result.json"]+all["text"], place.shows)
				showsNoSecret(t, all, &leakWriter{search: search})
				showsNoPiece(t, all, []string{secret})
			}
			if !shown {
				t.Errorf("no output says %q: the place was not shown", place.shows)
			}
		})
	}
	t.Logf("%d places, %d spellings, %d cases", len(connectionPlaces), len(spellings), cases)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// connectionRun is a run of few checks.
func connectionRun(t *testing.T, server *hostile.Server, serverName string) map[string]string {
	t.Helper()
	cfg := hostileConfig(t, server)
	cfg.Only = justSuccess
	for i := range cfg.Target.Deployments {
		cfg.Target.Deployments[i].TLS.ServerName = serverName
	}
	return outputsOf(t, cfg)
}
