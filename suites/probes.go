package suites

import (
	"fmt"

	"github.com/gwcheck/gwcheck/internal/wire"
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
