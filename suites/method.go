package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// otherRequests are downloads by the methods that the interface does not offer
// (RFC 9110, RFC 5789), and by names that HTTP does not know. HEAD and OPTIONS
// are an open question.
var otherRequests = []struct {
	id, what, method string
	changes          []engine.RequestOption
}{
	{"method/post-refused", "POST", "POST", nil},
	{"method/post-refused:form", "POST with a form in place of the query", "POST", []engine.RequestOption{withForm()}},
	{"method/put-refused", "PUT", "PUT", nil},
	{"method/delete-refused", "DELETE", "DELETE", nil},
	{"method/patch-refused", "PATCH", "PATCH", nil},
	{"method/unknown-refused", "the unknown method FETCH", "FETCH", nil},
	{"method/unknown-refused:lower-case", "get, which is not GET,", "get", nil},
}

// writes are requests that would change a recording if they were carried out.
var writes = []struct {
	variant, method string
	changes         []engine.RequestOption
}{
	{"post", "POST", []engine.RequestOption{withBody("application/octet-stream", []byte("gwcheck"))}},
	{"put", "PUT", []engine.RequestOption{withBody("application/octet-stream", []byte("gwcheck"))}},
	{"delete", "DELETE", nil},
	{"patch", "PATCH", []engine.RequestOption{withBody("application/json-patch+json", []byte(`[{"op":"remove","path":""}]`))}},
}

// methodChecks: only GET returns a recording.
func methodChecks(doc *spec.Document) []engine.Check {
	op, _ := doc.Operation(spec.DownloadRecordFile)
	checks := []engine.Check{{ID: "method/get", Title: "GET serves the recording", Needs: served(), Body: getServes}}
	for _, r := range otherRequests {
		if op != nil && r.method == op.Method {
			continue
		}
		checks = append(checks, engine.Check{ID: r.id, Title: r.what + " serves no recording", Needs: served(), Body: servesNothing(r.method, r.changes)})
	}
	for _, w := range writes {
		checks = append(checks, engine.Check{
			ID: "method/refusal-changes-nothing:" + w.variant, Title: "a recording is unchanged after " + w.method,
			Needs: served(), Body: changesNothing(w.method, w.changes),
		})
	}
	return checks
}

func getServes(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	observeDownload(t, "method/head", "HEAD", s, rec, withMethod("HEAD"), engine.AsAttack)
	observeDownload(t, "method/options", "OPTIONS", s, rec, withMethod("OPTIONS"), engine.AsAttack)
}

// servesNothing: another method returns no recording. Whether it is answered at
// all, and how, is not stated.
func servesNothing(method string, changes []engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), spareRecording(t, 0)
		twin := t.Download(s, rec)
		t.Given(twin, rules.Served(rec))
		x := t.Attack(s, rec, append([]engine.RequestOption{withMethod(method)}, changes...)...)
		if x.Response != nil {
			t.Then(x, rules.NoneOf(rec), rules.NothingOf(twin), rules.NoStream(t.Doc()), rules.NoSuccess(t.Doc()))
		}
	}
}

func changesNothing(method string, changes []engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), spareRecording(t, 1)
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.Download(s, rec, append([]engine.RequestOption{engine.AsAttack, withMethod(method)}, changes...)...)
		t.Then(t.Download(s, rec), rules.Served(rec))
	}
}
