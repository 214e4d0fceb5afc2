package hostile

import "fmt"

// repeating returns gateways that give the same answer to every call.
func repeating() []Behavior {
	page := func(status, title string) Script {
		return func(p *Peer, _ Request) {
			p.Answer(status, "<!DOCTYPE html><html><head><title>"+title+"</title></head><body>"+title+"</body></html>", markup)
		}
	}
	return []Behavior{
		{Name: "always-success", Description: "answers everything with the same success and the same Guid", Answers: answering(func(p *Peer, _ Request) {
			p.JSON(`{"message":"success","retcode":"0"}`, "Set-GUID: JSESSIONID="+p.server.issueSecret("7f3c9a52-1e8b-4d60-9c47-b5d20f6e83a1")+".AgentGateway1")
		}, Any)},
		{Name: "always-recording", Description: "answers everything with the recording", Answers: answering(serve, Any)},
		{Name: "serves-anybody", Description: "answers every download with the recording", Answers: answering(serve, Download)},
		{Name: "always-not-found", Description: "answers everything with a page of status 404", Answers: answering(page("404 Not Found", "Not found"), Any)},
		{Name: "always-server-error", Description: "answers everything with a page of status 500", Answers: answering(page("500 Internal Server Error", "java.lang.NullPointerException"), Any)},
		{Name: "login-page", Description: "answers everything with a page of status 200", Answers: answering(page("200 OK", "Please log in"), Any)},
		{Name: "download-pages", Description: "answers downloads with a page of status 200", Answers: answering(page("200 OK", "Download"), Download)},
	}
}

func serve(p *Peer, _ Request) { p.Answer("200 OK", string(Recording()), octets) }

// disappearing returns gateways that stop during a run.
func disappearing() []Behavior {
	var all []Behavior
	for _, n := range []int{1, 20} {
		all = append(all,
			Behavior{Name: fmt.Sprintf("leaves-after-%d", n), Description: "closes everything after some requests", ClosesAfter: n},
			Behavior{Name: fmt.Sprintf("leaves-within-%d", n), Description: "resets in the middle of an answer and stops", ClosesAfter: n, ResetsAtEnd: true},
			Behavior{Name: fmt.Sprintf("falls-silent-after-%d", n), Description: "answers nothing after some requests", SilentAfter: n})
	}
	return all
}
