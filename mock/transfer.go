package mock

import (
	"errors"
	"net/http"
)

// Transfer is what happened to the body of one answer on its connection.
type Transfer struct {
	Promised int64 // bytes that the body has: the size of the recording, or the length of the envelope; 0 for HEAD
	Written  int64 // bytes handed to the connection, without chunk sizes; whether the client read them is not known
	Aborted  Abort // who ended the transfer before its end, NotAborted if it is complete
	Err      error // why; nil if the transfer is complete or a deviation cut it on purpose
}

// Complete reports whether the whole body was handed to the connection.
func (t Transfer) Complete() bool { return t.Aborted == NotAborted }

// Abort is who ended a transfer before its end.
type Abort string

// The values of Abort.
const (
	NotAborted       Abort = ""
	AbortedByClient  Abort = "client"  // the connection took no more bytes
	AbortedByGateway Abort = "gateway" // the recording could not be read to its end, or a deviation cut it
)

// connectionError marks the error of a connection that takes no more bytes.
type connectionError struct{ error }

func (e *connectionError) Unwrap() error { return e.error }

// onConnection marks an error as one of the connection.
func onConnection(err error) error {
	if err == nil {
		return nil
	}
	return &connectionError{err}
}

// write sends an answer. It is the only place from which answers go out.
func (g *Gateway) write(w http.ResponseWriter, a *answer) Transfer {
	var t Transfer
	t.Promised, t.Err = a.finish()
	if t.Err == nil {
		t.Written, t.Err = send(w, a)
	}
	_, failed := errors.AsType[*connectionError](t.Err)
	switch {
	case failed:
		t.Aborted = AbortedByClient
	case t.Err != nil, t.Written < t.Promised:
		t.Aborted = AbortedByGateway
	}
	return t
}
