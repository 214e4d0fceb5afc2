package mock

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// Refusal says why the gateway refused a request. It is for those who
// explain the refusal; the client gets only the retcode and the message that the
// document gives the condition. It holds no Guid, no password and no path.
type Refusal struct {
	Condition   spec.Condition // "" if no operation has the address or the method
	Requirement string         // id in the register of the document, "" if no requirement fits
	Stage       string         // the check that refused, for example "guid"
	Detail      string         // in words
	Facts       []Fact         // in a fixed order
}

// Fact is one thing that the gateway knew when it refused a request, for
// example guid=replaced or drive=q.
type Fact struct{ Name, Value string }

// refusal is the error with which a stage or a handler refuses.
type refusal struct {
	cond        spec.Condition
	detail      string // for the log, never for the client
	code        string // retcode, if it is not the one that the document gives the condition
	requirement string // "" for the usual one of the condition
	facts       []Fact
}

func (r *refusal) Error() string { return string(r.cond) + ": " + r.detail }

// refuse makes a refusal. The detail must not contain secrets.
func refuse(cond spec.Condition, detail string, args ...any) *refusal {
	return &refusal{cond: cond, detail: fmt.Sprintf(detail, args...)}
}

// refuseWith is refuse with a retcode other than that of the document.
func refuseWith(code string, cond spec.Condition, detail string) *refusal {
	return &refusal{cond: cond, detail: detail, code: code}
}

// noSession refuses a request for an agent who is not signed in.
func noSession(agent string) *refusal {
	return refuse(spec.NotSignedIn, "agent %q is not signed in", agent).with("agent", agent)
}

// with adds a fact. Its value must not be a secret.
func (r *refusal) with(name, value string) *refusal {
	r.facts = append(r.facts, Fact{name, value})
	return r
}

// breaking names a requirement that fits better than the usual one.
func (r *refusal) breaking(requirement string) *refusal {
	r.requirement = requirement
	return r
}

// usualRequirements are the requirements that ask for a refusal, by condition.
// A server fault follows from none.
var usualRequirements = map[spec.Condition]string{
	spec.GuidRefused:      "retcodes/guid-refused",
	spec.NotSignedIn:      "retcodes/not-signed-in",
	spec.DownloadDisabled: "retcodes/download-disabled",
	spec.RecordingAbsent:  "retcodes/recording-absent",
	spec.DriveUnmapped:    "retcodes/drive-unmapped",
	spec.LocationMissing:  "retcodes/location-missing",
	spec.PathInvalid:      "paths/neither-grammar",
	spec.RecordIDMissing:  "parameters/record-id-missing",
	spec.AlreadySignedIn:  "session/second-sign-in-refused",
	spec.WrongPassword:    "session/wrong-password-refused",
	spec.SignInInvalid:    "session/sign-in-incomplete",
}

// refused turns the error of a stage into the answer to the client and the
// record of why. All refusals are decided here. An error that names no
// condition is a fault of the server.
func (g *Gateway) refused(r *request, stage string, err error) *answer {
	if u, ok := errors.AsType[*routeError](err); ok {
		return routeErrorAnswer(u, stage)
	}
	why, ok := errors.AsType[*refusal](err)
	if !ok {
		why = &refusal{cond: spec.ServerFault, detail: err.Error()}
	}
	row := g.doc.Retcode(why.cond)
	if why.code != "" {
		row, _ = g.doc.Code(why.code)
		row.Code = why.code
	}
	return &answer{
		status: http.StatusOK, cond: why.cond, refusal: why.record(stage),
		contentType: r.op.Failure.ContentType,
		envelope:    newObject("retcode", row.Code, "message", row.Message, "result", ""),
	}
}

// record is the refusal as others see it.
func (r *refusal) record(stage string) *Refusal {
	requirement := r.requirement
	if requirement == "" {
		requirement = usualRequirements[r.cond]
	}
	return &Refusal{Condition: r.cond, Requirement: requirement, Stage: stage, Detail: r.detail, Facts: r.facts}
}

// routeErrorAnswer is a plain HTTP error: the request belongs to no operation.
func routeErrorAnswer(u *routeError, stage string) *answer {
	a := &answer{
		status: u.status, refusal: &Refusal{Stage: stage, Detail: u.Error(), Requirement: "parameters/address"},
		contentType: "text/plain; charset=utf-8",
		body:        []byte(strings.ToLower(u.Error()) + "\n"),
	}
	if u.allow != nil {
		allowed := strings.Join(u.allow, ", ")
		a.setHeader("Allow", allowed)
		a.refusal.Requirement, a.refusal.Facts = "method/get", []Fact{{"allowed", allowed}}
	}
	return a
}
