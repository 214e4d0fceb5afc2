package wire

import (
	"bytes"
	"io"
	"strings"
	"time"
)

// receive reads interim responses and the final one.
func (r *roundTrip) receive() error {
	r.op = OpHead
	var interim []Interim
	for {
		resp, err := r.readHead()
		if err == io.EOF {
			err = r.truncated()
		}
		if resp != nil && final(resp.Status) {
			resp.Interim, r.x.Response = interim, resp
		}
		if err != nil {
			return err
		}
		if final(resp.Status) {
			break
		}
		r.noFraming(resp)
		interim = append(interim, Interim{Status: resp.Status, Fields: resp.Fields})
	}
	r.x.Timing.HeadDone = time.Since(r.x.Began)
	r.op = OpBody
	return r.receiveBody()
}

// final reports whether a status ends the exchange; 101 does, since no HTTP follows it.
func final(status int) bool { return status < 100 || status >= 200 || status == 101 }

// readHead reads one status line and its fields. The response is nil if the
// status line has no status code.
func (r *roundTrip) readHead() (*Response, error) {
	resp := &Response{Declared: -1, Framing: FramingNone}
	if err := r.statusLine(resp); err != nil {
		return nil, err
	}
	fields, err := r.fields("head")
	resp.Fields = fields
	return resp, err
}

func (r *roundTrip) statusLine(resp *Response) error {
	line, at, err := r.readLine("head")
	if err == nil && len(line) == 0 {
		r.fault(FaultStatusLine, at, "an empty line before the status line")
		line, at, err = r.readLine("head")
	}
	if len(line) > 0 && !mayBeHTTP(line) && (err == nil || err == io.EOF) {
		return r.notHTTP(at, line)
	}
	if err != nil {
		return err
	}
	return r.parseStatusLine(resp, at, line)
}

// mayBeHTTP reports whether a line starts like a status line, in any case.
func mayBeHTTP(line []byte) bool {
	n := min(len(line), len("HTTP/"))
	return bytes.EqualFold(line[:n], []byte("HTTP/")[:n])
}

func (r *roundTrip) notHTTP(at int64, line []byte) error {
	r.fault(FaultStatusLine, at, "no HTTP status line but %s", quoted(line))
	return r.malformed("the response is not HTTP: it starts with %s", quoted(line))
}

// parseStatusLine parses HTTP-version SP status-code SP [ reason-phrase ] (RFC
// 9112 section 4). It reports faults and continues if it finds a status code.
func (r *roundTrip) parseStatusLine(resp *Response, at int64, line []byte) error {
	version, rest := cutAtSpace(line)
	resp.Proto = Excerpt(version, 16)
	r.checkVersion(at, version)
	code := bytes.TrimLeft(rest, " \t")
	n := 0
	for n < len(code) && isDigit(code[n]) {
		n++
	}
	if n != 3 {
		r.fault(FaultStatusLine, at, "no status code of three digits in %s", quoted(line))
		return r.malformed("the response has no status code: %s", quoted(line))
	}
	if !bytes.Equal(rest[:len(rest)-len(code)], []byte(" ")) {
		r.fault(FaultStatusLine, at, "more than one space before the status code in %s", quoted(line))
	}
	resp.Status = int(code[0]-'0')*100 + int(code[1]-'0')*10 + int(code[2]-'0')
	if resp.Status < 100 || resp.Status > 599 {
		r.fault(FaultStatusCode, at, "status code %s", code[:3])
	}
	resp.Reason = r.reason(at, line, code[3:])
	return nil
}

// cutAtSpace splits before the first white space.
func cutAtSpace(line []byte) (first, rest []byte) {
	if i := bytes.IndexAny(line, " \t"); i >= 0 {
		return line[:i], line[i:]
	}
	return line, nil
}

func (r *roundTrip) checkVersion(at int64, v []byte) {
	if len(v) != 8 || string(v[:5]) != "HTTP/" || !isDigit(v[5]) || v[6] != '.' || !isDigit(v[7]) {
		r.fault(FaultVersion, at, "version %s", quoted(v))
	} else if v[5] != '1' {
		r.fault(FaultVersion, at, "version %s in answer to HTTP/1.1", v)
	}
}

func (r *roundTrip) reason(at int64, line, rest []byte) string {
	if len(rest) == 0 || rest[0] != ' ' {
		r.fault(FaultStatusLine, at, "no space after the status code in %s", quoted(line))
		return string(rest)
	}
	if i := controlAt(rest); i >= 0 {
		r.fault(FaultStatusLine, at, "control character in the reason phrase: %s", quoted(line))
	}
	return string(rest[1:])
}

// fields reads field lines up to the empty line (RFC 9112 section 5).
func (r *roundTrip) fields(what string) ([]Field, error) {
	var fields []Field
	for first := true; ; first = false {
		line, at, err := r.readLine(what)
		if err != nil || len(line) == 0 {
			return fields, err
		}
		if isSpace(line[0]) {
			r.continued(fields, first, at, line)
			continue
		}
		if f, ok := r.field(at, line); ok {
			fields = append(fields, f)
		}
	}
}

// continued handles a line that starts with white space.
func (r *roundTrip) continued(fields []Field, first bool, at int64, line []byte) {
	if first {
		r.fault(FaultLeadingSpace, at, "the line %s", quoted(line))
		return
	}
	r.fault(FaultObsFold, at, "the line %s", quoted(line))
	r.checkControls(at, line)
	if len(fields) == 0 {
		return
	}
	last := &fields[len(fields)-1]
	last.Value = trimSpace(last.Value + " " + trimSpace(string(line)))
}

// field parses one field line; false if it has no name.
func (r *roundTrip) field(at int64, line []byte) (Field, bool) {
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok {
		r.fault(FaultFieldLine, at, "the line %s", quoted(line))
		return Field{}, false
	}
	if bare := bytes.TrimRight(name, " \t"); len(bare) < len(name) {
		r.fault(FaultSpaceBeforeColon, at, "the line %s", quoted(line))
		name = bare
	}
	if !isToken(name) {
		r.fault(FaultFieldName, at, "the name %s", quoted(name))
	}
	r.checkControls(at, value)
	return Field{Name: string(name), Value: trimSpace(strings.ReplaceAll(string(value), "\r", " "))}, len(name) > 0
}

func (r *roundTrip) checkControls(at int64, value []byte) {
	if i := controlAt(value); i >= 0 {
		r.fault(FaultFieldControl, at, "character 0x%02x in the field value %s", value[i], quoted(value))
	}
}
