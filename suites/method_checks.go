package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// otherMethods are the methods of RFC 9110 and RFC 5789 that the interface
// does not offer, and one that nobody knows. HEAD is an open question.
var otherMethods = []struct{ id, method string }{
	{"method/post-refused", "POST"}, {"method/put-refused", "PUT"}, {"method/delete-refused", "DELETE"},
	{"method/patch-refused", "PATCH"}, {"method/unknown-refused", "FETCH"},
}

// methodChecks: a recording comes by GET and by nothing else.
func methodChecks(doc *spec.Document) []Check {
	op, _ := doc.Operation(spec.DownloadRecordFile)
	var checks []Check
	for _, m := range otherMethods {
		if op != nil && m.method == op.Method {
			continue
		}
		checks = append(checks, Check{
			ID: m.id, Title: m.method + " serves no recording and changes nothing", Needs: served(),
			Body: func(t *T) { servesNothing(t, m.method) },
		})
	}
	return append(checks, Check{
		ID: "method/get", Title: "GET serves the recording", Needs: served(),
		Body: holds(func(_ *spec.Document, rec recording) expect.Rule { return expect.Served(rec) }),
	})
}

// servesNothing: another method brings no recording, and the recording is
// still there and intact afterwards.
func servesNothing(t *T, method string) {
	s, rec := t.twin()
	x := t.Download(s, rec, withMethod(method))
	t.Then(x, expect.Answered(), expect.NotServed(rec), expect.NoSuccess(t.run.doc))
	t.Then(t.Download(s, rec), expect.Served(rec))
}
