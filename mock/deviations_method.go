package mock

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// methodDeviations accept wrong methods, or let a refused one have effects.
func methodDeviations() []Deviation {
	return []Deviation{
		deviation("get-not-allowed", "POST gets a recording; GET is refused.",
			breaks("method/get", "success/availability"), underMethod(download, http.MethodPost), "*/*"),
		deviation("post-serves-recording", "POST gets the recording, as GET does.",
			breaks("method/post-refused"), alsoAllowsMethod(download, http.MethodPost)),
		deviation("post-form-serves-recording", "POST gets the recording that the form in its body names.",
			breaks("method/post-refused"), all(alsoAllowsMethod(download, http.MethodPost), withRequestBody(download), onIncoming(download, readForm))),
		deviation("post-claims-success", "POST is answered with a success envelope.",
			breaks("method/post-refused"), onRefusedMethod(http.MethodPost, status(http.StatusOK), contentType("application/json;charset=UTF-8"),
				body(`{"message":"","retcode":"0","result":{}}`))),
		deviation("put-serves-recording", "PUT gets the recording, as GET does.",
			breaks("method/put-refused"), alsoAllowsMethod(download, http.MethodPut)),
		deviation("put-gets-empty-stream", "PUT gets an empty recording.",
			breaks("method/put-refused"), onRefusedMethod(http.MethodPut, status(http.StatusOK), contentType("application/octet-stream;charset=utf-8"), body(""))),
		deviation("method-in-any-case", "Methods are accepted in any letter case.",
			breaks("method/unknown-refused"), methodAnyCase),
		deviation("any-method-serves-recording", "Every method gets the recording.",
			breaks("method/post-refused", "method/put-refused", "method/delete-refused", "method/patch-refused", "method/unknown-refused"),
			anyMethod),
		deviation("delete-removes-recording", "DELETE is refused but removes the recording.",
			breaks("method/refusal-changes-nothing"), recordingChangedBy(http.MethodDelete, nil, fs.ErrNotExist), "*/*"),
		deviation("delete-ends-session", "DELETE is refused but signs the agent out.",
			breaks("method/refusal-changes-nothing"), refusedAfterEffect(http.MethodDelete, func(g *Gateway, r *request) { g.Expire(r.agent) })),
		deviation("put-overwrites-recording", "PUT is refused but overwrites the recording.",
			breaks("method/refusal-changes-nothing"), recordingChangedBy(http.MethodPut, fixtures.FromBytes([]byte("overwritten")), nil), "*/*"),
		deviation("post-overwrites-recording", "POST is refused but overwrites the recording.",
			breaks("method/refusal-changes-nothing", "success/exact-bytes"), recordingChangedBy(http.MethodPost, fixtures.FromBytes([]byte("overwritten")), nil), "*/*"),
		deviation("patch-locks-recording", "PATCH is refused but leaves the recording locked.",
			breaks("method/refusal-changes-nothing"), recordingChangedBy(http.MethodPatch, nil, errLocked), "*/*"),
	}
}

var errLocked = errors.New("the recording is locked")

// underMethod changes the method of an operation.
func underMethod(logName, method string) func(*behavior) {
	return func(c *behavior) {
		op, _ := c.doc.Operation(logName)
		op.Method = method
	}
}

func anyMethod(c *behavior) {
	allows := c.allowsMethod
	c.allowsMethod = func(op *spec.Operation, method string) bool {
		return op.LogName == download && method != http.MethodHead && method != http.MethodOptions || allows(op, method)
	}
}

func methodAnyCase(c *behavior) {
	allows := c.allowsMethod
	c.allowsMethod = func(op *spec.Operation, method string) bool { return allows(op, strings.ToUpper(method)) }
}

// withRequestBody keeps the request body of an operation that has none in the
// document.
func withRequestBody(logName string) func(*behavior) {
	return func(c *behavior) {
		op, _ := c.doc.Operation(logName)
		op.Body = openapi3.NewStringSchema()
	}
}

// readForm takes parameters from a form in the body.
func readForm(r *request) {
	sent, err := r.body()
	if err != nil || !strings.HasPrefix(r.http.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return
	}
	form := parseQuery(string(sent))
	for _, p := range r.op.Parameters {
		if v := form[p.Name]; v.given {
			r.values[p.Role] = v
		}
	}
}

// onRefusedMethod changes the answers to a method that no operation has.
func onRefusedMethod(method string, edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.request.op == nil && a.request.http.Method == method }, edits...)
}

// refusedAfterEffect refuses downloads by a method as usual, but applies effect
// first.
func refusedAfterEffect(method string, effect func(*Gateway, *request)) func(*behavior) {
	return func(c *behavior) {
		alsoAllowsMethod(download, method)(c)
		c.stages[download] = slices.Insert(c.stages[download], 0, stage{"refused-yet", func(g *Gateway, r *request) error {
			if r.http.Method != method {
				return nil
			}
			effect(g, r)
			return &routeError{status: http.StatusMethodNotAllowed, allow: []string{r.op.Method}}
		}})
	}
}

// recordingChangedBy lets a refused method change the recording: a later
// download gets the content, or fails with the error.
func recordingChangedBy(method string, content *fixtures.Content, failure error) func(*behavior) {
	return func(c *behavior) {
		var changed sync.Map
		open := c.openRecording
		c.openRecording = func(p place) (io.ReadCloser, int64, error) {
			switch _, found := changed.Load(p); {
			case !found:
				return open(p)
			case failure != nil:
				return nil, 0, failure
			}
			return content.Open(), content.Size(), nil
		}
		refusedAfterEffect(method, func(_ *Gateway, r *request) {
			if p, err := c.locate(r.value(spec.RoleRecord), r.value(spec.RoleFiletype)); err == nil {
				changed.Store(p, true)
			}
		})(c)
	}
}
