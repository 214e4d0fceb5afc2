package hostile

import (
	"fmt"
	"strings"
)

// sessions are gateways at which nobody can sign in, or not in a useful way.
func sessions() []Behaviour {
	granted := func(fields func(p *Peer, r Request) []string) Script {
		return func(p *Peer, r Request) { p.JSON(`{"message":"success","retcode":"0"}`, fields(p, r)...) }
	}
	guid := func(value string) Script {
		return granted(func(*Peer, Request) []string { return []string{"Set-GUID: " + value} })
	}
	return []Behaviour{
		{Name: "sign-in-refused", Does: "refuses every password", Answers: to(func(p *Peer, r Request) {
			p.Refuse(r)
			p.JSON(failure("100-004"))
		}, SignIn)},
		{Name: "account-locked", Does: "says that every account is locked", Answers: to(func(p *Peer, r Request) {
			p.Refuse(r)
			p.JSON(failure("110-016"))
		}, SignIn)},
		{Name: "always-signed-in", Does: "says that every agent is signed in already", Answers: to(func(p *Peer, _ Request) { p.JSON(failure("100-002")) }, SignIn)},
		{Name: "no-set-guid", Does: "signs in without Set-GUID", Answers: to(granted(func(*Peer, Request) []string { return nil }), SignIn)},
		{Name: "set-guid-empty", Does: "signs in with an empty Guid", Answers: to(guid("JSESSIONID="), SignIn)},
		{Name: "set-guid-nameless", Does: "signs in with a Guid without JSESSIONID", Answers: to(guid("8d1f0e2b7c6a4953.AgentGateway0"), SignIn)},
		{Name: "set-guid-one-letter", Does: "gives out Guids of one letter", Answers: to(guid("JSESSIONID=e"), SignIn)},
		{Name: "set-guid-a-word", Does: "gives out a Guid that is a word of every report", Answers: to(guid("JSESSIONID=expected"), SignIn)},
		{Name: "set-guid-huge", Does: "gives out Guids of 200 KiB, each another", Answers: to(granted(func(p *Peer, r Request) []string {
			guid := p.server.give(fmt.Sprint(r.Number) + distinct(r.Number, 200<<10))
			return []string{"Set-GUID: JSESSIONID=" + guid, "X-Quoted: " + guid[:200]}
		}), SignIn)},
		{Name: "cookie-flood", Does: "sets hundreds of other cookies with every answer", Answers: to(cookieFlood, Any)},
		{Name: "guid-dies", Does: "gives out Guids that never work", Answers: to(granted(func(p *Peer, _ Request) []string {
			return []string{"Set-GUID: JSESSIONID=" + p.server.give("8d1f0e2b7c6a49538d1f0e2b7c6a4953") + ".AgentGateway0"}
		}), SignIn)},
		{Name: "endless-rotation", Does: "gives out another Guid with every poll", Answers: to(granted(func(p *Peer, r Request) []string {
			return []string{"Set-GUID: JSESSIONID=" + p.server.newGuid(r.Agent)}
		}), Poll)},
	}
}

// cookieFlood answers rightly, with about 200 KiB of cookies in front.
func cookieFlood(p *Peer, r Request) {
	fields := []string{jsonType}
	for i := range 200 {
		fields = append(fields, fmt.Sprintf("Set-Cookie: c%d=%s; Path=/", i, distinct(r.Number*1000+i, 1000)))
	}
	p.Answer("200 OK", `{"message":"success","retcode":"0"}`, fields...)
}

// distinct is a long text that shares no long piece with that of another seed.
func distinct(seed, length int) string {
	var b strings.Builder
	x := uint64(seed)*2654435761 + 1
	for b.Len() < length {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		fmt.Fprintf(&b, "%016x", x)
	}
	return b.String()[:length]
}
