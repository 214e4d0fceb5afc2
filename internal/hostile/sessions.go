package hostile

import (
	"fmt"
	"strings"
)

// sessions returns gateways whose sign-in fails or returns a useless Guid.
func sessions() []Behavior {
	granted := func(fields func(p *Peer, r Request) []string) Script {
		return func(p *Peer, r Request) { p.JSON(`{"message":"success","retcode":"0"}`, fields(p, r)...) }
	}
	guid := func(value string) Script {
		return granted(func(*Peer, Request) []string { return []string{"Set-GUID: " + value} })
	}
	return []Behavior{
		{Name: "sign-in-refused", Description: "rejects every password", Answers: answering(func(p *Peer, r Request) {
			p.CountRejectedSignIn(r)
			p.JSON(failure("100-004"))
		}, SignIn)},
		{Name: "account-locked", Description: "says that every account is locked", Answers: answering(func(p *Peer, r Request) {
			p.CountRejectedSignIn(r)
			p.JSON(failure("110-016"))
		}, SignIn)},
		{Name: "always-signed-in", Description: "says that every agent is signed in already", Answers: answering(func(p *Peer, _ Request) { p.JSON(failure("100-002")) }, SignIn)},
		{Name: "no-set-guid", Description: "signs in without Set-GUID", Answers: answering(granted(func(*Peer, Request) []string { return nil }), SignIn)},
		{Name: "set-guid-empty", Description: "signs in with an empty Guid", Answers: answering(guid("JSESSIONID="), SignIn)},
		{Name: "set-guid-nameless", Description: "signs in with a Guid without JSESSIONID", Answers: answering(guid("8d1f0e2b7c6a4953.AgentGateway0"), SignIn)},
		{Name: "set-guid-one-letter", Description: "issues Guids of one letter", Answers: answering(guid("JSESSIONID=e"), SignIn)},
		{Name: "set-guid-a-word", Description: "issues a Guid that is a word in every report", Answers: answering(guid("JSESSIONID=expected"), SignIn)},
		{Name: "set-guid-huge", Description: "issues a different Guid of 200 KiB each time", Answers: answering(granted(func(p *Peer, r Request) []string {
			guid := p.server.issueSecret(fmt.Sprint(r.Number) + distinct(r.Number, 200<<10))
			return []string{"Set-GUID: JSESSIONID=" + guid, "X-Quoted: " + guid[:200]}
		}), SignIn)},
		{Name: "cookie-flood", Description: "sets hundreds of other cookies with every answer", Answers: answering(cookieFlood, Any)},
		{Name: "guid-dies", Description: "issues Guids that it never accepts", Answers: answering(granted(func(p *Peer, _ Request) []string {
			return []string{"Set-GUID: JSESSIONID=" + p.server.issueSecret("8d1f0e2b7c6a49538d1f0e2b7c6a4953") + ".AgentGateway0"}
		}), SignIn)},
		{Name: "endless-rotation", Description: "issues another Guid with every poll", Answers: answering(granted(func(p *Peer, r Request) []string {
			return []string{"Set-GUID: JSESSIONID=" + p.server.newGuid(r.Agent)}
		}), Poll)},
	}
}

// cookieFlood answers with success and about 200 KiB of cookies.
func cookieFlood(p *Peer, r Request) {
	fields := []string{jsonType}
	for i := range 200 {
		fields = append(fields, fmt.Sprintf("Set-Cookie: c%d=%s; Path=/", i, distinct(r.Number*1000+i, 1000)))
	}
	p.Answer("200 OK", `{"message":"success","retcode":"0"}`, fields...)
}

// distinct returns a text that has no long part in common with that of another
// seed.
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
