package hostile

import (
	"fmt"
	"strings"
)

// envelopes returns gateways whose JSON is wrong.
func envelopes() []Behavior {
	deep := func(n int) string { return strings.Repeat(`{"a":[`, n) }
	all := func(name, does, body string) Behavior {
		return Behavior{Name: name, Description: does, Answers: answering(func(p *Peer, _ Request) { p.JSON(body) }, Any)}
	}
	return []Behavior{
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
		all("huge-number", "sends the retcode as a number of 60,000 digits", `{"message":"","retcode":`+strings.Repeat("9", 60000)+`}`),
		all("huge-exponent", "sends a number that no type can hold", `{"message":"","retcode":1e999999999}`),
		all("lone-surrogate", "sends half a character as an escape", `{"message":"","retcode":"\ud800"}`),
		all("byte-order-mark", "sends JSON after a byte order mark", "\ufeff"+`{"message":"","retcode":"0"}`),
		longString(),
		all("nul-bytes", "sends NUL characters in JSON", "{\x00\"retcode\":\"0\"\x00}"),
		repeatedKeys(),
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

// longString is made as it is sent, so that only the client could hold it.
func longString() Behavior {
	return Behavior{Name: "string-of-100-mb", Description: "sends a JSON string of 100 MB", Answers: answering(func(p *Peer, _ Request) {
		const pieces = 6400
		start, end := `{"retcode":"0","message":"`, `"}`
		p.Send(head("200 OK", jsonType, fmt.Sprintf("Content-Length: %d", len(start)+pieces*len(piece())+len(end))) + start)
		for i := 0; i < pieces && !p.ended; i++ {
			p.Send(piece())
		}
		p.Send(end)
	}, Any)}
}

// nestedFailure rejects downloads with JSON of the greatest depth that is parsed.
func nestedFailure() Behavior {
	body := `{"message":"refused","retcode":"0","result":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`
	return Behavior{Name: "nested-failure", Description: "answers downloads with deeply nested JSON",
		Answers: answering(func(p *Peer, _ Request) { p.JSON(body) }, Download)}
}

// repeatedKeys has another retcode for a parser that takes the first key than for
// one that takes the last.
func repeatedKeys() Behavior {
	return Behavior{Name: "keys-twice", Description: "repeats a key with another value", Answers: answering(func(p *Peer, _ Request) {
		p.JSON(`{"message":"refused","retcode":"100-006","retcode":"0","result":{}}`)
	}, Download)}
}

func hugeFailure(name, does string, body func(long string) string) Behavior {
	text := body(strings.Repeat("long ", 12000))
	return Behavior{Name: name, Description: does, Answers: answering(func(p *Peer, _ Request) { p.JSON(text) }, Download)}
}
