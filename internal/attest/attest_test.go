package attest_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/suites/report"
)

var (
	sum     = strings.Repeat("a1", 32)
	subject = attest.Subject{Name: "gateway-8.15.0.tar.gz", SHA256: sum}
)

// good is a result that supports a claim.
func good(changes ...func(*report.Result)) report.Result {
	r := report.Result{
		Tool:    report.Tool{Version: "1.2.3", Revision: "abc", SHA256: sum, Register: sum},
		Edition: "2023-09-27", Started: time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC), DurationMs: 2345, Requests: 42,
		Target: report.Target{
			Name: "Example gateway", Build: map[string]string{"version": "8.15.0", "digest": "sha256:" + strings.ToUpper(sum)},
			Vendor:      map[string]string{"organization": "Example Ltd", "product": "CC <Gateway>", "contact": "cc@example.com", "url": "https://example.com"},
			Claimed:     []string{"static authentication (AUTHMODE 1)"},
			NotClaimed:  []string{"CTI pool mode"},
			Recordings:  []report.RecordingKind{{Kind: "agent-call", Count: 2}, {Kind: "ivr-message", Count: 1}},
			Deployments: []report.Deployment{{Name: "static", URL: "https://internal.example", AuthMode: 1, Download: true, TLS: "pinned"}},
		},
		Checks: []report.Check{
			{ID: "auth/a", Requirement: "auth/a", Level: "MUST", Verdict: report.Pass, Deployment: "static"},
			{ID: "method/c", Requirement: "method/c", Level: "SHOULD", Verdict: report.Warning, Deployment: "static"},
		},
		Requirements: []report.Requirement{{ID: "auth/a", Level: "MUST", Text: "A."}, {ID: "method/c", Level: "SHOULD", Text: "C."}},
		Observations: []report.Observation{{Requirement: "failure/status", Deployment: "static", Value: "status 200", Count: 3}},
		Selection:    report.Selection{Checks: 2, Of: 2},
	}
	for _, change := range changes {
		change(&r)
	}
	report.Finish(&r)
	return r
}

// waived makes a failure that a waiver accepts.
func waived(r *report.Result) {
	r.Checks[0].Verdict = report.Fail
	r.Waivers = []report.Waiver{{Check: "auth/a", Reason: "known", Owner: "Kim", Expires: "2030-01-31"}}
}

// evidence is a result as it is stored.
func evidence(t *testing.T, r report.Result) []attest.File {
	t.Helper()
	var result, har bytes.Buffer
	if err := errors.Join(report.WriteJSON(&result, r), report.WriteHAR(&har, r)); err != nil {
		t.Fatal(err)
	}
	return []attest.File{{Name: "result.json", Data: result.Bytes()}, {Name: "exchanges.har", Data: har.Bytes()}}
}

// pemOf is a key in PEM form.
func pemOf(t *testing.T, kind string, der []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// keys are both parts of a new key.
func keys(t *testing.T, private crypto.Signer) (dsse.SignerVerifier, dsse.Verifier) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	key, err := attest.PrivateKey(pemOf(t, "PRIVATE KEY", der, err))
	if err != nil {
		t.Fatal(err)
	}
	der, err = x509.MarshalPKIXPublicKey(private.Public())
	public, err := attest.PublicKey(pemOf(t, "PUBLIC KEY", der, err))
	if err != nil {
		t.Fatal(err)
	}
	return key, public
}

func ed25519Keys(t *testing.T) (dsse.SignerVerifier, dsse.Verifier) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return keys(t, private)
}

func ecdsaKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// certified is a claim with its evidence.
func certified(t *testing.T, r report.Result, key dsse.SignerVerifier) attest.Bundle {
	t.Helper()
	files := evidence(t, r)
	made, err := attest.Certify(t.Context(), r, subject, files, key, attest.Known{Register: sum, Checks: []string{"auth/a", "method/c"}})
	if err != nil {
		t.Fatal(err)
	}
	return attest.Bundle{Claim: made[0].Data, Statement: made[1].Data, Evidence: files}
}

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
func payload(t *testing.T, file []byte) []byte {
	t.Helper()
	var e dsse.Envelope
	if err := json.Unmarshal(file, &e); err != nil {
		t.Fatal(err)
	}
	data, err := base64.StdEncoding.DecodeString(e.Payload)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

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
func signed(t *testing.T, payloadType string, text []byte, key dsse.SignerVerifier) []byte {
	t.Helper()
	s, err := dsse.NewEnvelopeSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.SignPayload(context.Background(), payloadType, text)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(e); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatIsNoCompleteRunOfAGatewayIsRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, want string
		change     func(*report.Result)
	}{
		{"nonconformant", "the verdict is nonconformant", func(r *report.Result) { r.Checks[0].Verdict = report.Fail }},
		{"incomplete", "the verdict is incomplete", func(r *report.Result) { r.Checks[0].Verdict = report.Inconclusive }},
		{"interrupted", "the verdict is incomplete", func(r *report.Result) { r.Interrupted = true }},
		{"harness error", "the verdict is error", func(r *report.Result) { r.HarnessError = "broken" }},
		{"mock", "the built-in mock", func(r *report.Result) { r.Target.Simulated = true }},
		{"only", "narrowed by --only", func(r *report.Result) { r.Selection.Only = []string{"auth"} }},
		{"skip", "narrowed by --skip", func(r *report.Result) { r.Selection.Skip = []string{"auth"} }},
		{"deployment", "narrowed by --deployment", func(r *report.Result) { r.Selection.Deployment = "static" }},
		{"max-wait", "narrowed by --max-wait", func(r *report.Result) { r.Selection.MaxWaitMs = 1000 }},
		{"left out", "narrowed by --max-wait", func(r *report.Result) { r.Selection.LeftOut = []string{"auth/a"} }},
		{"fewer checks", "1 of 2 checks were selected", func(r *report.Result) { r.Selection.Checks = 1 }},
		{"no selection", "0 of 0 checks", func(r *report.Result) { r.Selection = report.Selection{} }},
		{"checks removed", "the result has 1", func(r *report.Result) { r.Checks = r.Checks[:1] }},
		{"checks replaced", "lacks 1 checks of the register, such as method/c", func(r *report.Result) { r.Checks[1].ID = "auth/b" }},
		{"baseline", "baseline", func(r *report.Result) { r.Baseline = &report.Baseline{} }},
		{"insecure", "certificate of deployment static was not verified", func(r *report.Result) { r.Target.Deployments[0].TLS = "insecure" }},
		{"unknown TLS", "certificate of deployment static was not verified", func(r *report.Result) { r.Target.Deployments[0].TLS = "" }},
		{"insecure selection", "a certificate was not verified", func(r *report.Result) { r.Selection.Insecure = true }},
		{"no downloads", "no deployment serves downloads", func(r *report.Result) { r.Target.Deployments[0].Download = false }},
		{"no recording of a kind", "no recording of the kind ivr-message", func(r *report.Result) { r.Target.Recordings[1].Count = 0 }},
		{"kinds unknown", "which kinds of recordings", func(r *report.Result) { r.Target.Recordings = nil }},
		{"no digest", "build.digest of the target file is \"\"", func(r *report.Result) { r.Target.Build = nil }},
		{"another digest", "build.digest", func(r *report.Result) { r.Target.Build["digest"] = "sha256:" + strings.Repeat("0", 64) }},
		{"no tool", "does not name the program", func(r *report.Result) { r.Tool.SHA256 = "" }},
	} {
		key, _ := ed25519Keys(t)
		r := good(tc.change)
		_, err := attest.Certify(t.Context(), r, subject, evidence(t, r), key, attest.Known{Register: sum, Checks: []string{"auth/a", "method/c"}})
		var refused *attest.RefusedError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestSubjectsNameABuildByItsDigest(t *testing.T) {
	t.Parallel()
	if s, err := attest.ParseSubject("registry.example/gw:8.15@sha256:" + strings.ToUpper(sum)); err != nil || s.SHA256 != sum || s.Name != "registry.example/gw:8.15" {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, bad := range []string{"", "gw", "gw@sha256:12", "@sha256:" + sum, "gw@sha512:" + sum, "gw@sha256:" + sum + "0", "g w@sha256:" + sum, "gw\n@sha256:" + sum} {
		if _, err := attest.ParseSubject(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestKeysOfOtherKindsAreRefusedWithoutShowingThem(t *testing.T) {
	t.Parallel()
	p384 := ecdsaKey(t, elliptic.P384())
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8 := func(key any) []byte {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		return pemOf(t, "PRIVATE KEY", der, err)
	}
	pkix := func(key any) []byte {
		der, err := x509.MarshalPKIXPublicKey(key)
		return pemOf(t, "PUBLIC KEY", der, err)
	}
	p256 := ecdsaKey(t, elliptic.P256())
	for _, tc := range []struct {
		name, want string
		private    bool
		data       []byte
	}{
		{"P-384", "curve P-384", true, pkcs8(p384)},
		{"RSA", "rsa.PrivateKey", true, pkcs8(rsaKey)},
		{"nothing", "no PEM block", true, nil},
		{"not PEM", "no PEM block", true, []byte("secret-in-this-file")},
		{"damaged", "not PKCS #8", true, pemOf(t, "PRIVATE KEY", []byte("secret-in-this-file"), nil)},
		{"encrypted", "decrypt it first", true, pemOf(t, "ENCRYPTED PRIVATE KEY", []byte("x"), nil)},
		{"public", "this is a public key", true, pkix(p256.Public())},
		{"P-384, public", "curve P-384", false, pkix(p384.Public())},
		{"RSA, public", "rsa.PublicKey", false, pkix(rsaKey.Public())},
		{"private", "this is a private key", false, pkcs8(p256)},
		{"two keys", "more than one key", false, append(pkix(p256.Public()), pkix(p256.Public())...)},
		{"certificate", "want PUBLIC KEY", false, pemOf(t, "CERTIFICATE", []byte("x"), nil)},
		{"damaged, public", "not a key of PKIX", false, pemOf(t, "PUBLIC KEY", []byte("x"), nil)},
	} {
		var err error
		if tc.private {
			_, err = attest.PrivateKey(tc.data)
		} else {
			_, err = attest.PublicKey(tc.data)
		}
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want %q", tc.name, err, tc.want)
		}
	}
}

// openssl ecparam writes the parameters of the curve before the key.
func TestAKeyOfOpenSSLCanSign(t *testing.T) {
	t.Parallel()
	der, err := x509.MarshalECPrivateKey(ecdsaKey(t, elliptic.P256()))
	text := append(pemOf(t, "EC PARAMETERS", []byte{6, 8}, nil), pemOf(t, "EC PRIVATE KEY", der, err)...)
	key, err := attest.PrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := key.Sign(t.Context(), []byte("x")); err != nil {
		t.Error(err)
	}
}

func TestABadgeIsXMLWhateverTheClaimSays(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"8.15.0", "<script>&\"'", "\x00\x1b[31m\xff", strings.Repeat("long", 50), ""} {
		for _, verdict := range []report.Overall{report.Conformant, report.ConformantWithWaivers} {
			text := attest.Badge(attest.Claim{Version: version, Verdict: verdict, Edition: "2023-09-27", Subject: subject})
			d := xml.NewDecoder(bytes.NewReader(text))
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%q: %v\n%s", version, err, text)
				}
				if start, ok := token.(xml.StartElement); ok && start.Name.Local == "script" {
					t.Errorf("%q became markup", version)
				}
			}
			if !bytes.Contains(text, []byte(strings.ReplaceAll(string(verdict), "-", " "))) {
				t.Errorf("the badge does not name %s:\n%s", verdict, text)
			}
		}
	}
}

func TestAListEscapesWhatClaimsSay(t *testing.T) {
	t.Parallel()
	c := attest.Claim{Organization: "Example | Ltd <img src=x>\n# heading", Product: "[x](javascript:1)", Version: "`1`", Verdict: report.Conformant}
	text := string(attest.ListMarkdown([]attest.Entry{{Path: "z", Claim: c}, {Path: "a", Claim: attest.Claim{Organization: "A"}}}))
	for _, bad := range []string{"<img", "](", "`1`", "\n# heading"} {
		if strings.Contains(text, bad) {
			t.Errorf("the list has %q:\n%s", bad, text)
		}
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) != 8 || !strings.HasPrefix(lines[6], "| A |") || strings.Count(lines[7], "|") != 11 {
		t.Errorf("got %d lines:\n%s", len(lines), text)
	}
}
