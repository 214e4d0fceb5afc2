package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func eachItsOwn(t *engine.T) {
	s, all := t.SignIn(0), declared(t, 1, 256*kib)
	for _, rec := range all {
		x := t.Download(s, rec)
		t.Given(x, rules.Responded())
		t.Then(x, rules.NoOtherThan(rec, all...))
	}
}

// sameNameElsewhere requests the file of a recording in a directory that is
// not its own. If there happens to be another file there, that is served.
func sameNameElsewhere(t *engine.T) {
	s, rec := t.Twin()
	i := strings.LastIndexAny(rec.RecordID, `/\`)
	x := t.Download(s, rec, withParam(spec.RoleRecord, rec.RecordID[:i]+"0"+rec.RecordID[i:]))
	t.Given(x, rules.Responded())
	t.Then(x, rules.NotServed(rec))
}
