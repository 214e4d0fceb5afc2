package hostile

import "strings"

// Right answers a request as the interface has it.
func (p *Peer) Right(r Request) { p.server.right(p, r) }

// Refuse counts a sign-in as one that was refused for its password.
func (p *Peer) Refuse(r Request) { p.server.refuse(r.Agent) }

// right answers a request as the interface has it.
func (g *Gateway) right(p *Peer, r Request) {
	switch r.Call {
	case SignIn:
		g.rightSignIn(p, r)
	case SignOut:
		if g.refuses(p, r) {
			return
		}
		g.signOut(r.Agent)
		p.JSON(`{"message":"success","retcode":"0"}`)
	case Poll:
		if !g.refuses(p, r) {
			p.JSON(`{"message":"","retcode":"0"}`)
		}
	case Download:
		g.rightDownload(p, r)
	default:
		p.JSON(failure("000-002"))
	}
}

func failure(code string) string {
	return `{"message":"refused","retcode":"` + code + `","result":{}}`
}

func (g *Gateway) rightSignIn(p *Peer, r Request) {
	in, _ := g.signedIn(r.Agent, "")
	switch {
	case r.Password != Passwords[r.Agent]:
		g.refuse(r.Agent)
		p.JSON(failure("100-004"))
	case in && !r.Forced:
		p.JSON(failure("100-002"))
	default:
		p.JSON(`{"message":"success","retcode":"0"}`, "Set-GUID: JSESSIONID="+g.newGuid(r.Agent))
	}
}

// refuses answers a request without the Guid of its agent.
func (g *Gateway) refuses(p *Peer, r Request) bool {
	in, right := g.signedIn(r.Agent, r.Guid)
	switch {
	case !in:
		p.JSON(failure("100-006"))
	case !right:
		p.JSON(failure("000-003"))
	}
	return !right
}

func (g *Gateway) rightDownload(p *Peer, r Request) {
	path := strings.ReplaceAll(r.RecordID, `\`, "/")
	switch {
	case r.Method != "GET":
		p.Answer("405 Method Not Allowed", "", "Allow: GET")
	case g.refuses(p, r):
	case strings.EqualFold(path, RecordID):
		p.Answer("200 OK", string(Recording()), "Content-Type: application/octet-stream;charset=UTF-8")
	case strings.HasPrefix(path, AbsentDrive):
		p.JSON(failure("104-004"))
	case strings.HasPrefix(path, "y:"):
		p.JSON(failure("104-005"))
	default:
		p.JSON(failure("000-002"))
	}
}
