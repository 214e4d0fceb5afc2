package hostile

import "strings"

// envelopes are gateways whose JSON is not what it should be.
func envelopes() []Behaviour {
	deep := func(n int) string { return strings.Repeat(`{"a":[`, n) }
	all := func(name, does, body string) Behaviour {
		return Behaviour{Name: name, Does: does, Answers: to(func(p *Peer, _ Request) { p.JSON(body) }, Any)}
	}
	return []Behaviour{
		all("nested-json", "nests JSON a hundred thousand levels deep", deep(50000)),
		all("nested-json-closed", "nests JSON as deep as fits into a short answer", `{"retcode":"0","message":`+strings.Repeat("[", 9000)+strings.Repeat("]", 9000)+"}"),
		nestedFailure(),
		all("huge-json", "sends megabytes of JSON", `{"retcode":"0","message":"`+strings.Repeat("x", 2<<20)+`"}`),
		all("many-members", "sends a JSON object of many members", `{"retcode":"100-001"`+strings.Repeat(`,"a":0`, 10000)+`}`),
		all("array", "sends a JSON array", `[{"message":"success","retcode":"0"}]`),
		all("null", "sends JSON null", `null`),
		all("string", "sends a JSON string", `"success"`),
		all("number-retcode", "sends the retcode as a number", `{"message":"success","retcode":0}`),
		all("empty", "sends nothing", ``),
		all("not-utf8", "sends JSON that is not UTF-8", "{\"message\":\"\xff\xfe\xc3\x28\",\"retcode\":\"0\"}"),
		all("utf16", "sends JSON in UTF-16", "\xff\xfe{\x00\"\x00r\x00\"\x00:\x000\x00}\x00"),
		all("json-twice", "sends two JSON texts", `{"message":"","retcode":"0"}{"message":"","retcode":"0"}`),
		all("nul-bytes", "sends NUL characters in JSON", "{\x00\"retcode\":\"0\"\x00}"),
		doubled(),
		hugeFailure("huge-retcode", "sends a retcode of 60,000 characters", func(long string) string {
			return `{"message":"refused","retcode":"` + long + `","result":{}}`
		}),
		hugeFailure("huge-message", "sends a message of 60,000 characters", func(long string) string {
			return `{"message":"` + long + `","retcode":"0","result":{}}`
		}),
		hugeFailure("huge-key", "sends a key of 60,000 characters", func(long string) string {
			return `{"` + long + `":"","retcode":"0","message":""}`
		}),
	}
}

// nestedFailure refuses downloads with JSON as deep as can be parsed.
func nestedFailure() Behaviour {
	body := `{"message":"refused","retcode":"0","result":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`
	return Behaviour{Name: "nested-failure", Does: "answers downloads with deeply nested JSON",
		Answers: to(func(p *Peer, _ Request) { p.JSON(body) }, Download)}
}

// doubled tells a parser that takes the first key another story than one that takes the last.
func doubled() Behaviour {
	return Behaviour{Name: "keys-twice", Does: "repeats a key with another value", Answers: to(func(p *Peer, _ Request) {
		p.JSON(`{"message":"refused","retcode":"100-006","retcode":"0","result":{}}`)
	}, Download)}
}

func hugeFailure(name, does string, body func(long string) string) Behaviour {
	text := body(strings.Repeat("long ", 12000))
	return Behaviour{Name: name, Does: does, Answers: to(func(p *Peer, _ Request) { p.JSON(text) }, Download)}
}
