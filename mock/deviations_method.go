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

const download = spec.DownloadRecordFile

func methodDeviations() []Deviation {
	return []Deviation{
		deviation("get-not-allowed", "A recording is served to POST and not to GET.",
			breaks("method/get"), methodOf(download, http.MethodPost), "*/*"),
		deviation("post-serves-recording", "A POST gets the recording as a GET does.",
			breaks("method/post-refused"), alsoAllows(download, http.MethodPost)),
		deviation("post-form-serves-recording", "A POST gets the recording that a form in its body names.",
			breaks("method/post-refused"), all(alsoAllows(download, http.MethodPost), bodyOf(download), onIncoming(download, formRead))),
		deviation("post-claims-success", "A POST is answered with an envelope of success.",
			breaks("method/post-refused"), onRefusedMethod(http.MethodPost, status(http.StatusOK), contentType("application/json;charset=UTF-8"),
				body(`{"message":"","retcode":"0","result":{}}`))),
		deviation("put-serves-recording", "A PUT gets the recording as a GET does.",
			breaks("method/put-refused"), alsoAllows(download, http.MethodPut)),
		deviation("put-gets-empty-stream", "A PUT gets a recording without a byte.",
			breaks("method/put-refused"), onRefusedMethod(http.MethodPut, status(http.StatusOK), contentType("application/octet-stream;charset=utf-8"), body(""))),
		deviation("method-in-any-case", "The method is recognised in any letter case.",
			breaks("method/unknown-refused"), methodAnyCase),
		deviation("any-method-serves-recording", "Every method gets the recording.",
			breaks("method/post-refused", "method/put-refused", "method/delete-refused", "method/patch-refused", "method/unknown-refused"),
			anyMethod),
		deviation("delete-removes-recording", "A DELETE is refused and yet removes the recording.",
			breaks("method/refusal-changes-nothing"), changedBy(http.MethodDelete, nil, fs.ErrNotExist), "*/*"),
		deviation("delete-ends-session", "A DELETE is refused and yet signs the agent out.",
			breaks("method/refusal-changes-nothing"), refusedYet(http.MethodDelete, func(g *Gateway, r *request) { g.Expire(r.agent) })),
		deviation("put-overwrites-recording", "A PUT is refused and yet overwrites the recording.",
			breaks("method/refusal-changes-nothing"), changedBy(http.MethodPut, fixtures.FromBytes([]byte("overwritten")), nil), "*/*"),
		deviation("post-overwrites-recording", "A POST is refused and yet overwrites the recording.",
			breaks("method/refusal-changes-nothing"), changedBy(http.MethodPost, fixtures.FromBytes([]byte("overwritten")), nil), "*/*"),
		deviation("patch-locks-recording", "A PATCH is refused and leaves the recording locked.",
			breaks("method/refusal-changes-nothing"), changedBy(http.MethodPatch, nil, errLocked), "*/*"),
	}
}

var errLocked = errors.New("the recording is locked")

// methodOf makes an operation answer to another method.
func methodOf(logName, method string) func(*conduct) {
	return func(c *conduct) {
		op, _ := c.doc.Operation(logName)
		op.Method = method
	}
}

func anyMethod(c *conduct) {
	allows := c.allows
	c.allows = func(op *spec.Operation, method string) bool {
		return op.LogName == download && method != http.MethodHead && method != http.MethodOptions || allows(op, method)
	}
}

func methodAnyCase(c *conduct) {
	allows := c.allows
	c.allows = func(op *spec.Operation, method string) bool { return allows(op, strings.ToUpper(method)) }
}

// bodyOf keeps the body of an operation that has none by the document.
func bodyOf(logName string) func(*conduct) {
	return func(c *conduct) {
		op, _ := c.doc.Operation(logName)
		op.Body = openapi3.NewStringSchema()
	}
}

// formRead takes the parameters out of a form.
func formRead(r *request) {
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
func onRefusedMethod(method string, edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool { return a.request.op == nil && a.request.http.Method == method }, edits...)
}

// refusedYet refuses downloads by a method as usual, but only after something
// was done for them.
func refusedYet(method string, effect func(*Gateway, *request)) func(*conduct) {
	return func(c *conduct) {
		alsoAllows(download, method)(c)
		c.stages[download] = slices.Insert(c.stages[download], 0, stage{"refused-yet", func(g *Gateway, r *request) error {
			if r.http.Method != method {
				return nil
			}
			effect(g, r)
			return &unroutable{status: http.StatusMethodNotAllowed, allow: []string{r.op.Method}}
		}})
	}
}

// changedBy has a method change the recording that it is refused for: a
// download then gets the content, or fails with the error.
func changedBy(method string, content *fixtures.Content, failure error) func(*conduct) {
	return func(c *conduct) {
		var changed sync.Map
		open := c.open
		c.open = func(p place) (io.ReadCloser, int64, error) {
			switch _, found := changed.Load(p); {
			case !found:
				return open(p)
			case failure != nil:
				return nil, 0, failure
			}
			return content.Open(), content.Size(), nil
		}
		refusedYet(method, func(_ *Gateway, r *request) {
			if p, err := c.locate(r.value(spec.RoleRecord), r.value(spec.RoleFiletype)); err == nil {
				changed.Store(p, true)
			}
		})(c)
	}
}
