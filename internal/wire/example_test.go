package wire_test

import (
	"context"
	"fmt"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// One exchange with a server whose response breaks a rule of HTTP.
func Example() {
	server := scripted([]byte("HTTP/1.1 200 OK\r\nContent-Type : text/plain\r\nContent-Length: 5\r\n\r\nhello"), 1000)
	endpoint := wire.Endpoint{Address: "gw.example:8043", Dial: server}
	c, err := wire.Dial(context.Background(), endpoint, wire.Limits{Exchange: time.Minute})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	x := c.Do(context.Background(), wire.Request{
		Method: "GET",
		Target: wire.Target("/recordfile/101", wire.Param{Name: "recordId", Value: "y:/1/0/a.V3"}),
	})
	fmt.Println(x.Request.Target)
	fmt.Println(x.Response.Status, x.Header("content-type"), x.Response.Body.Length, x.Err)
	for _, f := range x.Faults {
		fmt.Println(f.Kind, "-", f.Kind.Section())
	}
	// Output:
	// /recordfile/101?recordId=y%3A%2F1%2F0%2Fa.V3
	// 200 [text/plain] 5 <nil>
	// space-before-colon - RFC 9112 section 5.1
}
