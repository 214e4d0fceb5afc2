package wire

import (
	"bytes"
	"fmt"
	"time"
)

// send writes the request. It may fail although a response arrives: a peer that
// rejects a request need not read all of it.
func (r *roundTrip) send() error {
	message := serialize(r.x.Request)
	size := r.opt.piece
	if size <= 0 {
		size = bufferSize
	}
	for sent := 0; sent < len(message); {
		piece := message[sent:min(sent+size, len(message))]
		at := time.Now().Add(r.lim.Idle)
		if r.exchangeDeadline.Before(at) {
			at = r.exchangeDeadline
		}
		_ = r.nc.SetWriteDeadline(at)
		if e := r.cancelled(); e != nil {
			return e
		}
		n, err := r.nc.Write(piece)
		sent += n
		if err != nil {
			return r.sendFailed(sent, len(message), err)
		}
	}
	return nil
}

func (r *roundTrip) sendFailed(sent, whole int, err error) error {
	if e := r.cancelled(); e != nil {
		return e
	}
	r.ambiguous = true // the peer may read the next request as the rest of this one
	progress := fmt.Sprintf("after %d of %d bytes of the request", sent, whole)
	switch {
	case isTimeout(err):
		return &Error{Op: OpSend, Cause: ErrSendTimeout, Err: err, Text: "the peer read nothing for too long (limit idle or exchange) " + progress}
	case isReset(err):
		return &Error{Op: OpSend, Cause: ErrReset, Err: err, Text: "the peer reset the connection " + progress}
	}
	return r.connectionFailed(err)
}

// serialize returns the bytes of the request (RFC 9112 section 3).
func serialize(req Request) []byte {
	var out bytes.Buffer
	out.WriteString(req.Method + " " + req.Target + " HTTP/1.1\r\n")
	for _, f := range req.Fields {
		out.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	out.WriteString("\r\n")
	out.Write(req.Body)
	return out.Bytes()
}
