package hostile

import "strings"

// AnswerCorrectly answers a request as the interface requires.
func (p *Peer) AnswerCorrectly(r Request) { p.server.answerCorrectly(p, r) }

// CountRejectedSignIn counts a sign-in as rejected because of its password.
func (p *Peer) CountRejectedSignIn(r Request) { p.server.countRejectedSignIn(r.Agent) }

// answerCorrectly answers a request as the interface requires.
func (g *Gateway) answerCorrectly(p *Peer, r Request) {
	switch r.Call {
	case SignIn:
		g.correctSignIn(p, r)
	case SignOut:
		if g.rejects(p, r) {
			return
		}
		g.signOut(r.Agent)
		p.JSON(`{"message":"success","retcode":"0"}`)
	case Poll:
		if !g.rejects(p, r) {
			p.JSON(`{"message":"","retcode":"0"}`)
		}
	case Download:
		g.correctDownload(p, r)
	default:
		p.JSON(failure("000-002"))
	}
}

func failure(code string) string {
	return `{"message":"refused","retcode":"` + code + `","result":{}}`
}

func (g *Gateway) correctSignIn(p *Peer, r Request) {
	in, _ := g.signedIn(r.Agent, "")
	switch {
	case r.Password != Passwords[r.Agent]:
		g.countRejectedSignIn(r.Agent)
		p.JSON(failure("100-004"))
	case in && !r.Forced:
		p.JSON(failure("100-002"))
	default:
		p.JSON(`{"message":"success","retcode":"0"}`, "Set-GUID: JSESSIONID="+g.newGuid(r.Agent))
	}
}

// rejects answers a request without the Guid of its agent, and reports whether
// it did.
func (g *Gateway) rejects(p *Peer, r Request) bool {
	in, right := g.signedIn(r.Agent, r.Guid)
	switch {
	case !in:
		p.JSON(failure("100-006"))
	case !right:
		p.JSON(failure("000-003"))
	}
	return !right
}

func (g *Gateway) correctDownload(p *Peer, r Request) {
	path := strings.ReplaceAll(r.RecordID, `\`, "/")
	switch {
	case r.Method != "GET":
		p.Answer("405 Method Not Allowed", "", "Allow: GET")
	case g.rejects(p, r):
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
