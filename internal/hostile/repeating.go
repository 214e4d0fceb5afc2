package hostile

import "fmt"

// repeating are gateways that say the same whatever they are asked.
func repeating() []Behaviour {
	page := func(status, title string) Script {
		return func(p *Peer, _ Request) {
			p.Answer(status, "<!DOCTYPE html><html><head><title>"+title+"</title></head><body>"+title+"</body></html>", markup)
		}
	}
	return []Behaviour{
		{Name: "always-success", Does: "answers everything with the same success and the same Guid", Answers: to(func(p *Peer, _ Request) {
			p.JSON(`{"message":"success","retcode":"0"}`, "Set-GUID: JSESSIONID="+p.server.give("7f3c9a52-1e8b-4d60-9c47-b5d20f6e83a1")+".AgentGateway1")
		}, Any)},
		{Name: "always-recording", Does: "answers everything with the recording", Answers: to(serve, Any)},
		{Name: "serves-anybody", Does: "answers every download with the recording", Answers: to(serve, Download)},
		{Name: "always-not-found", Does: "answers everything with a page of status 404", Answers: to(page("404 Not Found", "Not found"), Any)},
		{Name: "always-server-error", Does: "answers everything with a page of status 500", Answers: to(page("500 Internal Server Error", "java.lang.NullPointerException"), Any)},
		{Name: "login-page", Does: "answers everything with a page of status 200", Answers: to(page("200 OK", "Please log in"), Any)},
		{Name: "download-pages", Does: "answers downloads with a page of status 200", Answers: to(page("200 OK", "Download"), Download)},
	}
}

func serve(p *Peer, _ Request) { p.Answer("200 OK", string(Recording()), octets) }

// leaving are gateways that go away in the middle.
func leaving() []Behaviour {
	var all []Behaviour
	for _, n := range []int{1, 20} {
		all = append(all,
			Behaviour{Name: fmt.Sprintf("leaves-after-%d", n), Does: "closes everything after some requests", Serves: n},
			Behaviour{Name: fmt.Sprintf("leaves-within-%d", n), Does: "dies in the middle of an answer", Serves: n, Dies: true},
			Behaviour{Name: fmt.Sprintf("falls-silent-after-%d", n), Does: "answers nothing after some requests", Falls: n})
	}
	return all
}
