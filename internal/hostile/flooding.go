package hostile

import (
	"bytes"
	"compress/gzip"
	"strings"
	"sync"
)

// piece is the text that floods repeat, 16 KiB.
var piece = sync.OnceValue(func() string { return strings.Repeat("0123456789abcdef", 1<<10) })

// flooding returns gateways that send without end, or more than they announce.
func flooding() []Behavior {
	return []Behavior{
		{Name: "endless-status-line", Description: "sends a status line without end", Answers: answering(flood("HTTP/1.1 200 ", piece()), Any)},
		{Name: "endless-field", Description: "sends a header field without end", Answers: answering(flood("HTTP/1.1 200 OK\r\nX-Long: ", piece()), Any)},
		{Name: "endless-head", Description: "sends header fields without end", Answers: answering(flood("HTTP/1.1 200 OK\r\n", "X-More: more\r\n"), Any)},
		{Name: "long-head", Description: "sends a head of nearly the greatest size that is read", Answers: answering(longHead, Any)},
		{Name: "interim-flood", Description: "sends interim responses without end", Answers: answering(flood("", "HTTP/1.1 103 Early Hints\r\n\r\n"), Any)},
		{Name: "endless-body", Description: "sends a recording without end", Answers: answering(flood(head("200 OK", octets), piece()), Download)},
		{Name: "endless-chunks", Description: "sends chunks without end", Answers: answering(flood(head("200 OK", octets, chunked), "10\r\n0123456789abcdef\r\n"), Download)},
		{Name: "endless-chunk-extension", Description: "sends a chunk extension without end", Answers: answering(flood(head("200 OK", octets, chunked)+"1;x=", piece()), Download)},
		{Name: "chunk-extension-flood", Description: "sends tiny chunks with long extensions", Answers: answering(flood(head("200 OK", octets, chunked), "1;x="+piece()[:8000]+"\r\nx\r\n"), Download)},
		{Name: "trailer-flood", Description: "sends trailer fields without end", Answers: answering(flood(head("200 OK", octets, chunked)+"0\r\n", "X-More: more\r\n"), Download)},
		{Name: "endless-json", Description: "sends a JSON text without end", Answers: answering(flood(head("200 OK", jsonType)+`{"message":"`, piece()), Any)},
		{Name: "announces-exabytes", Description: "declares a body of 9 exabytes", Answers: answering(sendAndHang(head("200 OK", octets, "Content-Length: 9223372036854775807")+"x"), Download)},
		{Name: "chunk-of-exabytes", Description: "declares a chunk of 9 exabytes", Answers: answering(sendAndHang(head("200 OK", octets, chunked)+"7fffffffffffffff\r\nx"), Download)},
		{Name: "bomb", Description: "sends a recording as a small gzip of many zeros", Answers: answering(bomb(octets), Download)},
		{Name: "bomb-everywhere", Description: "sends every answer as a small gzip of many zeros", Answers: answering(bomb(jsonType), Any)},
	}
}

func flood(start, again string) Script {
	again = strings.Repeat(again, max(1, len(piece())/len(again)))
	return func(p *Peer, _ Request) { p.Send(start); p.Flood(again) }
}

// longHead sends legal HTTP with 200 KiB of fields and a body that is not JSON.
func longHead(p *Peer, _ Request) {
	field := "X-Long: " + piece()
	fields := make([]string, 12)
	for i := range fields {
		fields[i] = field
	}
	p.Answer("200 "+piece()[:8000], "nothing", append(fields, markup)...)
}

// zeros is 1 MiB of zeros in about 1 KiB of gzip.
var zeros = sync.OnceValue(func() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(make([]byte, 1<<20))
	_ = z.Close()
	return b.String()
})

// bomb sends 256 MiB of zeros in a sequence of gzip members.
func bomb(contentType string) Script {
	return func(p *Peer, _ Request) {
		p.Answer("200 OK", strings.Repeat(zeros(), 256), contentType, "Content-Encoding: gzip")
	}
}
