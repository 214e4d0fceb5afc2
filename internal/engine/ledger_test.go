package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// step is one exchange with a gateway: an operation, the Guid that it offers, and
// what the answer delivers.
type step struct {
	operation, agent, guid string
	code, delivers         string        // of the answer; no answer if code is empty
	after                  time.Duration // since the step before
}

func TestTheLedgerKnowsWhatAGuidMayDo(t *testing.T) {
	signIn := step{operation: spec.Login, agent: "101", code: "0", delivers: "guid-one-0123456789"}
	poll := step{operation: spec.GetAgentEvent, agent: "101", guid: "guid-one-0123456789", code: "0"}
	signOut := step{operation: spec.Logout, agent: "101", guid: "guid-one-0123456789", code: "0"}
	other := step{operation: spec.Login, agent: "102", code: "0", delivers: "guid-two-9876543210"}
	download := func(agent, guid string) step {
		return step{operation: spec.DownloadRecordFile, agent: agent, guid: guid}
	}
	late := func(s step, d time.Duration) step { s.after = d; return s }
	for name, row := range map[string]struct {
		mode     int
		steps    []step // the last one is judged
		offer    Offer
		entitled bool
	}{
		"after a static sign-in":               {1, []step{signIn, download("101", "guid-one-0123456789")}, OffersNewest, true},
		"after a dynamic sign-in without poll": {2, []step{signIn, download("101", "guid-one-0123456789")}, OffersNewest, false},
		"after a dynamic sign-in and a poll":   {2, []step{signIn, poll, download("101", "guid-one-0123456789")}, OffersNewest, true},
		"long after the poll":                  {2, []step{signIn, poll, late(download("101", "guid-one-0123456789"), 31*time.Second)}, OffersNewest, false},
		"without a Guid":                       {1, []step{signIn, download("101", "")}, OffersNone, false},
		"with a Guid that was never issued":    {1, []step{signIn, download("101", "guid-six-0000000000")}, OffersInvented, false},
		"in the other letter case":             {1, []step{signIn, download("101", "GUID-ONE-0123456789")}, OffersDoubtful, false},
		"with the Guid of another agent":       {1, []step{signIn, other, download("101", "guid-two-9876543210")}, OffersForeign, false},
		"after a wrong Guid on the path":       {1, []step{signIn, download("101", ""), download("101", "guid-one-0123456789")}, OffersNewest, false},
		"after the sign-out":                   {1, []step{signIn, signOut, download("101", "guid-one-0123456789")}, OffersEnded, false},
		"after a forced sign-in, the Guid before": {1, []step{signIn, {operation: spec.ForceLogin, agent: "101", code: "0", delivers: "guid-new-5555555555"},
			download("101", "guid-one-0123456789")}, OffersDoubtful, false},
		"after a lost sign-out": {1, []step{signIn, {operation: spec.Logout, agent: "101", guid: "guid-one-0123456789"},
			download("101", "guid-one-0123456789")}, OffersNewest, false},
		"after a renewal, the new Guid": {2, []step{signIn, {operation: spec.GetAgentEvent, agent: "101", guid: "guid-one-0123456789", code: "0", delivers: "guid-new-5555555555"},
			download("101", "guid-new-5555555555")}, OffersNewest, true},
		"after a renewal, the replaced Guid": {2, []step{signIn, {operation: spec.GetAgentEvent, agent: "101", guid: "guid-one-0123456789", code: "0", delivers: "guid-new-5555555555"},
			download("101", "guid-one-0123456789")}, OffersDoubtful, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := replay(t, row.mode, row.steps)
			if s.Offer != row.offer || s.Entitled != row.entitled {
				t.Errorf("got %q, entitled %v; want %q, %v", s.Offer, s.Entitled, row.offer, row.entitled)
			}
		})
	}
}

// Only one request at a time must be served; a second one leaves both in doubt.
func TestRequestsAtTheSameTimeAreNotAlone(t *testing.T) {
	doc, d := ledgerFixture(t, 1)
	l := newLedger()
	now := time.Now()
	first := l.begin(d, requestOf(t, doc, step{operation: spec.DownloadRecordFile, agent: "101"}), true, now)
	held := l.begin(d, requestOf(t, doc, step{operation: spec.GetAgentEvent, agent: "101"}), true, now)
	if !first.Alone || held.Alone {
		t.Errorf("during a held poll: download alone %v, poll alone %v; want true, false", first.Alone, held.Alone)
	}
	second := l.begin(d, requestOf(t, doc, step{operation: spec.DownloadRecordFile, agent: "101"}), true, now)
	if first.Alone || second.Alone {
		t.Errorf("two downloads: alone %v and %v, want neither", first.Alone, second.Alone)
	}
}

func ledgerFixture(t *testing.T, mode int) (*spec.Document, target.Deployment) {
	t.Helper()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	return doc, target.Deployment{
		AuthMode: mode, GuidInterval: time.Minute, GuidTimeout: 2 * time.Minute, SessionTimeout: 2 * time.Minute,
		Agents: []target.Agent{{ID: "101", Password: target.NewSecret("secret-101")}, {ID: "102", Password: target.NewSecret("secret-102")}},
	}
}

func requestOf(t *testing.T, doc *spec.Document, one step) *Request {
	t.Helper()
	var body []byte
	if one.operation == spec.Login || one.operation == spec.ForceLogin {
		body = client.SignInBody(target.Agent{ID: one.agent}, "secret-"+one.agent)
	}
	r, err := client.New(doc, one.operation, one.agent, one.guid, body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// replay feeds a ledger with exchanges and returns the situation of the last.
func replay(t *testing.T, mode int, steps []step) *Situation {
	t.Helper()
	doc, d := ledgerFixture(t, mode)
	login, _ := doc.Operation(spec.Login)
	l, now := newLedger(), time.Now()
	for _, one := range steps[:len(steps)-1] {
		now = now.Add(one.after)
		s := l.begin(d, requestOf(t, doc, one), true, now)
		l.end(doc, login.Renewal, s, answerTo(one, login.Renewal), now)
	}
	last := steps[len(steps)-1]
	return l.begin(d, requestOf(t, doc, last), true, now.Add(last.after))
}

func answerTo(one step, delivery spec.Renewal) *wire.Exchange {
	if one.code == "" {
		return &wire.Exchange{Err: wire.ErrClosed}
	}
	text := `{"retcode":"` + one.code + `","message":"success"}`
	r := &wire.Response{Status: 200, Body: wire.Body{Head: []byte(text), Length: int64(len(text)), Complete: true},
		Fields: []wire.Field{{Name: "Content-Type", Value: "application/json; charset=UTF-8"}}}
	if one.delivers != "" {
		r.Fields = append(r.Fields, wire.Field{Name: delivery.Header, Value: delivery.Prefix + one.delivers})
	}
	return &wire.Exchange{Response: r}
}

// What violations have in common is told only if it tells them from the others.
func TestCommonTraitsTellViolationsApart(t *testing.T) {
	broken := traits{"agent": "102", "deployment": "static", "size": "under 1 KiB"}.common(traits{"agent": "102", "deployment": "static", "size": "8 MiB or more"})
	var held heldTraits
	held.add(traits{"agent": "101", "deployment": "static"})
	got := broken.telling(held)
	if !strings.Contains(got, "agent 102") || strings.Contains(got, "static") || strings.Contains(got, "size") {
		t.Errorf("got %q, want the agent alone", got)
	}
}
