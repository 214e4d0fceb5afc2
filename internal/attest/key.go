package attest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/secure-systems-lab/go-securesystemslib/signerverifier"
)

// Kinds of keys, for messages.
const wantedKeys = "an ECDSA P-256 or Ed25519 key"

// PrivateKey reads a signing key from PEM data: PKCS #8, or SEC 1 for ECDSA. No error
// shows anything of the key.
func PrivateKey(data []byte) (dsse.SignerVerifier, error) {
	for len(data) > 0 {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		switch block.Type {
		case "PRIVATE KEY":
			key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return nil, errors.New("the PEM block PRIVATE KEY is not PKCS #8")
			}
			return signer(key)
		case "EC PRIVATE KEY":
			if len(block.Headers) > 0 {
				return nil, errors.New("the key is encrypted; decrypt it first, for example with openssl pkcs8 -topk8 -nocrypt")
			}
			key, err := x509.ParseECPrivateKey(block.Bytes)
			if err != nil {
				return nil, errors.New("the PEM block EC PRIVATE KEY is not SEC 1")
			}
			return signer(key)
		case "ENCRYPTED PRIVATE KEY":
			return nil, errors.New("the key is encrypted; decrypt it first, for example with openssl pkcs8 -topk8 -nocrypt")
		case "PUBLIC KEY":
			return nil, errors.New("this is a public key; sign with the private one")
		}
	}
	return nil, fmt.Errorf("no PEM block PRIVATE KEY: want %s in PKCS #8", wantedKeys)
}

func signer(key any) (dsse.SignerVerifier, error) {
	if err := usable(key); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("the key cannot be used: want %s", wantedKeys)
	}
	return loaded("PRIVATE KEY", der)
}

// PublicKey reads a key to verify with from PEM data (PKIX).
func PublicKey(data []byte) (dsse.Verifier, error) {
	block, rest := pem.Decode(data)
	switch {
	case block == nil:
		return nil, fmt.Errorf("no PEM block PUBLIC KEY: want the public part of %s", wantedKeys)
	case bytes.Contains([]byte(block.Type), []byte("PRIVATE KEY")):
		return nil, errors.New("this is a private key, which nobody but its owner may have; give the public one, for example from openssl pkey -pubout")
	case block.Type != "PUBLIC KEY":
		return nil, fmt.Errorf("a PEM block %q: want PUBLIC KEY", block.Type)
	case len(bytes.TrimSpace(rest)) > 0:
		return nil, errors.New("there is more than one key; give a file with one")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the PEM block PUBLIC KEY is not a key of PKIX")
	}
	if err := usable(key); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, fmt.Errorf("the key cannot be used: want %s", wantedKeys)
	}
	return loaded("PUBLIC KEY", der)
}

// usable refuses keys of other kinds. The library takes any curve and calls it P-256.
func usable(key any) error {
	var curve elliptic.Curve
	switch k := key.(type) {
	case ed25519.PrivateKey, ed25519.PublicKey:
		return nil
	case *ecdsa.PrivateKey:
		curve = k.Curve
	case *ecdsa.PublicKey:
		curve = k.Curve
	default:
		return fmt.Errorf("a key of type %T: want %s", key, wantedKeys)
	}
	if curve != elliptic.P256() {
		return fmt.Errorf("an ECDSA key on the curve %s: want %s", curve.Params().Name, wantedKeys)
	}
	return nil
}

// loaded hands a key to the library that signs and verifies.
func loaded(kind string, der []byte) (dsse.SignerVerifier, error) {
	key, err := signerverifier.LoadKey(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	if err != nil {
		return nil, fmt.Errorf("the key cannot be used: %w", err)
	}
	if key.KeyType == signerverifier.ED25519KeyType {
		return signerverifier.NewED25519SignerVerifierFromSSLibKey(key)
	}
	return signerverifier.NewECDSASignerVerifierFromSSLibKey(key)
}
