package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// pathsSerialChecks: the recordID of an event looks as if it could be meant, and is not.
func pathsSerialChecks() []engine.Check {
	return []engine.Check{
		{ID: "paths/event-serial:sample", Title: "the recordID of the documentation is rejected as a path", Needs: served(),
			Body: refused(spec.PathInvalid, withParam(spec.RoleRecord, "Yc1v6a20011d20161025t1902050"))},
		{ID: "paths/event-serial:event", Title: "the recordID of a record event is rejected as a path", Needs: served(engine.PoolOff).WithRecordHook(), Requests: callRequests, Body: eventSerial},
	}
}

func eventSerial(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	serial := recordedCall(t, s).Text("recordID")
	if serial == "" {
		t.Inconclusive("the record event has no recordID")
	}
	t.Then(t.Download(s, rec, withParam(spec.RoleRecord, serial)), rules.Refused(t.Doc(), spec.PathInvalid))
}
