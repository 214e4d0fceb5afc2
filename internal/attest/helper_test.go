package attest_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
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

func waived(r *report.Result) {
	r.Checks[0].Verdict = report.Fail
	r.Waivers = []report.Waiver{{Check: "auth/a", Reason: "known", Owner: "Kim", Expires: "2030-01-31"}}
}

func evidence(t *testing.T, r report.Result) []attest.File {
	t.Helper()
	var result, har bytes.Buffer
	if err := errors.Join(report.WriteJSON(&result, r), report.WriteHAR(&har, r)); err != nil {
		t.Fatal(err)
	}
	return []attest.File{{Name: "result.json", Data: result.Bytes()}, {Name: "exchanges.har", Data: har.Bytes()}}
}

func pemOf(t *testing.T, kind string, der []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

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

func certified(t *testing.T, r report.Result, key dsse.SignerVerifier) attest.Bundle {
	t.Helper()
	files := evidence(t, r)
	made, err := attest.Certify(t.Context(), r, subject, files, key, attest.Known{Register: sum, Checks: []string{"auth/a", "method/c"}})
	if err != nil {
		t.Fatal(err)
	}
	return attest.Bundle{Claim: made[0].Data, Statement: made[1].Data, Evidence: files}
}

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

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
