package engine

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/suites/report"
)

// redactor masks secrets in what a report shows. It keeps what a gateway can make
// it learn within bounds, and it also finds secrets that were cut off when a
// text was shortened: a rule sees no secrets, so it shortens before masking.
type redactor struct {
	report.Masker

	mu        sync.Mutex
	passwords []string
	known     map[string]bool // secrets that gateways gave out
	bytes     int             // of them
}

// Bounds of what is learned from gateways. Honest ones stay far below: some
// thousand Guids and cookies of some dozen characters.
const (
	longestSecret = 1 << 10
	mostSecrets   = 10_000
	mostBytes     = 1 << 20
	mostTokens    = 128 << 10 // bytes of secrets of which every piece is looked for
)

// password registers a password of the target.
func (v *redactor) password(p string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.passwords = append(v.passwords, p)
	v.Add("password", p)
}

// learn registers a secret that a gateway gave out. Of those that are too long
// to be used the beginning is registered; past the bounds nothing is.
func (v *redactor) learn(name, secret string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	secret = secret[:min(len(secret), longestSecret)]
	if v.known[secret] || len(v.known) >= mostSecrets || v.bytes >= mostBytes {
		return
	}
	if v.known == nil {
		v.known = map[string]bool{}
	}
	v.known[strings.Clone(secret)] = true
	v.Add(name, secret)
	if v.bytes += len(secret); v.bytes <= mostTokens {
		v.AddToken(name, random(secret))
	}
}

// random is the part of a Guid that nobody can guess: what follows the last
// dot names a node, and pieces of that stand in every address.
func random(secret string) string {
	if i := strings.LastIndexByte(secret, '.'); i >= leastRandom {
		return secret[:i]
	}
	return secret
}

// leastRandom is how long the random part of a Guid must be to stand for it.
const leastRandom = 16

// cutMark is what wire.Excerpt writes where it left something out.
var cutMark = regexp.MustCompile(`\.\.\. \([0-9]+ more bytes\)`)

// Mask replaces all secrets of a text, and what is left of them before a cut.
func (v *redactor) Mask(s string) string {
	s = v.Masker.Mask(s)
	cuts := cutMark.FindAllStringIndex(s, -1)
	if len(cuts) == 0 {
		return s
	}
	var b strings.Builder
	from := 0
	for _, c := range cuts {
		b.WriteString(v.unfinished(s[from:c[0]]))
		b.WriteString(s[c[0]:c[1]])
		from = c[1]
	}
	return b.String() + s[from:]
}

// hides says whether masking changes a text.
func (v *redactor) hides(s string) bool { return v.Masker.Mask(s) != s }

// unfinished replaces the beginning of a secret at the end of a text: as it is,
// or in the last run of characters that an encoding uses.
func (v *redactor) unfinished(s string) string {
	for _, e := range writings {
		run := e.run.FindString(s)
		for _, plain := range e.decode(run) {
			if v.hides(plain) || v.begun(plain) < len(plain) {
				return strings.TrimSuffix(s, run) + "[secret]"
			}
		}
	}
	if at := v.begun(s); at < len(s) {
		return s[:at] + "[password]"
	}
	return s
}

// leastBegun is how many characters of a password count as its beginning.
const leastBegun = 4

// halfEscape is what can remain of an escape sequence that was cut in two.
var halfEscape = regexp.MustCompile(`(%[0-9A-Fa-f]?|\\+(x|u)?[{0-9A-Fa-f]{0,4})$`)

// begun is where the beginning of a password starts that ends the text; the
// length of the text if there is none.
func (v *redactor) begun(s string) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, text := range []string{s, halfEscape.ReplaceAllString(s, "")} {
		for _, p := range v.passwords {
			for _, spelt := range []string{p, strings.ReplaceAll(p, `\`, `\\`)} {
				for n := len(spelt) - 1; n >= leastBegun; n-- {
					if len(text) >= n && strings.EqualFold(text[len(text)-n:], spelt[:n]) {
						return len(text) - n
					}
				}
			}
		}
	}
	return len(s)
}

// writing is a way to write a secret: which characters it uses at the end of
// a text, and what they may stand for.
type writing struct {
	run    *regexp.Regexp
	decode func(run string) []string
}

var writings = []writing{
	{regexp.MustCompile(`[0-9A-Fa-f]{8,}$`), fromHex},
	{regexp.MustCompile(`[0-9A-Za-z+/_-]{8,}$`), fromBase64},
	{regexp.MustCompile(`[^\s"'<>]{8,}$`), fromEscapes},
}

// fromHex decodes hexadecimal digits that may have begun in the middle of a byte.
func fromHex(run string) (plain []string) {
	for skip := range min(2, len(run)) {
		part := run[skip:]
		b, _ := hex.DecodeString(part[:len(part)&^1])
		plain = append(plain, string(b))
	}
	return plain
}

// fromBase64 decodes either alphabet from each of the four places where it may begin.
func fromBase64(run string) (plain []string) {
	run = strings.NewReplacer("-", "+", "_", "/").Replace(run)
	for skip := range min(4, len(run)) {
		part := run[skip:]
		b, _ := base64.RawStdEncoding.DecodeString(part[:len(part)&^3])
		tail, _ := base64.RawStdEncoding.DecodeString(part[len(part)&^3:])
		plain = append(plain, string(b)+string(tail))
	}
	return plain
}

var escapeSequence = regexp.MustCompile(`%[0-9A-Fa-f]{2}|\\+(u00|x)[0-9A-Fa-f]{2}`)

// fromEscapes undoes percent-encoding and the escapes of JSON, twice.
func fromEscapes(run string) (plain []string) {
	for range 2 {
		run = escapeSequence.ReplaceAllStringFunc(run, func(e string) string {
			b, _ := hex.DecodeString(e[len(e)-2:])
			return string(b)
		})
		plain = append(plain, halfEscape.ReplaceAllString(run, ""))
	}
	return plain
}
