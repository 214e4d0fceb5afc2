package wire

import (
	"fmt"
	"io"
	"time"
)

// receiveBody reads the body by its framing and records it.
func (r *roundTrip) receiveBody() error {
	resp := r.x.Response
	r.frame(resp)
	r.digest.Reset()
	r.rec.digest = r.digest
	err := r.readBody(resp)
	resp.Body = r.rec.body(err == nil)
	r.x.Timing.Done = time.Since(r.x.Began)
	return err
}

func (r *roundTrip) readBody(resp *Response) error {
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

func (r *roundTrip) lengthBody(resp *Response) error {
	if resp.Declared > r.lim.BodyBytes {
		return &Error{Op: OpBody, Cause: ErrBodyTooLong,
			Text: fmt.Sprintf("the declared body of %d bytes exceeds limit body (%d bytes)", resp.Declared, r.lim.BodyBytes)}
	}
	r.rec.reserveHead(resp.Declared)
	err := r.copy(resp.Declared)
	if err == io.EOF {
		r.fault(FaultBodyShort, r.pos, "%d of %d bytes before the connection ended", r.rec.length, resp.Declared)
		return r.truncated()
	}
	return err
}

// closeBody reads up to the end of the connection. That end has no meaning if
// Content-Length is present and invalid.
func (r *roundTrip) closeBody(resp *Response) error {
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

// unknownLength records what arrives within a short time, as evidence.
func (r *roundTrip) unknownLength(resp *Response) error {
	r.exchangeDeadline = earlier(r.exchangeDeadline, time.Now().Add(lingering))
	_ = r.copy(1<<63 - 1)
	return r.malformed("the end of the body is unknown: Content-Length %s", joined(resp.Fields, "Content-Length"))
}

// copy records n bytes of the body, fewer only with an error, which is io.EOF if
// the peer closed.
func (r *roundTrip) copy(n int64) error {
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

// take records a piece of the body, passes it to the sink and applies the limits.
func (r *roundTrip) take(p []byte) error {
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
			return &Error{Op: OpBody, Cause: ErrSink, Err: err, Text: "the writer for the body failed " + r.progress() + ": " + clean(err)}
		}
	}
	switch {
	case r.opt.abort > 0 && r.rec.length >= r.opt.abort:
		return r.aborted()
	case len(p) < len(full):
		return &Error{Op: OpBody, Cause: ErrBodyTooLong, Text: fmt.Sprintf("the body is longer than %d bytes (limit body)", r.lim.BodyBytes)}
	}
	return r.callOnBody()
}

func (r *roundTrip) aborted() error {
	return &Error{Op: OpBody, Cause: ErrAborted, Text: "the connection was closed here, as requested, " + r.progress()}
}

// callOnBody calls the function of OnBody.
func (r *roundTrip) callOnBody() error {
	if r.opt.onBody == nil {
		return nil
	}
	if err := r.opt.onBody(r.ctx, r.rec.length); err != nil {
		return &Error{Op: OpBody, Cause: ErrSink, Err: err, Text: "stopped by the caller " + r.progress() + ": " + clean(err)}
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
