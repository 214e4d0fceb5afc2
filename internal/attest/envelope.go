package attest

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// Types of payloads.
const (
	ClaimType     = "application/vnd.gwcheck.claim+json"
	StatementType = "application/vnd.in-toto+json" // stated by the in-toto specification
)

// seal signs a payload and returns the file with its DSSE envelope.
func seal(ctx context.Context, payloadType string, payload []byte, key dsse.Signer) ([]byte, error) {
	s, err := dsse.NewEnvelopeSigner(key)
	if err != nil {
		return nil, err
	}
	e, err := s.SignPayload(ctx, payloadType, payload)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return encode(e)
}

// open returns the payload of an envelope that is signed with the key. The library
// accepts any base64, members that it does not know, and a signature without the id of
// its key; open does not, so that no byte of the file can change unnoticed.
func open(ctx context.Context, file []byte, payloadType string, key dsse.Verifier) ([]byte, error) {
	var e dsse.Envelope
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return nil, errors.New("not a DSSE envelope as certify writes it")
	}
	if e.PayloadType != payloadType {
		return nil, fmt.Errorf("the payload has the type %.80q, want %q", e.PayloadType, payloadType)
	}
	if len(e.Signatures) != 1 {
		return nil, fmt.Errorf("the envelope has %d signatures, want one", len(e.Signatures))
	}
	if id, err := key.KeyID(); err != nil || e.Signatures[0].KeyID != id {
		return nil, errors.New("the envelope is signed with another key than the one given")
	}
	v, err := dsse.NewEnvelopeVerifier(key)
	if err != nil {
		return nil, err
	}
	_, payload, err := v.VerifyAndDecode(ctx, &e)
	if err != nil {
		return nil, errors.New("the signature does not match: the file was changed, or signed with another key")
	}
	if again, err := encode(e); err != nil || !bytes.Equal(again, file) || base64.StdEncoding.EncodeToString(payload) != e.Payload {
		return nil, errors.New("the envelope is not written as certify writes it: the file was changed")
	}
	return payload, nil
}
