package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock/admin"
)

// A client that sends its body byte by byte, or never, holds a connection for
// no longer than the limit.
func TestAdminInterfaceWaitsForNoBody(t *testing.T) {
	t.Parallel()
	access := adminAccess{loopback: true, limit: 100 * time.Millisecond}
	server := httptest.NewServer(access.guard(admin.New(admin.Config{})))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprint(conn, "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusBadRequest || !resp.Close {
		t.Errorf("got %d, and the connection closes: %t; want 400 and a closed connection", resp.StatusCode, resp.Close)
	}
}
