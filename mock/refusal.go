package mock

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// refusal is the error of a stage or a handler that refuses. The document
// says which retcode and message the condition gives.
type refusal struct {
	cond   spec.Condition
	detail string // for the log, never for the client
	code   string // retcode, if it is not the one that the document gives the condition
}

func (r *refusal) Error() string { return string(r.cond) + ": " + r.detail }

// refuse makes a refusal. The detail must not contain secrets.
func refuse(cond spec.Condition, detail string, args ...any) error {
	return &refusal{cond: cond, detail: fmt.Sprintf(detail, args...)}
}

// refuseWith is refuse with a retcode of its own.
func refuseWith(code string, cond spec.Condition, detail string) error {
	return &refusal{cond: cond, detail: detail, code: code}
}

// refusalAnswer turns an error into the answer that the client gets: a plain
// HTTP error for an address that does not exist, otherwise the envelope of the
// condition. An error that names no condition is a fault of the server.
func (g *Gateway) refusalAnswer(r *request, err error) *answer {
	if u, ok := errors.AsType[*routeError](err); ok {
		return routeErrorAnswer(u)
	}
	fault, ok := errors.AsType[*refusal](err)
	if !ok {
		fault = &refusal{cond: spec.ServerFault, detail: err.Error()}
	}
	row := g.doc.Retcode(fault.cond)
	if fault.code != "" {
		row, _ = g.doc.Code(fault.code)
		row.Code = fault.code
	}
	return &answer{
		status: http.StatusOK, cond: fault.cond, detail: fault.detail,
		contentType: r.op.Failure.ContentType,
		envelope:    newObject("retcode", row.Code, "message", row.Message, "result", ""),
	}
}

func routeErrorAnswer(u *routeError) *answer {
	a := &answer{
		status: u.status, detail: u.Error(),
		contentType: "text/plain; charset=utf-8",
		body:        []byte(strings.ToLower(u.Error()) + "\n"),
	}
	if u.allow != nil {
		a.setHeader("Allow", strings.Join(u.allow, ", "))
	}
	return a
}
