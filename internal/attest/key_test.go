package attest_test

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/attest"
)

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
