package suites

import (
	"fmt"
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// What is left open is asked at the end of a check that is about something
// close to it, and only reported.

// remark reports how an altered download is answered.
func remark(t *engine.T, requirement, what string, s *engine.Session, rec target.Recording, changes ...engine.RequestOption) {
	t.Observe(requirement, "%s: %s", what, answerIn(t.Download(s, rec, changes...), rec))
}

// answerIn says in a few words what came: a recording, a retcode, a status, nothing.
func answerIn(x *wire.Exchange, rec target.Recording) string {
	switch code := rules.Retcode(x); {
	case x.Response == nil:
		return "no answer"
	case len(rules.Served(rec).Judge(x)) == 0:
		return "the recording " + rec.Name
	case code != "":
		return fmt.Sprintf("retcode %s with status %d", wire.Excerpt([]byte(code), 20), x.Response.Status)
	}
	return fmt.Sprintf("status %d without a retcode", x.Response.Status)
}

// tlsFacts is what was agreed, and the certificate.
func tlsFacts(_ *engine.Request, x *wire.Exchange) string {
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
func otherMethodAnswered(a *engine.Request, x *wire.Exchange) string {
	if a.Op.LogName != spec.DownloadRecordFile || a.Method == a.Op.Method || a.Method == "HEAD" || a.Method == "OPTIONS" {
		return ""
	}
	return a.Method + ": " + answerIn(x, target.Recording{Name: "none", Size: -1})
}

// unpublishedRetcode is a retcode that no page lists.
func unpublishedRetcode(a *engine.Request, x *wire.Exchange) string {
	code := rules.Retcode(x)
	if _, listed := a.Doc.Code(code); listed || code == "" {
		return ""
	}
	return fmt.Sprintf("%s from %s", wire.Excerpt([]byte(code), 40), a.Op.LogName)
}
