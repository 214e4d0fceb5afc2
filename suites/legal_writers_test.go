package suites_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

func each(edits ...func(*legalAnswer)) []func(*legalAnswer) { return edits }

func lowerFieldNames(a *legalAnswer) {
	for i := range a.fields {
		a.fields[i][0] = strings.ToLower(a.fields[i][0])
	}
}

func upperFieldNames(a *legalAnswer) {
	for i := range a.fields {
		a.fields[i][0] = strings.ToUpper(a.fields[i][0])
	}
}

// contentType replaces that of envelopes.
func contentType(value string) func(*legalAnswer) {
	return func(a *legalAnswer) {
		for i, f := range a.fields {
			if strings.EqualFold(f[0], "Content-Type") && a.isJSON() {
				a.fields[i][1] = value
			}
		}
	}
}

func padding(n int) string { return strings.Repeat("x", n) }

// preceded writes text before each answer.
func preceded(text string, write func(net.Conn, *legalAnswer) bool) func(net.Conn, *legalAnswer) bool {
	return func(c net.Conn, a *legalAnswer) bool {
		_, err := c.Write([]byte(text))
		return err == nil && write(c, a)
	}
}

func writeTightly(c net.Conn, a *legalAnswer) bool {
	head := strings.ReplaceAll(a.head("1.1"), ": ", ":")
	_, err := c.Write(append([]byte(head+"Content-Length:"+strconv.Itoa(len(a.body))+"\r\n\r\n"), a.body...))
	return err == nil
}

func writeUpperChunks(c net.Conn, a *legalAnswer) bool {
	if a.request.Method == http.MethodHead {
		return writeWithLength(c, a)
	}
	out := bytes.NewBufferString(a.head("1.1") + "Transfer-Encoding: Chunked\r\n\r\n")
	for rest := a.body; len(rest) > 0; {
		n := min(len(rest), 0xABC)
		fmt.Fprintf(out, "%08X\r\n%s\r\n", n, rest[:n])
		rest = rest[n:]
	}
	out.WriteString("0000\r\n\r\n")
	_, err := c.Write(out.Bytes())
	return err == nil
}

func writeOldKept(c net.Conn, a *legalAnswer) bool {
	_, err := c.Write(append([]byte(a.head("1.0")+"Connection: Keep-Alive\r\nContent-Length: "+strconv.Itoa(len(a.body))+"\r\n\r\n"), a.body...))
	return err == nil
}

func writeApart(c net.Conn, a *legalAnswer) bool {
	_, _ = c.Write([]byte(a.head("1.1") + "Content-Length: " + strconv.Itoa(len(a.body)) + "\r\n\r\n"))
	pause(time.Millisecond)
	_, err := c.Write(a.body)
	return err == nil
}

// inPieces sends every write in pieces of so many bytes.
func inPieces(size int) func(net.Conn) net.Conn {
	return func(c net.Conn) net.Conn {
		if t, ok := c.(*net.TCPConn); ok {
			_ = t.SetNoDelay(true)
		}
		return &pieceConn{c, size}
	}
}

type pieceConn struct {
	net.Conn
	size int
}

func (c *pieceConn) Write(p []byte) (sent int, err error) {
	for sent < len(p) {
		n, err := c.Conn.Write(p[sent:min(sent+c.size, len(p))])
		if sent += n; err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// reset ends a connection with RST.
func reset(c net.Conn) {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	if plain, ok := c.(*net.TCPConn); ok {
		_ = plain.SetLinger(0)
	}
	_ = c.Close()
}

func writeWithoutPhrase(c net.Conn, a *legalAnswer) bool {
	head := strings.Replace(a.head("1.1"), " "+http.StatusText(a.status)+"\r\n", " \r\n", 1)
	_, err := c.Write(append([]byte(head+"Content-Length: "+strconv.Itoa(len(a.body))+"\r\n\r\n"), a.body...))
	return err == nil
}
