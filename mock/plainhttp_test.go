package mock_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/mocktest"
)

// onlyOverTLS is the deviation that cannot show in a script without TLS.
const onlyOverTLS = "plain-http-served"

func TestPlainHTTPOnTheTLSPortIsServedByItsDeviationOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts []mock.Option
		want string
	}{
		"faithful":  {nil, "400 Bad Request"},
		"deviation": {[]mock.Option{mock.WithDeviation(onlyOverTLS)}, `"retcode":"100-006"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mocktest.Start(t, c.opts...)
			address := strings.TrimPrefix(s.URL, "https://")
			const request = "GET " + resource + "/recordfile/102?" + callPath + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n"
			plain, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			if got := exchange(t, plain, request); !strings.Contains(got, c.want) {
				t.Errorf("plain HTTP is answered with %q, want %q in it", got, c.want)
			}
			secure, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := exchange(t, secure, request); !strings.Contains(got, "100-006") {
				t.Errorf("HTTP over TLS is answered with %q", got)
			}
		})
	}
}

// exchange writes a request and reads until the end of the connection.
func exchange(t *testing.T, conn net.Conn, request string) string {
	t.Helper()
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if _, err := got.ReadFrom(conn); err != nil {
		t.Error(err)
	}
	return got.String()
}
