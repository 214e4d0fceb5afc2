package attest_test

import (
	"bytes"
	"crypto/elliptic"
	"encoding/json"
	"slices"
	"testing"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/suites/report"
)

// good is a result that supports a claim.

// waived makes a failure that a waiver accepts.

// evidence is a result as it is stored.

// pemOf is a key in PEM form.

// keys are both parts of a new key.

// certified is a claim with its evidence.

func TestAClaimVerifiesWithTheKeyThatSignedIt(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"ed25519", "ecdsa"} {
		key, public := ed25519Keys(t)
		if kind == "ecdsa" {
			key, public = keys(t, ecdsaKey(t, elliptic.P256()))
		}
		for name, r := range map[string]report.Result{"conformant": good(), "conformant-with-waivers": good(waived)} {
			b := certified(t, r, key)
			c, problems := attest.Verify(t.Context(), b, public)
			if len(problems) > 0 || string(c.Verdict) != name || c.Organization != "Example Ltd" || c.Version != "8.15.0" || c.Run.Requirements != 2 {
				t.Errorf("%s, %s: got %+v, problems %v", kind, name, c, problems)
			}
			b.Evidence = nil
			if _, problems := attest.Verify(t.Context(), b, public); len(problems) > 0 {
				t.Errorf("%s, %s, without the evidence: %v", kind, name, problems)
			}
			_, other := ed25519Keys(t)
			if _, problems := attest.Verify(t.Context(), b, other); len(problems) != 2 {
				t.Errorf("%s, %s: another key verifies it: %v", kind, name, problems)
			}
		}
	}
}

func TestAStatementSaysWhatInTotoWants(t *testing.T) {
	t.Parallel()
	key, _ := ed25519Keys(t)
	for _, tc := range []struct {
		result       report.Result
		want         string
		pass, failed int
	}{{good(), "PASSED", 1, 0}, {good(waived), "WARNED", 0, 1}} {
		b := certified(t, tc.result, key)
		var s struct {
			Type          string `json:"_type"`
			PredicateType string
			Subject       []struct {
				Name   string
				Digest map[string]string
			}
			Predicate struct {
				Result, URL   string
				Configuration []struct {
					Name   string
					Digest map[string]string
				}
				PassedTests, WarnedTests, FailedTests []string
			}
		}
		if err := json.Unmarshal(payload(t, b.Statement), &s); err != nil {
			t.Fatal(err)
		}
		p := s.Predicate
		if s.Type != "https://in-toto.io/Statement/v1" || s.PredicateType != "https://in-toto.io/attestation/test-result/v0.1" ||
			len(s.Subject) != 1 || s.Subject[0].Digest["sha256"] != sum || p.Result != tc.want || len(p.PassedTests) != tc.pass || len(p.FailedTests) != tc.failed || len(p.WarnedTests) != 1 {
			t.Errorf("got %+v", s)
		}
		var names []string
		for _, c := range p.Configuration {
			names = append(names, c.Name)
		}
		if !slices.Equal(names, []string{"claim.dsse.json", "result.json", "exchanges.har"}) {
			t.Errorf("the configuration names %v", names)
		}
	}
}

// payload is what an envelope holds.

func TestAClaimNamesNoAddressOfAGateway(t *testing.T) {
	t.Parallel()
	key, _ := ed25519Keys(t)
	b := certified(t, good(), key)
	for _, file := range [][]byte{b.Claim, b.Statement} {
		if bytes.Contains(payload(t, file), []byte("internal.example")) {
			t.Error("the address of the gateway is in a claim, which is published")
		}
	}
}

func TestEveryChangedByteOfAClaimIsFound(t *testing.T) {
	t.Parallel()
	key, public := ed25519Keys(t)
	b := certified(t, good(), key)
	change := func(data []byte, i int) []byte {
		changed := bytes.Clone(data)
		changed[i] ^= 1
		return changed
	}
	for i := range b.Claim {
		if _, problems := attest.Verify(t.Context(), attest.Bundle{Claim: change(b.Claim, i), Statement: b.Statement}, public); len(problems) == 0 {
			t.Fatalf("byte %d of the claim changed unnoticed", i)
		}
	}
	for i := range b.Statement {
		if _, problems := attest.Verify(t.Context(), attest.Bundle{Claim: b.Claim, Statement: change(b.Statement, i)}, public); len(problems) == 0 {
			t.Fatalf("byte %d of the statement changed unnoticed", i)
		}
	}
	for k := range b.Evidence {
		for i := 0; i < len(b.Evidence[k].Data); i += 37 {
			files := slices.Clone(b.Evidence)
			files[k].Data = change(files[k].Data, i)
			if _, problems := attest.Verify(t.Context(), attest.Bundle{Claim: b.Claim, Statement: b.Statement, Evidence: files}, public); len(problems) == 0 {
				t.Fatalf("byte %d of %s changed unnoticed", i, files[k].Name)
			}
		}
	}
}

