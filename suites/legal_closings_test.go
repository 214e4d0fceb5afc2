package suites_test

import (
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

// legalClosings are about the end of connections between two requests.
func legalClosings() []legalOddity {
	return []legalOddity{
		{name: "a balancer closes after every answer and says so", write: announced(1), core: true},
		{name: "nginx closes after 3 requests and says so", write: announced(3)},
		{name: "nginx closes after 100 requests and says so", write: announced(100)},
		{name: "a balancer closes after every answer without a word", write: closedAfter(1, 0), core: true},
		{name: "a balancer closes after every third answer without a word", write: closedAfter(3, 0)},
		{name: "HAProxy closes 2 ms after every answer", write: closedAfter(1, 2*time.Millisecond), core: true},
		{name: "HAProxy closes 5 ms after every second answer", write: closedAfter(2, 5*time.Millisecond)},
		{name: "Jetty resets an idle connection 2 ms after every answer", write: resetAfter(1, 2*time.Millisecond)},
		{name: "a connection closes when its second request arrives", write: writeWithLength, above: endsAtRequest(2), core: true},
		{name: "a connection closes when its third request arrives", write: writeWithLength, above: endsAtRequest(3)},
		{name: "a proxy loses the answer to the second poll on a connection", write: losesPolls, options: readings("every-poll-renews"), core: true},
		{name: "a proxy loses the answer to the second request on a connection", write: losesSecond, options: readings("guid-newest-only")},
		{name: "a timeout answer 408 precedes the close of an idle connection", write: timedOut},
		{name: "the connection is closed after every failure", write: closedOnFailure},
		{name: "the reading connection-close", options: []mock.Option{mock.WithReading("connection-close")}},
	}
}

// announced closes after that many requests, with Connection: close.
func announced(requests int) func(net.Conn, *legalAnswer) bool {
	return func(c net.Conn, a *legalAnswer) bool {
		if a.number < requests {
			return writeWithLength(c, a)
		}
		a.add("Connection", "close")
		writeWithLength(c, a)
		return false
	}
}

// closedAfter closes a time after that many requests, without announcing it.
func closedAfter(requests int, late time.Duration) func(net.Conn, *legalAnswer) bool {
	return func(c net.Conn, a *legalAnswer) bool {
		if !writeWithLength(c, a) || a.number < requests {
			return a.number < requests
		}
		pause(late)
		return false
	}
}

// resetAfter is like closedAfter, and the end is a reset, unless the answer may
// still be on its way: a reset drops what the client has not received.
func resetAfter(requests int, late time.Duration) func(net.Conn, *legalAnswer) bool {
	closes := closedAfter(requests, late)
	return func(c net.Conn, a *legalAnswer) bool {
		if closes(c, a) {
			return true
		}
		if len(a.body) < inAnyBuffer {
			reset(c)
		}
		return false
	}
}

// inAnyBuffer is the size up to which an answer fits into the buffers of a connection.
const inAnyBuffer = 16 << 10

// pause is how a front end takes its time: no test waits for it.
func pause(d time.Duration) {
	if d > 0 {
		<-time.After(d)
	}
}

// losesPolls closes a connection in place of the answer to a poll that is not its
// first request: the gateway has carried it out.
func losesPolls(c net.Conn, a *legalAnswer) bool {
	if a.number > 1 && strings.Contains(a.request.URL.Path, "/agentevent/") {
		return false
	}
	return writeWithLength(c, a)
}

func losesSecond(c net.Conn, a *legalAnswer) bool { return a.number == 1 && writeWithLength(c, a) }

func timedOut(c net.Conn, a *legalAnswer) bool {
	if !writeWithLength(c, a) || a.number < 2 {
		return a.number < 2
	}
	pause(time.Millisecond)
	_, _ = c.Write([]byte("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
	return false
}

func closedOnFailure(c net.Conn, a *legalAnswer) bool {
	if a.status == http.StatusOK {
		return writeWithLength(c, a)
	}
	return announced(1)(c, a)
}

// endsAtRequest closes a connection once the first byte of its n-th request has
// come, which is how a close looks that crosses a request.
func endsAtRequest(n int) func(net.Conn) net.Conn {
	return func(c net.Conn) net.Conn { return &endingConn{Conn: c, left: n} }
}

type endingConn struct {
	net.Conn
	left     int
	answered bool
}

func (c *endingConn) Write(p []byte) (int, error) {
	c.answered = true
	return c.Conn.Write(p)
}

// Read counts a request where the first bytes after an answer come.
func (c *endingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.answered {
		c.answered = false
		if c.left--; c.left <= 1 {
			_ = c.Close()
			return 0, net.ErrClosed
		}
	}
	return n, err
}
