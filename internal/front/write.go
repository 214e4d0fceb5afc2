package front

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// edit changes an answer before it is written.
func (v *Variation) edit(a *message, random *source) {
	a.fields = append(a.fields, v.Added...)
	for i := range a.fields {
		switch name := &a.fields[i][0]; {
		case strings.EqualFold(*name, "Set-GUID"): // its spelling is advice
		case v.Case == "lower":
			*name = strings.ToLower(*name)
		case v.Case == "upper":
			*name = strings.ToUpper(*name)
		}
	}
	switch v.Order {
	case "reversed":
		slices.Reverse(a.fields)
	case "shuffled":
		random.shuffle(len(a.fields), func(i, j int) { a.fields[i], a.fields[j] = a.fields[j], a.fields[i] })
	}
	if a.isJSON() {
		v.editEnvelope(a)
	}
}

func (v *Variation) editEnvelope(a *message) {
	if v.Members != "" && !bytes.Equal(bytes.TrimSpace(a.body), []byte("{}")) {
		a.body = append([]byte("{"+v.Members+","), a.body[1:]...)
	}
	if v.Space {
		a.body = []byte("{\n\t" + string(a.body[1:]) + "\r\n ")
	}
}

// head is the status line and the fields, with the given ones at the end, and the
// empty line.
func (v *Variation) head(a *message, version string, more ...string) string {
	phrase := http.StatusText(a.status)
	if v.Phrase {
		phrase = ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/%s %d %s\r\n", version, a.status, phrase)
	space := v.Spacing
	switch space {
	case "":
		space = " "
	case "none":
		space = ""
	}
	for _, f := range a.fields {
		b.WriteString(f[0] + ":" + space + f[1] + v.Trailing + "\r\n")
	}
	for _, line := range more {
		b.WriteString(line + "\r\n")
	}
	return b.String() + "\r\n"
}

// write sends an answer, and reports whether the connection stays open.
func (v *Variation) write(c net.Conn, a *message, _ *source) bool {
	closes := v.Closes > 0 && a.number >= v.Closes
	var more []string
	if closes && v.Announces {
		more = append(more, "Connection: close")
	}
	version, body, ends := "1.1", a.body, false
	bodiless := a.request.Method == http.MethodHead || a.status == http.StatusNoContent
	length := fmt.Sprintf("Content-Length: %d", len(a.body))
	switch {
	case bodiless:
		more = append(more, "Content-Length: 0")
	case v.Framing == "chunked":
		more, body = append(more, "Transfer-Encoding: chunked"), v.chunked(a.body)
	case v.Framing == "closed":
		more, ends = []string{"Connection: close"}, true
	case v.Framing == "1.0":
		version, more, ends = "1.0", nil, true
	case v.Framing == "1.0 kept" && !closes:
		version, more = "1.0", append(more, "Connection: Keep-Alive", length)
	default:
		more = append(more, length)
	}
	if !v.send(c, v.interim(a)+v.head(a, version, more...), body) {
		return false
	}
	if closes {
		pause(v.Late)
	}
	return !closes && !ends
}

func (v *Variation) send(c net.Conn, head string, body []byte) bool {
	if !v.Apart {
		_, err := c.Write(append([]byte(head), body...))
		return err == nil
	}
	_, _ = c.Write([]byte(head))
	pause(time.Millisecond / 2)
	_, err := c.Write(body)
	return err == nil
}

// interim are the interim answers; a client of HTTP/1.0 gets none.
func (v *Variation) interim(a *message) string {
	var b strings.Builder
	for _, status := range v.Interim {
		if a.request.ProtoAtLeast(1, 1) {
			fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n\r\n", status, http.StatusText(status))
		}
	}
	return b.String()
}

// chunked is a body in chunks. A large body has chunks that are not very small.
func (v *Variation) chunked(body []byte) []byte {
	extension, trailers := "", ""
	if v.Extended {
		extension = `;a="b;c"`
	}
	if v.Trailers {
		trailers = "X-Checksum: 0\r\nServer-Timing: app;dur=1\r\n"
	}
	var out bytes.Buffer
	size := max(v.Chunk, len(body)/4096)
	for len(body) > 0 {
		n := min(len(body), size)
		fmt.Fprintf(&out, "%x%s\r\n%s\r\n", n, extension, body[:n])
		body = body[n:]
	}
	fmt.Fprintf(&out, "0%s\r\n%s\r\n", extension, trailers)
	return out.Bytes()
}
