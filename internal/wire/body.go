package wire

import (
	"fmt"
	"io"
	"time"
)

// receiveBody reads the body as its framing says and records it.
func (r *run) receiveBody() error {
	resp := r.x.Response
	r.frame(resp)
	r.digest.Reset()
	r.rec.digest = r.digest
	err := r.readBody(resp)
	resp.Body = r.rec.body(err == nil)
	r.x.Timing.Done = time.Since(r.x.Began)
	return err
}

func (r *run) readBody(resp *Response) error {
	if resp.Framing == FramingNone {
		return nil
	}
	if r.opt.abort == 0 && resp.Declared != 0 {
		return r.aborted()
	}
	switch resp.Framing {
	case FramingChunked:
		return r.chunkedBody(resp)
	case FramingLength:
		return r.lengthBody(resp)
	}
	return r.closeBody(resp)
}

func (r *run) lengthBody(resp *Response) error {
	if resp.Declared > r.lim.BodyBytes {
		return &Error{Op: OpBody, Cause: ErrBodyTooLong,
			Text: fmt.Sprintf("a body of %d bytes is announced, more than the %d of limit body", resp.Declared, r.lim.BodyBytes)}
	}
	r.rec.expect(resp.Declared)
	err := r.copy(resp.Declared)
	if err == io.EOF {
		r.fault(FaultBodyShort, r.pos, "%d of %d bytes before the connection ended", r.rec.length, resp.Declared)
		return r.truncated()
	}
	return err
}

// closeBody reads up to the end of the connection. If that is all there is
// because the stated length is invalid, the end means nothing.
func (r *run) closeBody(resp *Response) error {
	if len(Values(resp.Fields, "Content-Length")) > 0 && len(Values(resp.Fields, "Transfer-Encoding")) == 0 {
		return r.unknownLength(resp)
	}
	err := r.copy(1<<63 - 1)
	if err != io.EOF {
		return err
	}
	if r.ending == EndingAbrupt {
		r.fault(FaultCloseNotify, r.pos, "the end of the connection ends the body, without close_notify %s", r.progress())
		return &Error{Op: OpBody, Cause: ErrTruncated, Err: io.ErrUnexpectedEOF,
			Text: "the connection ended without close_notify " + r.progress() + ", so that the body may have been cut"}
	}
	return nil
}

// unknownLength records what comes within a short time, as evidence.
func (r *run) unknownLength(resp *Response) error {
	r.end = soonest(r.end, time.Now().Add(lingering))
	_ = r.copy(1<<63 - 1)
	return r.malformed("the end of the body is unknown: Content-Length %s", joined(resp.Fields, "Content-Length"))
}

// copy records n bytes of body, fewer only with an error; io.EOF if the peer closed.
func (r *run) copy(n int64) error {
	for n > 0 {
		if r.r == r.w {
			if err := r.fill(); err != nil {
				return err
			}
			continue
		}
		p := r.buf[r.r:r.w]
		if int64(len(p)) > n {
			p = p[:n]
		}
		if err := r.take(p); err != nil {
			return err
		}
		n -= int64(len(p))
	}
	return nil
}

// take records a piece of body and does what the options ask for.
func (r *run) take(p []byte) error {
	stop := r.lim.BodyBytes
	if r.opt.abort > 0 {
		stop = min(stop, r.opt.abort)
	}
	full := p
	p = p[:min(int64(len(p)), stop-r.rec.length)]
	r.rec.write(p)
	r.skip(len(p))
	if r.opt.sink != nil {
		if _, err := r.opt.sink.Write(p); err != nil {
			return &Error{Op: OpBody, Cause: ErrSink, Err: err, Text: "what takes the body refused it " + r.progress() + ": " + clean(err)}
		}
	}
	switch {
	case r.opt.abort > 0 && r.rec.length >= r.opt.abort:
		return r.aborted()
	case len(p) < len(full):
		return &Error{Op: OpBody, Cause: ErrBodyTooLong, Text: fmt.Sprintf("the body is longer than %d bytes (limit body)", r.lim.BodyBytes)}
	}
	return r.pause()
}

func (r *run) aborted() error {
	return &Error{Op: OpBody, Cause: ErrAborted, Text: "the connection was closed here, as asked, " + r.progress()}
}

// pause lets the caller have his say.
func (r *run) pause() error {
	if r.opt.onBody == nil {
		return nil
	}
	if err := r.opt.onBody(r.ctx, r.rec.length); err != nil {
		return &Error{Op: OpBody, Cause: ErrSink, Err: err, Text: "stopped by the caller " + r.progress() + ": " + clean(err)}
	}
	return nil
}

func soonest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