// What a library of DSSE lets pass: other spellings of the same envelope.

func TestOtherSpellingsOfAnEnvelopeAreFound(t *testing.T) {
	t.Parallel()
	key, public := ed25519Keys(t)
	b := certified(t, good(), key)
	var e dsse.Envelope
	if err := json.Unmarshal(b.Claim, &e); err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string][]byte{
		"without the id of the key": bytes.Replace(b.Claim, []byte(e.Signatures[0].KeyID), nil, 1),
		"white space":               append(bytes.Clone(b.Claim), '\n'),
		"a second text":             append(bytes.Clone(b.Claim), "{}"...),
		"an unknown member":         bytes.Replace(b.Claim, []byte("{"), []byte(`{"note": "x",`), 1),
		"another letter case":       bytes.Replace(b.Claim, []byte(`"payload"`), []byte(`"Payload"`), 1),
		"a line break in base64":    bytes.Replace(b.Claim, []byte(e.Payload[:8]), []byte(e.Payload[:8]+`\n`), 1),
		"a second signature":        bytes.Replace(b.Claim, []byte(`"signatures": [`), []byte(`"signatures": [{"keyid": "", "sig": ""},`), 1),
		"no signature":              []byte(`{"payloadType": "` + attest.ClaimType + `", "payload": "` + e.Payload + `", "signatures": []}`),
		"the type of the statement": bytes.Replace(b.Claim, []byte(attest.ClaimType), []byte(attest.StatementType), 1),
		"nothing":                   {},
	} {
		if bytes.Equal(changed, b.Claim) {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, problems := attest.Verify(t.Context(), attest.Bundle{Claim: changed, Statement: b.Statement}, public); len(problems) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestAStatementOfAnotherClaimIsFound(t *testing.T) {
	t.Parallel()
	key, public := ed25519Keys(t)
	a, b := certified(t, good(), key), certified(t, good(waived), key)
	for name, mixed := range map[string]attest.Bundle{
		"another statement": {Claim: a.Claim, Statement: b.Statement},
		"another claim":     {Claim: b.Claim, Statement: a.Statement},
		"swapped":           {Claim: a.Statement, Statement: a.Claim},
		"another evidence":  {Claim: a.Claim, Statement: a.Statement, Evidence: b.Evidence},
		"unknown evidence":  {Claim: a.Claim, Statement: a.Statement, Evidence: []attest.File{{Name: "junit.xml"}}},
	} {
		if _, problems := attest.Verify(t.Context(), mixed, public); len(problems) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}

// The holder of the key can sign anything; what contradicts the result is found.

func TestASignedClaimThatItsResultDoesNotSupportIsFound(t *testing.T) {
	t.Parallel()
	key, public := ed25519Keys(t)
	b := certified(t, good(), key)
	for name, edit := range map[string]struct{ old, new string }{
		"verdict":      {`"verdict": "conformant"`, `"verdict": "conformant-with-waivers"`},
		"claims":       {`"notClaimed": [`, `"notClaimed": ["other",`},
		"sentences":    {`"That the gateway is secure`, `"That the gateway is very secure`},
		"organization": {`Example Ltd`, `Other Ltd`},
		"counts":       {`"pass": 1`, `"pass": 2`},
	} {
		text := bytes.Replace(payload(t, b.Claim), []byte(edit.old), []byte(edit.new), 1)
		if bytes.Equal(text, payload(t, b.Claim)) {
			t.Fatalf("%s: nothing changed", name)
		}
		claim := signed(t, attest.ClaimType, text, key)
		statement := bytes.Replace(payload(t, b.Statement), []byte(digest(b.Claim)), []byte(digest(claim)), 1)
		forged := attest.Bundle{Claim: claim, Statement: signed(t, attest.StatementType, statement, key), Evidence: b.Evidence}
		if _, problems := attest.Verify(t.Context(), forged, public); len(problems) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}

// signed is an envelope in the form that certify writes.

// openssl ecparam writes the parameters of the curve before the key.
