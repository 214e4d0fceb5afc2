package engine

import (
	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Request is one request in the making.
type Request = client.Request

// RequestOption alters one thing of a request.
type RequestOption = client.Option

// Operation is one operation of the document.
func (t *T) Operation(logName string) *spec.Operation {
	op, ok := t.Doc().Operation(logName)
	if !ok {
		t.broken("the document has no operation %q", logName)
	}
	return op
}

// DownloadRequest is the documented request for a recording.
func (t *T) DownloadRequest(s *Session, rec target.Recording) *Request {
	a := t.documented(spec.DownloadRecordFile, s.Agent.ID, s.Guid, nil)
	a.Ask(t.Deployment(), rec)
	return a
}
