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

// What the document leaves open is requested at the end of a check of a related
// subject, and only reported.

// observeDownload reports how an altered download is answered.
func observeDownload(t *engine.T, requirement, what string, s *engine.Session, rec target.Recording, changes ...engine.RequestOption) {
	t.Observe(requirement, "%s: %s", what, describeAnswer(t.Download(s, rec, changes...), rec))
}

// describeAnswer names the recording, the retcode or the status of an answer.
func describeAnswer(x *wire.Exchange, rec target.Recording) string {
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
	return a.Method + ": " + describeAnswer(x, target.Recording{Name: "none", Size: -1})
}

// unpublishedRetcode is a retcode that is not published.
func unpublishedRetcode(a *engine.Request, x *wire.Exchange) string {
	code := rules.Retcode(x)
	if _, listed := a.Doc.Code(code); listed || code == "" {
		return ""
	}
	return fmt.Sprintf("%s from %s", wire.Excerpt([]byte(code), 40), a.Op.LogName)
}

// observeAcceptance reports whether an undocumented download is accepted.
func observeAcceptance(t *engine.T, requirement string, s *engine.Session, rec target.Recording, changes ...engine.RequestOption) {
	t.Observe(requirement, "%s", describeAcceptance(rec, t.Download(s, rec, changes...)))
}

// describeAcceptance says whether a download was accepted or refused.
func describeAcceptance(rec target.Recording, x *wire.Exchange) string {
	switch code := rules.Retcode(x); {
	case len(rules.Served(rec).Judge(x)) == 0:
		return "accepted"
	case code != "":
		return "refused with " + code
	}
	return "neither accepted nor refused with a retcode"
}

// setGuidOnPolls says what the polls of a static session delivered.
func setGuidOnPolls(t *engine.T, polls []poll) string {
	said := "no poll delivers a Guid"
	for _, p := range polls {
		switch _, sent := t.DeliveredGuid(p.x); {
		case p.renewed:
			return "polls deliver another Guid"
		case sent:
			said = "polls deliver the Guid of the sign-in"
		}
	}
	return said
}

// carries says whether an answer has the header that delivers a Guid.
func carries(t *engine.T, x *wire.Exchange) string {
	name := t.GuidDelivery().Header
	if len(x.Header(name)) > 0 {
		return "has " + name
	}
	return "has no " + name
}

// precedence reports a refusal for which there were two reasons.
func precedence(t *engine.T, reasons string, x *wire.Exchange) {
	t.Observe("retcodes/precedence", "%s: %s", reasons, describeAnswer(x, recording{Name: "none", Size: -1}))
}

// probeEmpty notes how an empty recording is answered: both ways are open.
func probeEmpty(t *engine.T, s *engine.Session) {
	rec, ok := engine.FirstRecording(t.Deployment(), sized(0, 0))
	if !ok {
		return
	}
	t.Observe("streaming/size-zero", "%s", describeTransfer(t.Download(s, rec)))
}

// probeRange notes how a request for the first hundred bytes is answered.
func probeRange(t *engine.T, s *engine.Session) {
	t.Observe("success/range", "%s", describeTransfer(t.Download(s, t.AgentCall(), withField("Range", "bytes=0-99"))))
}

// describeTransfer gives the status with the retcode or the length of an answer.
func describeTransfer(x *wire.Exchange) string {
	switch {
	case x.Response == nil:
		return "no answer"
	case rules.Retcode(x) != "":
		return fmt.Sprintf("status %d with retcode %s", x.Response.Status, rules.Retcode(x))
	case x.Err != nil:
		return fmt.Sprintf("status %d, broken off after %d bytes", x.Response.Status, x.Response.Body.Length)
	}
	return fmt.Sprintf("status %d with %d bytes", x.Response.Status, x.Response.Body.Length)
}
