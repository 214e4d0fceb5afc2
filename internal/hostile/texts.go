package hostile

import (
	"encoding/json"
	"strings"
)

// nasty are texts that do harm where they are shown without care.
var nasty = []struct{ name, does, text string }{
	{"markup", "markup", `<script>alert(1)</script><img src=x onerror=alert(2)>"'` + "`]]>|&lt;--> [x](javascript:alert(3)) @everyone #1"},
	{"escapes", "terminal escapes", "\x1b[31m\x1b]0;owned\x07\x1b[2J\x1bP+q\x1b\\\u009b1m"},
	{"controls", "control characters", "\x01\x02\x07\b\f\v\x0e\x1f\x7f\u0085"},
	{"lines", "line ends", "first\r\nsecond\nthird\rfourth\u2028fifth\u2029sixth"},
	{"runner-commands", "commands to a CI runner", "\n::error file=x::owned\n##[error]owned\n::stop-commands::x\n"},
	{"invisible", "invisible and turning characters", "\u202eright\u202c\u2066left\u2069\u200b\ufeff\u00ad\U000e0041\u0301\u0301\u0301"},
}

// texts are gateways that put such a text wherever a text can be.
func texts() []Behaviour {
	var all []Behaviour
	for _, n := range nasty {
		all = append(all,
			Behaviour{Name: n.name + "-in-all", Does: "answers everything with " + n.does + " in every text", Answers: to(sayNasty(n.text), Any)},
			Behaviour{Name: n.name + "-in-downloads", Does: "refuses downloads with " + n.does + " in every text", Answers: to(sayNasty(n.text), Download)},
			Behaviour{Name: n.name + "-in-events", Does: "delivers events with " + n.does + " in every text", Answers: to(eventNasty(n.text), Poll)})
	}
	return append(all, rawNasty(), Behaviour{Name: "markup-in-guid", Does: "gives out a Guid of markup and escapes", Answers: to(func(p *Peer, r Request) {
		p.JSON(`{"message":"success","retcode":"0"}`, "Set-GUID: JSESSIONID="+p.server.give("<b onclick=x>\u202e"+r.Agent+"</b>"))
	}, SignIn)})
}

// sayNasty has a text in reason phrase, fields, retcode, message, keys and result.
func sayNasty(text string) Script {
	return func(p *Peer, _ Request) {
		field := strings.NewReplacer("\r", "", "\n", "").Replace(text)
		body, _ := json.Marshal(map[string]any{"retcode": text, "message": text, text: text, "result": map[string]any{text: []string{text}}})
		p.Answer("500 "+field, string(body), jsonType+";x="+field, "Server: "+field, "X-Text: "+field, "Location: "+field, "Allow: "+field, "Warning: "+field)
	}
}

// rawNasty has control characters in JSON strings, where they must be escaped.
func rawNasty() Behaviour {
	return Behaviour{Name: "escapes-unescaped", Does: "refuses downloads with JSON that has raw control characters", Answers: to(func(p *Peer, _ Request) {
		p.JSON("{\"message\":\"\x1b[31m\x07\",\"retcode\":\"\x1b[2J\"}")
	}, Download)}
}

// eventNasty is an event of which every text is nasty.
func eventNasty(text string) Script {
	return func(p *Peer, r Request) {
		event := map[string]any{"eventType": "AgentMediaEvent_Record", "workNo": text, "content": map[string]any{
			"taskId": text, "caller": text, "called": text, "locationId": text, "recordID": text,
			"fileName": text, "callId": text, "fileMediaType": text, text: text,
		}}
		body, _ := json.Marshal(map[string]any{"message": "", "retcode": "0", "event": event})
		p.JSON(string(body))
	}
}
