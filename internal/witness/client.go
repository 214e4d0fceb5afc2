package witness

import (
	"bufio"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	mostBytes    = 4 << 20          // of a body
	mostShown    = 2 << 10          // of a body, as text
	exchangeTime = 20 * time.Second // for one exchange, in real time
)

// link is a connection that is made when it is first used, and again after the
// gateway has closed it.
type link struct {
	gateway *Gateway
	conn    *tls.Conn
	records *recordConn // below conn
	in      *bufio.Reader
}

// open connects if need be.
func (l *link) open() error {
	if l.conn != nil {
		return nil
	}
	plain, err := net.DialTimeout("tcp", l.gateway.Address, exchangeTime)
	if err != nil {
		return err
	}
	if t, ok := plain.(*net.TCPConn); ok && l.gateway.smallBuffer {
		_ = t.SetReadBuffer(4 << 10)
	}
	l.records = &recordConn{Conn: plain}
	l.conn = tls.Client(l.records, l.gateway.TLS)
	l.in = bufio.NewReader(l.conn)
	return nil
}

func (l *link) close() {
	if l.conn != nil {
		_ = l.conn.Close()
		l.conn = nil
	}
}

// reset ends the connection at once, in the middle of an answer.
func (l *link) reset() {
	if l.conn == nil {
		return
	}
	if t, ok := l.records.Conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = l.records.Close()
	l.conn = nil
}

// request is what the driver sends.
type request struct {
	method, target string
	guid           *string // nil: no field
	body           string
}

func (r request) bytes(host string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json;charset=UTF-8\r\n", r.method, r.target, host)
	if r.guid != nil {
		fmt.Fprintf(&b, "Guid: %s\r\n", *r.guid)
	}
	if r.body != "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(r.body))
	}
	b.WriteString("\r\n" + r.body)
	return []byte(b.String())
}

// answer is what came back, as far as it says something about a gateway.
type answer struct {
	head   string // status line and fields, sorted, without what varies freely
	fields [][2]string
	body   []byte
	fault  string // of the framing
	closes bool
}

// text is the answer in a form that can be compared.
func (a answer) text() string {
	body := string(a.body)
	if len(a.body) > mostShown || strings.ContainsFunc(body, func(c rune) bool { return c == 0xfffd }) {
		body = fmt.Sprintf("%d bytes %x", len(a.body), sha256.Sum256(a.body))
	}
	return a.head + "\n" + body + "\n" + a.fault
}

func (a answer) field(name string) string {
	for _, f := range a.fields {
		if strings.EqualFold(f[0], name) {
			return f[1]
		}
	}
	return ""
}

// send sends a request.
func (l *link) send(r request) error {
	if err := l.open(); err != nil {
		return err
	}
	if err := l.conn.SetDeadline(time.Now().Add(exchangeTime)); err != nil {
		return err
	}
	_, err := l.conn.Write(r.bytes(l.gateway.Address))
	return err
}

// exchange sends a request and reads its answer. A connection that fails is part
// of the answer.
func (l *link) exchange(r request) answer {
	if err := l.send(r); err != nil {
		l.close()
		return answer{fault: "not sent"}
	}
	a := l.receive()
	if a.closes || a.fault != "" {
		l.close()
	}
	return a
}

// receive reads an answer.
func (l *link) receive() (a answer) {
	status, err := l.line()
	if err != nil {
		a.fault = "no status line: " + ending(err)
		return a
	}
	lines := []string{status}
	for {
		line, err := l.line()
		if err != nil {
			a.fault = "no end of the head: " + ending(err)
			return a
		}
		if line == "\r\n" || line == "\n" {
			break
		}
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		a.fields = append(a.fields, [2]string{name, strings.TrimSpace(value)})
		switch strings.ToLower(name) {
		case "date", "connection", "content-length", "transfer-encoding":
			continue
		}
		lines = append(lines, line)
	}
	slices.Sort(lines[1:])
	a.head = strings.Join(lines, "")
	a.closes = strings.EqualFold(a.field("Connection"), "close")
	l.readBody(&a)
	return a
}

// line reads one line with its end.
func (l *link) line() (string, error) {
	line, err := l.in.ReadSlice('\n')
	return string(line), err
}

func (l *link) readBody(a *answer) {
	var lengths, codings []string
	for _, f := range a.fields {
		switch strings.ToLower(f[0]) {
		case "content-length":
			lengths = append(lengths, f[1])
		case "transfer-encoding":
			codings = append(codings, f[1])
		}
	}
	switch {
	case len(lengths)+len(codings) > 1:
		a.fault = fmt.Sprintf("framed by %q and %q", lengths, codings)
	case len(codings) == 1 && codings[0] == "chunked":
		a.body, a.fault = l.chunks()
	case len(codings) == 1:
		a.fault = "coded as " + codings[0]
	case len(lengths) == 1:
		a.body, a.fault = l.counted(lengths[0])
	default:
		a.closes = true
		var err error
		a.body, err = io.ReadAll(io.LimitReader(l.in, mostBytes))
		switch {
		case err != nil:
			a.fault = "body " + ending(err)
		case !l.records.closed():
			a.fault = "no TLS closure"
		}
	}
}

func (l *link) counted(length string) ([]byte, string) {
	n, err := strconv.Atoi(length)
	if err != nil || n < 0 || n > mostBytes {
		return nil, "length " + length
	}
	b := make([]byte, n)
	if got, err := io.ReadFull(l.in, b); err != nil {
		return b[:got], "body " + ending(err)
	}
	return b, ""
}

func (l *link) chunks() (body []byte, fault string) {
	for {
		line, err := l.line()
		if err != nil {
			return body, "chunks " + ending(err)
		}
		n, err := strconv.ParseInt(strings.TrimRight(line, "\r\n"), 16, 32)
		if err != nil || n < 0 || len(body)+int(n) > mostBytes {
			return body, fmt.Sprintf("chunk size %.20q", line)
		}
		chunk := make([]byte, n+2)
		if _, err := io.ReadFull(l.in, chunk); err != nil {
			return body, "chunk " + ending(err)
		}
		if string(chunk[n:]) != "\r\n" {
			return body, "chunk without an end"
		}
		if body = append(body, chunk[:n]...); n == 0 {
			return body, ""
		}
	}
}

// ending is how a connection ended, in words that do not depend on the machine.
func ending(err error) string {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "cut off"
	case errors.Is(err, io.EOF):
		return "ended"
	case errors.Is(err, bufio.ErrBufferFull):
		return "too long"
	}
	return "broken"
}
