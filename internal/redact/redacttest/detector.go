package redacttest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Detector finds pieces of secrets in texts, in any of the spellings in which a
// secret must be masked. It knows how texts are decoded, not how they are masked:
// it shares no code with package redact.
type Detector struct {
	windows map[string]string // 8 characters in a row, in lower case, and the secret that has them
	begin   [1 << 16]bool     // the first two bytes of which
	wide    bool              // whether any secret is not ASCII
}

// leastPiece is how many characters in a row give a secret away.
const leastPiece = 8

// NewDetector returns a detector of secrets. No piece of a text in public counts.
func NewDetector(secrets []string, public ...string) *Detector {
	d := &Detector{windows: map[string]string{}}
	for _, secret := range secrets {
		d.wide = d.wide || strings.IndexFunc(secret, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0
		for _, shape := range []string{secret, strings.ReplaceAll(secret, " ", "+")} {
			d.add(shape, secret, public)
		}
	}
	return d
}

func (d *Detector) add(shape, secret string, public []string) {
	runes := []rune(folded(shape))
	for i := 0; i+leastPiece <= len(runes); i++ {
		window := string(runes[i : i+leastPiece])
		if slices.ContainsFunc(public, func(p string) bool { return strings.Contains(folded(p), window) }) {
			continue
		}
		d.windows[window] = secret
		d.begin[int(window[0])<<8|int(window[1])] = true
	}
}

// folded is a text without differences in letter case.
func folded(s string) string {
	s = strings.ToLower(strings.ToUpper(s))
	return strings.ReplaceAll(s, "ß", "ss")
}

// Find decodes a text up to depth times, in every way, until it finds 8
// characters of a secret: these, and the secret. It returns "" if there are none.
func (d *Detector) Find(text string, depth int) (piece, secret string) {
	seen := map[string]bool{}
	views := []string{text}
	for ; ; depth-- {
		var next []string
		for _, view := range views {
			if piece, secret = d.look(view); piece != "" || depth == 0 {
				if piece != "" {
					return piece, secret
				}
				continue
			}
			for _, decode := range decoders {
				decoded := decode(view, d.wide)
				if len(decoded) < leastPiece || decoded == view || seen[decoded] {
					continue
				}
				seen[decoded] = true
				next = append(next, decoded)
			}
		}
		if len(next) == 0 {
			return "", ""
		}
		views = next
	}
}

// look finds a piece in a text as it is, in UTF-8 or in ISO 8859-1.
func (d *Detector) look(text string) (piece, secret string) {
	if piece, secret = d.lookFolded(folded(text)); piece != "" || utf8.ValidString(text) {
		return piece, secret
	}
	var latin strings.Builder
	for _, c := range []byte(text) {
		latin.WriteRune(rune(c))
	}
	return d.lookFolded(folded(latin.String()))
}

func (d *Detector) lookFolded(text string) (piece, secret string) {
	for i := 0; i+leastPiece <= len(text); i++ {
		if !d.begin[int(text[i])<<8|int(text[i+1])] {
			continue
		}
		end := i
		for range leastPiece {
			_, n := utf8.DecodeRuneInString(text[end:])
			end += n
		}
		if secret, ok := d.windows[text[i:end]]; ok {
			return text[i:end], secret
		}
	}
	return "", ""
}
