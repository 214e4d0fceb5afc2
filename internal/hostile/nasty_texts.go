package hostile

import (
	"encoding/json"
	"strings"
)

// nasty lists texts that do harm if they are shown without escaping.
var nasty = []struct{ name, does, text string }{
	{"markup", "markup", `<script>alert(1)</script><img src=x onerror=alert(2)>"'` + "`]]>|&lt;--> [x](javascript:alert(3)) @everyone #1"},
	{"escapes", "terminal escapes", "\x1b[31m\x1b]0;owned\x07\x1b[2J\x1bP+q\x1b\\\u009b1m"},
	{"controls", "control characters", "\x01\x02\x07\b\f\v\x0e\x1f\x7f\u0085"},
	{"lines", "line ends", "first\r\nsecond\nthird\rfourth\u2028fifth\u2029sixth"},
	{"runner-commands", "commands to a CI runner", "\n::error file=x::owned\n##[error]owned\n::stop-commands::x\n"},
	{"invisible", "invisible and direction-changing characters", "\u202eright\u202c\u2066left\u2069\u200b\ufeff\u00ad\U000e0041\u0301\u0301\u0301"},
}

// texts returns gateways that place a nasty text wherever a text can be.
func texts() []Behavior {
	var all []Behavior
	for _, n := range nasty {
		all = append(all,
			Behavior{Name: n.name + "-in-all", Description: "answers everything with " + n.does + " in every text", Answers: answering(nastyEverywhere(n.text), Any)},
			Behavior{Name: n.name + "-in-downloads", Description: "rejects downloads with " + n.does + " in every text", Answers: answering(nastyEverywhere(n.text), Download)},
			Behavior{Name: n.name + "-in-events", Description: "delivers events with " + n.does + " in every text", Answers: answering(nastyEvent(n.text), Poll)})
	}
	return append(all, nastyControls(), Behavior{Name: "markup-in-guid", Description: "issues a Guid of markup and escapes", Answers: answering(func(p *Peer, r Request) {
		p.JSON(`{"message":"success","retcode":"0"}`, "Set-GUID: JSESSIONID="+p.server.issueSecret("<b onclick=x>\u202e"+r.Agent+"</b>"))
	}, SignIn)})
}

// nastyEverywhere sends a text in reason phrase, fields, retcode, message, keys and result.
func nastyEverywhere(text string) Script {
	return func(p *Peer, _ Request) {
		field := strings.NewReplacer("\r", "", "\n", "").Replace(text)
		body, _ := json.Marshal(map[string]any{"retcode": text, "message": text, text: text, "result": map[string]any{text: []string{text}}})
		p.Answer("500 "+field, string(body), jsonType+";x="+field, "Server: "+field, "X-Text: "+field, "Location: "+field, "Allow: "+field, "Warning: "+field)
	}
}

// nastyControls sends raw control characters in JSON strings, which must escape them.
func nastyControls() Behavior {
	return Behavior{Name: "escapes-unescaped", Description: "rejects downloads with JSON that has raw control characters", Answers: answering(func(p *Peer, _ Request) {
		p.JSON("{\"message\":\"\x1b[31m\x07\",\"retcode\":\"\x1b[2J\"}")
	}, Download)}
}

// nastyEvent sends an event whose texts are all the same nasty text.
func nastyEvent(text string) Script {
	return func(p *Peer, r Request) {
		event := map[string]any{"eventType": "AgentMediaEvent_Record", "workNo": text, "content": map[string]any{
			"taskId": text, "caller": text, "called": text, "locationId": text, "recordID": text,
			"fileName": text, "callId": text, "fileMediaType": text, text: text,
		}}
		body, _ := json.Marshal(map[string]any{"message": "", "retcode": "0", "event": event})
		p.JSON(string(body))
	}
}
