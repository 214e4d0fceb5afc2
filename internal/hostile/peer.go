package hostile

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Peer is the server's side of one connection, as a script sees it. Writing
// never fails for the script: it ends the connection.
type Peer struct {
	net.Conn
	tcp    net.Conn
	server *Server
	over   bool // nothing more is read or written
}

// Say writes text as it is.
func (p *Peer) Say(text string) {
	if p.over {
		return
	}
	if _, err := p.Write([]byte(text)); err != nil {
		p.over = true
	}
}

// Answer writes a response of status 200 or what the reason says, such as "404
// Not Found", with Content-Length. Fields are whole lines without their end.
func (p *Peer) Answer(status, body string, fields ...string) {
	fields = append(fields, fmt.Sprintf("Content-Length: %d", len(body)))
	p.Say(head(status, fields...) + body)
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
	p.over = true
	_, _ = io.Copy(io.Discard, p.Conn)
}

// Drip writes text byte by byte with a pause after each.
func (p *Peer) Drip(text string, pause time.Duration) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for i := 0; i < len(text) && !p.over; i++ {
		p.Say(text[i : i+1])
		select {
		case <-tick.C:
		case <-p.server.done:
			p.over = true
		}
	}
}

// Flood writes the same piece until the client has had enough.
func (p *Peer) Flood(piece string) {
	for !p.over {
		p.Say(piece)
	}
}

// Reset ends the connection with a TCP RST, once the client has had time to
// read what was said before.
func (p *Peer) Reset() {
	p.settle()
	if tcp, ok := p.tcp.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = p.tcp.Close()
	p.over = true
}

// Cut ends the connection without the close_notify of TLS.
func (p *Peer) Cut() {
	_ = p.tcp.Close()
	p.over = true
}

// settle lets the client read what is on its way, which an RST would throw away.
func (p *Peer) settle() {
	select {
	case <-time.After(20 * time.Millisecond):
	case <-p.server.done:
	}
}

// Close ends the connection in an orderly way.
func (p *Peer) Close() error {
	p.over = true
	return p.Conn.Close()
}

// Elsewhere is the URL of another server that nobody should be sent to.
func (p *Peer) Elsewhere() string { return "https://" + p.server.bystander.Addr().String() }

// Here is the URL of the server itself.
func (p *Peer) Here() string { return p.server.URL }
