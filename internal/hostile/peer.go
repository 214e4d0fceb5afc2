package hostile

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Peer is the server's side of one connection, for a script. A failed write ends
// the connection and returns no error to the script.
type Peer struct {
	net.Conn
	tcp     net.Conn
	server  *Server
	records *records // nil unless the behavior makes its own
	ended   bool     // nothing more is read or written
}

// Send writes text unchanged.
func (p *Peer) Send(text string) {
	if p.ended {
		return
	}
	if _, err := p.Write([]byte(text)); err != nil {
		p.ended = true
	}
}

// Answer writes a response with a status such as "404 Not Found" and
// Content-Length. Fields are lines without their line end.
func (p *Peer) Answer(status, body string, fields ...string) {
	fields = append(fields, fmt.Sprintf("Content-Length: %d", len(body)))
	p.Send(head(status, fields...) + body)
}

// JSON writes a JSON answer of status 200.
func (p *Peer) JSON(body string, fields ...string) {
	p.Answer("200 OK", body, append(fields, "Content-Type: application/json;charset=UTF-8")...)
}

func head(status string, fields ...string) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 " + status + "\r\n")
	for _, f := range fields {
		b.WriteString(f + "\r\n")
	}
	return b.String() + "\r\n"
}

// Hang does nothing until the client or the test ends the connection.
func (p *Peer) Hang() {
	p.ended = true
	_, _ = io.Copy(io.Discard, p.Conn)
}

// Drip writes text byte by byte, with a pause after each.
func (p *Peer) Drip(text string, pause time.Duration) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for i := 0; i < len(text) && !p.ended; i++ {
		p.Send(text[i : i+1])
		select {
		case <-tick.C:
		case <-p.server.done:
			p.ended = true
		}
	}
}

// Flood writes the same piece until the client closes the connection.
func (p *Peer) Flood(piece string) {
	for !p.ended {
		p.Send(piece)
	}
}

// Reset ends the connection with a TCP RST, after the client had time to read
// the bytes sent before.
func (p *Peer) Reset() {
	p.letClientRead()
	if tcp, ok := p.tcp.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = p.tcp.Close()
	p.ended = true
}

// CloseWithoutNotify ends the connection without the TLS close_notify.
func (p *Peer) CloseWithoutNotify() {
	_ = p.tcp.Close()
	p.ended = true
}

// letClientRead gives the client time to read the bytes in flight, which an RST
// would discard.
func (p *Peer) letClientRead() {
	select {
	case <-time.After(20 * time.Millisecond):
	case <-p.server.done:
	}
}

// Close ends the connection in an orderly way.
func (p *Peer) Close() error {
	p.ended = true
	return p.Conn.Close()
}

// BystanderURL is the URL of another server, which a client must not contact.
func (p *Peer) BystanderURL() string { return "https://" + p.server.bystander.Addr().String() }

// URL is the URL of the server itself.
func (p *Peer) URL() string { return p.server.URL }
