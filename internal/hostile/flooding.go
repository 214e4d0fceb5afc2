package hostile

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"
)

// piece is what floods consist of.
var piece = strings.Repeat("0123456789abcdef", 1<<10)

// flooding are gateways that send without end, or much more than they seem to.
func flooding() []Behaviour {
	return []Behaviour{
		{Name: "endless-status-line", Does: "sends a status line without end", Answers: to(flood("HTTP/1.1 200 ", piece), Any)},
		{Name: "endless-field", Does: "sends a header field without end", Answers: to(flood("HTTP/1.1 200 OK\r\nX-Long: ", piece), Any)},
		{Name: "endless-head", Does: "sends header fields without end", Answers: to(flood("HTTP/1.1 200 OK\r\n", "X-More: more\r\n"), Any)},
		{Name: "long-head", Does: "sends nearly as long a head as is read", Answers: to(longHead, Any)},
		{Name: "interim-flood", Does: "sends interim responses without end", Answers: to(flood("", "HTTP/1.1 103 Early Hints\r\n\r\n"), Any)},
		{Name: "endless-body", Does: "sends a recording without end", Answers: to(flood(head("200 OK", octets), piece), Download)},
		{Name: "endless-chunks", Does: "sends chunks without end", Answers: to(flood(head("200 OK", octets, chunked), "10\r\n0123456789abcdef\r\n"), Download)},
		{Name: "endless-chunk-extension", Does: "sends a chunk extension without end", Answers: to(flood(head("200 OK", octets, chunked)+"1;x=", piece), Download)},
		{Name: "chunk-extension-flood", Does: "sends tiny chunks with long extensions", Answers: to(flood(head("200 OK", octets, chunked), "1;x="+piece[:8000]+"\r\nx\r\n"), Download)},
		{Name: "trailer-flood", Does: "sends trailer fields without end", Answers: to(flood(head("200 OK", octets, chunked)+"0\r\n", "X-More: more\r\n"), Download)},
		{Name: "endless-json", Does: "sends a JSON text without end", Answers: to(flood(head("200 OK", jsonType)+`{"message":"`, piece), Any)},
		{Name: "announces-exabytes", Does: "announces a body that nobody can take", Answers: to(sayAndHang(head("200 OK", octets, "Content-Length: 9223372036854775807")+"x"), Download)},
		{Name: "chunk-of-exabytes", Does: "announces a chunk that nobody can take", Answers: to(sayAndHang(head("200 OK", octets, chunked)+"7fffffffffffffff\r\nx"), Download)},
		{Name: "bomb", Does: "sends a recording as a small gzip of many zeros", Answers: to(bomb(octets), Download)},
		{Name: "bomb-everywhere", Does: "sends every answer as a small gzip of many zeros", Answers: to(bomb(jsonType), Any)},
	}
}

func flood(start, again string) Script {
	again = strings.Repeat(again, max(1, len(piece)/len(again)))
	return func(p *Peer, _ Request) { p.Say(start); p.Flood(again) }
}

// longHead is legal HTTP whose fields fill 200 KiB; the answer itself is no JSON.
func longHead(p *Peer, _ Request) {
	field := "X-Long: " + piece
	fields := make([]string, 12)
	for i := range fields {
		fields[i] = field
	}
	p.Answer("200 "+piece[:8000], "nothing", append(fields, markup)...)
}

// zeros is 1 MiB of zeros in some 1 KiB of gzip.
var zeros = sync.OnceValue(func() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(make([]byte, 1<<20))
	_ = z.Close()
	return b.String()
})

// bomb is 256 MiB of zeros: gzip allows several members in a row.
func bomb(contentType string) Script {
	return func(p *Peer, _ Request) {
		p.Answer("200 OK", strings.Repeat(zeros(), 256), contentType, "Content-Encoding: gzip")
	}
}
