package hostile

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
)

// Types of TLS records and of handshake messages (RFC 8446 sections 4 and 5.1).
const (
	recordCipherSpec = 20
	recordAlert      = 21
	recordHandshake  = 22
	recordData       = 23
	recordHeartbeat  = 24

	helloRequest       = "\x00\x00\x00\x00"
	keyUpdate          = "\x18\x00\x00\x01\x00"
	keyUpdateRequested = "\x18\x00\x00\x01\x01"
	sessionTicket      = "\x04\x00\x00\x0e" + "\x00\x00\x0e\x10" + "\x00\x00\x00\x01" + "\x00" + "\x00\x01x" + "\x00\x00"
)

// records encrypts TLS records of any type, which crypto/tls does not offer. It
// takes the keys from the key log of the handshake. Once it has sent a record,
// nothing else may write to the connection.
type records struct {
	log    bytes.Buffer
	hello  []byte // first bytes that the server sent, for the random of TLS 1.2
	sent   uint64 // records of crypto/tls since the handshake
	hash   func() hash.Hash
	secret []byte // of the traffic, TLS 1.3 only
	aead   cipher.AEAD
	iv     []byte
	seq    uint64
	old    bool // TLS 1.2
}

// Record sends one encrypted record of a type.
func (p *Peer) Record(kind byte, content string) {
	if p.ended || !p.records.ready(p.Conn) {
		p.ended = true
		return
	}
	p.SendRaw(p.records.seal(kind, content))
}

// UpdateKeys sends a key update and goes over to the next keys.
func (p *Peer) UpdateKeys(message string) {
	p.Record(recordHandshake, message)
	p.records.next()
}

// SendRaw writes to the connection below TLS.
func (p *Peer) SendRaw(text string) {
	if p.ended {
		return
	}
	if _, err := p.tcp.Write([]byte(text)); err != nil {
		p.ended = true
	}
}

// ready derives the keys; false if the cipher suite is none with AES.
func (r *records) ready(conn any) bool {
	if r.aead != nil {
		return true
	}
	secure, ok := conn.(*tls.Conn)
	if !ok {
		return false
	}
	state := secure.ConnectionState()
	switch state.CipherSuite {
	case tls.TLS_AES_128_GCM_SHA256:
		r.hash = sha256.New
	case tls.TLS_AES_256_GCM_SHA384:
		r.hash = sha512.New384
	case tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256:
		return r.oldKeys()
	default:
		return false
	}
	r.secret = r.logged("SERVER_TRAFFIC_SECRET_0", 2)
	r.keys()
	r.seq = r.sent
	return true
}

// written takes note of records that crypto/tls writes.
func (r *records) written(b []byte) {
	if len(r.hello) < 128 {
		r.hello = append(r.hello, b...)
	}
	for len(b) >= 5 {
		r.sent++
		b = b[min(len(b), 5+int(b[3])<<8+int(b[4])):]
	}
}

// logged is a column of a line of the key log.
func (r *records) logged(label string, column int) []byte {
	for line := range strings.Lines(r.log.String()) {
		if f := strings.Fields(line); f[0] == label {
			secret, _ := hex.DecodeString(f[column])
			return secret
		}
	}
	return nil
}

// keys derives key and nonce from the traffic secret (RFC 8446 section 7.3).
func (r *records) keys() {
	size := 16
	if r.hash().Size() > sha256.Size {
		size = 32
	}
	block, _ := aes.NewCipher(r.expand("key", size))
	r.aead, _ = cipher.NewGCM(block)
	r.iv, r.seq = r.expand("iv", 12), 0
}

func (r *records) next() {
	if r.hash != nil {
		r.secret = r.expand("traffic upd", r.hash().Size())
		r.keys()
	}
}

// expand is HKDF-Expand-Label without a context (RFC 8446 section 7.1).
func (r *records) expand(label string, size int) []byte {
	label = "tls13 " + label
	info := string([]byte{0, byte(size), byte(len(label))}) + label + "\x00"
	out, _ := hkdf.Expand(r.hash, r.secret, info, size)
	return out
}

// oldKeys derives the keys of TLS 1.2 (RFC 5246 section 6.3).
func (r *records) oldKeys() bool {
	const randomAt = 5 + 4 + 2 // headers of record and message, version
	if len(r.hello) < randomAt+32 {
		return false
	}
	seed := slices.Concat([]byte("key expansion"), r.hello[randomAt:randomAt+32], r.logged("CLIENT_RANDOM", 1))
	master := r.logged("CLIENT_RANDOM", 2)
	mac := func(parts ...[]byte) []byte {
		m := hmac.New(sha256.New, master)
		m.Write(slices.Concat(parts...))
		return m.Sum(nil)
	}
	var material []byte
	for a := mac(seed); len(material) < 40; a = mac(a) {
		material = append(material, mac(a, seed)...)
	}
	block, _ := aes.NewCipher(material[16:32]) // the key of the server follows that of the client
	r.aead, _ = cipher.NewGCM(block)
	r.iv, r.old, r.seq = material[36:40], true, 1+r.sent // after Finished
	return true
}

func (r *records) seal(kind byte, content string) string {
	number := binary.BigEndian.AppendUint64(nil, r.seq)
	r.seq++
	if r.old {
		about := append(slices.Clone(number), kind, 3, 3, byte(len(content)>>8), byte(len(content)))
		sealed := r.aead.Seal(nil, append(slices.Clone(r.iv), number...), []byte(content), about)
		return header(kind, len(number)+len(sealed)) + string(number) + string(sealed)
	}
	nonce := slices.Clone(r.iv)
	for i, b := range number {
		nonce[4+i] ^= b
	}
	inner := append([]byte(content), kind)
	about := header(recordData, len(inner)+r.aead.Overhead())
	return about + string(r.aead.Seal(nil, nonce, inner, []byte(about)))
}

// header is that of a record with so many bytes.
func header(kind byte, length int) string {
	return string([]byte{kind, 3, 3, byte(length >> 8), byte(length)})
}
