package main_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// keyPair writes a new ECDSA key.
func keyPair(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: keypair NAME")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	ts.Check(err)
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	ts.Check(err)
	for name, block := range map[string]*pem.Block{
		args[0] + ".pem": {Type: "PRIVATE KEY", Bytes: private},
		args[0] + ".pub": {Type: "PUBLIC KEY", Bytes: public},
	} {
		ts.Check(os.WriteFile(ts.MkAbs(name), pem.EncodeToMemory(block), 0o600))
	}
}

// asProduct turns the stored result of the mock, whose run takes a moment, into one of a
// gateway with the digest $DIGEST: what a run against a real gateway writes.
func asProduct(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: asproduct FILE")
	}
	text := ts.ReadFile(args[0])
	for old, replacement := range map[string]string{
		`    "simulated": true,` + "\n": "",
		`    "build": {},`: fmt.Sprintf(`    "build": {"version": "8.15.0", "digest": "sha256:%s"},
    "vendor": {"organization": "Example Ltd", "product": "Example Gateway"},`, ts.Getenv("DIGEST")),
	} {
		if !strings.Contains(text, old) {
			ts.Fatalf("%s has no %s", args[0], old)
		}
		text = strings.Replace(text, old, replacement, 1)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// sumOf sets a variable to the SHA-256 of a file.
func sumOf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sum VAR FILE")
	}
	digest := sha256.Sum256([]byte(ts.ReadFile(args[1])))
	ts.Setenv(args[0], hex.EncodeToString(digest[:]))
}

// changeStatus changes one byte of an archive: the status of the first recording.
func changeStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: changestatus FILE")
	}
	text := ts.ReadFile(args[0])
	kind := strings.Index(text, `"mimeType": "application/octet-stream`)
	status := strings.LastIndex(text[:max(kind, 0)], `"status": 200`)
	if status < 0 {
		ts.Fatalf("%s has no recording", args[0])
	}
	changed := text[:status] + `"status": 300` + text[status+len(`"status": 200`):]
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(changed), 0o600))
}
