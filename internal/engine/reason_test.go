package engine

import (
	"crypto/sha256"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

func answered(mediaType, body string, faults ...wire.Fault) *wire.Exchange {
	return &wire.Exchange{Faults: faults, Response: &wire.Response{
		Status: 200, Fields: []wire.Field{{Name: "Content-Type", Value: mediaType}},
		Body: wire.Body{Length: int64(len(body)), SHA256: sha256.Sum256([]byte(body)), Head: []byte(body), Tail: []byte(body), Complete: true},
	}}
}

const (
	jsonType, streamType, pageType = "application/json;charset=UTF-8", "application/octet-stream;charset=utf-8", "text/html"
	refusedGuid                    = `{"retcode":"000-003","message":"no right","result":""}`
)

// TestBrokenBasisAccountsForAFailure: a failure rests on a basis only if the answer
// shows nothing but what was found broken.
func TestBrokenBasisAccountsForAFailure(t *testing.T) {
	t.Parallel()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	call := target.Recording{Name: "call", Size: 9, SHA256: sha256.Sum256([]byte("recording"))}
	outside := rules.NothingFromOutside(doc)
	security := Check{ID: "security/traversal:climb", RestsOn: []Basis{BasisSuccess, BasisFailure, BasisGuard, BasisPaths}}
	page := answered(pageType, "<html>no</html>")
	extra := wire.Fault{Kind: wire.FaultExtraBytes, Detail: "2 bytes", Count: 1}
	for name, row := range map[string]struct {
		broken  Basis
		rule    rules.Rule     // that showed it
		showing *wire.Exchange // the answer that showed it
		check   Check
		failed  rules.Rule
		about   *wire.Exchange
		want    Basis
	}{
		"the page of every refusal": {BasisFailure, rules.JSONText(), page, security, outside, answered(pageType, "<html>no</html>"), BasisFailure},
		"another page":              {BasisFailure, rules.JSONText(), page, security, outside, answered(pageType, "<html>root:x</html>"), ""},
		"a file":                    {BasisFailure, rules.JSONText(), page, security, outside, answered(streamType, "root:x"), ""},
		"a recording for everybody": {BasisGuard, outside, answered(streamType, "recording"), security, outside, answered(streamType, "recording"), BasisGuard},
		"a file, where recordings are for everybody": {BasisGuard, outside, answered(streamType, "recording"), security, outside, answered(streamType, "root:x"), ""},
		"bytes after the end": {BasisFraming, rules.WellFormed("streaming/nothing-after-end"), answered(streamType, "recording", extra),
			Check{ID: "success/repeatable", RestsOn: []Basis{BasisSuccess}}, rules.Served(call), answered(streamType, "recordin", extra), BasisFraming},
		"no bytes after the end": {BasisFraming, rules.WellFormed("streaming/nothing-after-end"), answered(streamType, "recording", extra),
			Check{ID: "success/repeatable", RestsOn: []Basis{BasisSuccess}}, rules.Served(call), answered(streamType, "recordin"), ""},
		"a Guid that cannot be sent back": {BasisGuidForm, rules.GuidCharacters(spec.Renewal{Header: "Set-GUID"}), answered(jsonType, "{}"),
			Check{ID: "session/sign-out"}, rules.Succeeded(doc), answered(jsonType, refusedGuid), BasisGuidForm},
		"another refusal": {BasisGuidForm, rules.GuidCharacters(spec.Renewal{Header: "Set-GUID"}), answered(jsonType, "{}"),
			Check{ID: "session/sign-out"}, rules.Succeeded(doc), answered(jsonType, `{"retcode":"100-004","message":"","result":""}`), ""},
		"a kind of recording that is never whole": {BasisKinds, rules.Served(call), answered(streamType, "recordin"),
			Check{ID: "streaming/size-boundaries:some-kib", RestsOn: []Basis{BasisSuccess, BasisKinds}, Distinguishes: true}, rules.Served(call), answered(streamType, "recordin"), BasisKinds},
	} {
		var b breakages
		b.add(row.broken, "found/it", row.rule.Judge(row.showing), false, row.showing)
		b.addRule(row.broken, brokenRule{"found/it", row.rule})
		found := row.failed.Judge(row.about)
		if len(found) == 0 {
			t.Errorf("%s: the check does not fail", name)
		}
		o := outcome{ending: violated, about: row.about, found: found, rule: row.failed, basis: Basis(row.failed.Property)}
		got, check, ok := b.accounts(row.check, o, doc, []target.Recording{call})
		if ok != (row.want != "") || ok && (got != row.want || check != "found/it") {
			t.Errorf("%s: got %q by %q, %v; want %q", name, got, check, ok, row.want)
		}
	}
}

// TestChecksAreTriedThreeTimes: after that a broken form blocks all but the checks
// that say what is broken or look for what must never be served.
func TestChecksAreTriedThreeTimes(t *testing.T) {
	t.Parallel()
	rests := []Basis{BasisFailure}
	for name, row := range map[string]struct {
		tries   int
		partial bool
		check   Check
		blocked bool
	}{
		"two tries":        {2, false, Check{ID: "parameters/any-order", RestsOn: rests}, false},
		"three tries":      {3, false, Check{ID: "parameters/any-order", RestsOn: rests}, true},
		"broken in a part": {3, true, Check{ID: "parameters/any-order", RestsOn: rests}, false},
		"rests on nothing": {3, false, Check{ID: "method/get"}, false},
		"always tried":     {3, false, Check{ID: "auth/guid-absent", RestsOn: rests, AlwaysTried: true}, false},
	} {
		var b breakages
		b.add(BasisFailure, "failure/valid-json", []report.Mismatch{{What: "body"}}, row.partial)
		for range row.tries {
			b.tried(BasisFailure)
		}
		if _, check, ok := b.exhausted(row.check); ok != row.blocked || ok && check != "failure/valid-json" {
			t.Errorf("%s: blocked %v by %q, want %v", name, ok, check, row.blocked)
		}
	}
}

// TestBasesAreOrdered: nothing rests on itself, and what others rest on comes first.
func TestBasesAreOrdered(t *testing.T) {
	t.Parallel()
	for b, below := range basisRestsOn {
		for _, one := range below {
			if one.depth() >= b.depth() {
				t.Errorf("%s is not after %s", b, one)
			}
		}
	}
}
