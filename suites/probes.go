package suites

import (
	"fmt"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

// What is left open is asked at the end of a check that is about something
// close to it, and only reported.

// remark reports how an altered download is answered.
func (t *T) remark(requirement, what string, s *Session, rec target.Recording, changes ...change) {
	t.observe(requirement, "%s: %s", what, answerIn(t.Download(s, rec, changes...), rec))
}

// answerIn says in a few words what came: a recording, a retcode, a status, nothing.
func answerIn(x *wire.Exchange, rec target.Recording) string {
	switch code := expect.Retcode(x); {
	case x.Response == nil:
		return "no answer"
	case len(expect.Served(rec).Judge(x)) == 0:
		return "the recording " + rec.Name
	case code != "":
		return fmt.Sprintf("retcode %s with status %d", wire.Excerpt([]byte(code), 20), x.Response.Status)
	}
	return fmt.Sprintf("status %d without a retcode", x.Response.Status)
}

// tlsFacts is what was agreed, and the certificate.
func tlsFacts(_ *ask, x *wire.Exchange) string {
	if x.TLS.Version == "" {
		return ""
	}
	facts := x.TLS.Version + " " + x.TLS.CipherSuite
	if x.TLS.NotAfter.IsZero() {
		return facts
	}
	return fmt.Sprintf("%s, certificate of %s by %s until %s", facts, x.TLS.Subject, x.TLS.Issuer, x.TLS.NotAfter.Format(time.DateOnly))
}

// otherMethodAnswered is how a download by another method was answered.
func otherMethodAnswered(a *ask, x *wire.Exchange) string {
	if a.op.LogName != spec.DownloadRecordFile || a.method == a.op.Method || a.method == "HEAD" || a.method == "OPTIONS" {
		return ""
	}
	return a.method + ": " + answerIn(x, target.Recording{Name: "none", Size: -1})
}

// unpublishedRetcode is a retcode that no page lists.
func unpublishedRetcode(a *ask, x *wire.Exchange) string {
	code := expect.Retcode(x)
	if _, listed := a.doc.Code(code); listed || code == "" {
		return ""
	}
	return fmt.Sprintf("%s from %s", wire.Excerpt([]byte(code), 40), a.op.LogName)
}
