package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// otherRequests are downloads by the methods that the interface does not offer
// (RFC 9110, RFC 5789), and by names that HTTP does not know. HEAD and OPTIONS
// are an open question.
var otherRequests = []struct {
	id, what, method string
	changes          []change
}{
	{"method/post-refused", "POST", "POST", nil},
	{"method/post-refused:form", "POST with a form in place of the query", "POST", []change{withForm()}},
	{"method/put-refused", "PUT", "PUT", nil},
	{"method/delete-refused", "DELETE", "DELETE", nil},
	{"method/patch-refused", "PATCH", "PATCH", nil},
	{"method/unknown-refused", "the unknown method FETCH", "FETCH", nil},
	{"method/unknown-refused:lower-case", "get, which is not GET,", "get", nil},
}

// writes are requests that would change a recording if they were carried out.
var writes = []struct {
	variant, method string
	changes         []change
}{
	{"post", "POST", []change{withBody("application/octet-stream", []byte("gwcheck"))}},
	{"put", "PUT", []change{withBody("application/octet-stream", []byte("gwcheck"))}},
	{"delete", "DELETE", nil},
	{"patch", "PATCH", []change{withBody("application/json-patch+json", []byte(`[{"op":"remove","path":""}]`))}},
}

// methodChecks: a recording comes by GET and by nothing else.
func methodChecks(doc *spec.Document) []Check {
	op, _ := doc.Operation(spec.DownloadRecordFile)
	checks := []Check{{ID: "method/get", Title: "GET serves the recording", Needs: served(), Requests: 10, Body: getServes}}
	for _, r := range otherRequests {
		if op != nil && r.method == op.Method {
			continue
		}
		checks = append(checks, Check{ID: r.id, Title: r.what + " serves no recording", Needs: served(), Requests: 10, Body: servesNothing(r.method, r.changes)})
	}
	for _, w := range writes {
		checks = append(checks, Check{
			ID: "method/refusal-changes-nothing:" + w.variant, Title: "after " + w.method + " the recording is still there, unchanged",
			Needs: served(), Requests: 10, Body: changesNothing(w.method, w.changes),
		})
	}
	return checks
}

func getServes(t *T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), expect.Served(rec))
	t.remark("method/head", "HEAD", s, rec, withMethod("HEAD"))
	t.remark("method/options", "OPTIONS", s, rec, withMethod("OPTIONS"))
}

// expendable is the i-th of the recordings that few other checks need, counted
// from the last, for requests that spoil it on a gateway that carries them out.
func (t *T) expendable(i int) recording {
	var fit []recording
	for _, rec := range slices.Backward(t.dep().Recordings) {
		if rec.Size > 1 && rec.Size < 1<<20 {
			fit = append(fit, rec)
		}
	}
	if len(fit) == 0 {
		return t.AgentCall()
	}
	return fit[min(i, len(fit)-1)]
}

// servesNothing: another method brings no recording. Whether it is answered at
// all, and how, is not stated.
func servesNothing(method string, changes []change) func(t *T) {
	return func(t *T) {
		s, rec := t.OwnSession(0), t.expendable(0)
		twin := t.Download(s, rec)
		t.Given(twin, expect.Served(rec))
		x := t.Download(s, rec, append([]change{withMethod(method)}, changes...)...)
		if x.Response != nil {
			t.Then(x, expect.NoneOf(rec), expect.NothingOf(twin), expect.NoStream(t.run.doc), expect.NoSuccess(t.run.doc))
		}
	}
}

func changesNothing(method string, changes []change) func(t *T) {
	return func(t *T) {
		s, rec := t.OwnSession(0), t.expendable(1)
		t.Given(t.Download(s, rec), expect.Served(rec))
		t.Download(s, rec, append([]change{withMethod(method)}, changes...)...)
		t.Then(t.Download(s, rec), expect.Served(rec))
	}
}
