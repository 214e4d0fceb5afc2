package main

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// delayProxy forwards TCP connections to a server as a line with a round trip of
// that length would: bytes take half of it in either direction, and the first
// ones of a client a whole one more, for the handshake of TCP.
type delayProxy struct {
	listener    net.Listener
	server      string
	roundTrip   time.Duration
	connections atomic.Int64

	mu    sync.Mutex
	open  map[net.Conn]bool
	group sync.WaitGroup
}

// startDelay listens on a free port of the loopback interface.
func startDelay(ctx context.Context, server string, roundTrip time.Duration) (*delayProxy, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &delayProxy{listener: l, server: server, roundTrip: roundTrip, open: map[net.Conn]bool{}}
	p.group.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.connections.Add(1)
			p.group.Go(func() { p.forward(ctx, c) })
		}
	})
	return p, nil
}

func (p *delayProxy) address() string { return p.listener.Addr().String() }

// stop closes all connections and waits until nothing is forwarded any more.
func (p *delayProxy) stop() {
	_ = p.listener.Close()
	p.mu.Lock()
	for c := range p.open {
		_ = c.Close()
	}
	p.open = nil
	p.mu.Unlock()
	p.group.Wait()
}

// track closes a connection at the end; it reports whether the proxy still runs.
func (p *delayProxy) track(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open == nil {
		_ = c.Close()
		return false
	}
	p.open[c] = true
	return true
}

func (p *delayProxy) close(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
	_ = c.Close()
}

func (p *delayProxy) forward(ctx context.Context, client net.Conn) {
	established := time.Now().Add(p.roundTrip)
	if !p.track(client) {
		return
	}
	defer p.close(client)
	server, err := new(net.Dialer).DialContext(ctx, "tcp", p.server)
	if err != nil || !p.track(server) {
		return
	}
	defer p.close(server)
	var both sync.WaitGroup
	both.Go(func() { carry(server, client, p.roundTrip/2, established) })
	both.Go(func() { carry(client, server, p.roundTrip/2, established) })
	both.Wait()
}

// piece is the data of one read, and when it arrives. No bytes mean the end.
type piece struct {
	bytes []byte
	due   time.Time
}

// carry copies one direction. No piece begins its way before the line is there.
func carry(to, from net.Conn, oneWay time.Duration, there time.Time) {
	const underWay, size = 1024, 16 << 10
	pieces := make(chan piece, underWay)
	var reader sync.WaitGroup
	reader.Go(func() {
		defer close(pieces)
		for {
			buf := make([]byte, size)
			n, err := from.Read(buf)
			begins := time.Now()
			if begins.Before(there) {
				begins = there
			}
			if n > 0 {
				pieces <- piece{buf[:n], begins.Add(oneWay)}
			}
			if err != nil {
				if errors.Is(err, io.EOF) {
					pieces <- piece{due: begins.Add(oneWay)}
				}
				return
			}
		}
	})
	defer reader.Wait()
	failed := false
	for p := range pieces {
		time.Sleep(time.Until(p.due))
		if failed {
			continue
		}
		if len(p.bytes) == 0 {
			failed = closeWrite(to) != nil
			continue
		}
		if _, err := to.Write(p.bytes); err != nil {
			failed = true
			_ = from.Close()
		}
	}
	if failed {
		_ = to.Close()
	}
}

func closeWrite(c net.Conn) error {
	if t, ok := c.(*net.TCPConn); ok {
		return t.CloseWrite()
	}
	return c.Close()
}
