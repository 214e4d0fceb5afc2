package redact_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/redact/redacttest"
)

// canary is a secret with some of what makes masking hard.
type canary struct {
	kind   redact.Kind
	secret string
}

var canaries = []canary{
	{redact.Password, "correct-Horse.7Battery"},
	{redact.Password, "pass\u00a0wort\u00a0mit\u00a0Abstand"},
	{redact.Password, `Ä"q\u0041'p%41&amp;r\n<s>/t+u=3D v`},
	{redact.Password, "gr😀n€Зелёный-Ключ42"},
	{redact.Guid, "A8F3c09D1b7E4462905fD3aa17Be6C20"},
	{redact.Guid, "6f1ed002-ab12-49f7-8c3e-77d05b1fa9e4.AgentGateway1"},
	{redact.Cookie, "s%3AjQx0-Zk_92.bV4/tY+8w=="},
}

// places are texts around a secret: where answers, reports and logs have them.
var places = []struct{ before, after string }{
	{"", ""},
	{"HTTP/1.1 200 ", "\r\nContent-Length: 2"},
	{"Set-Cookie: JSESSIONID=", "; Path=/; HttpOnly"},
	{`{"retcode":"0","message":"`, `","result":{}}`},
	{"GET /agentgateway/resource/recordfile/102?guid=", "&recordId=y:/1/0 HTTP/1.1"},
	{"Location: https://gw.example/?next=", "#top"},
	{"5;name=", "\r\nhello\r\n0\r\n\r\n"},
	{"<html><body title='", "'>not found</body></html>"},
	{"certificate for (", "), issued by Example CA"},
	{"data: {\\\"event\\\":\\\"", "\\\"}\n\n"},
	{"expected no Guid, got <", ">"},
	{"curl -H 'Cookie: a=", "' https://127.0.0.1:8043/"},
}

// pieces are a secret, and 8 characters and more of it.
func pieces(secret string) []string {
	r := []rune(secret)
	n := len(r)
	out := []string{secret, string(r[:8]), string(r[n-8:]), string(r[n/2-4 : n/2+4]), string(r[1 : n-1]), string(r[:n-9])}
	for i, piece := range out {
		if strings.Contains(".AgentGateway1", piece) {
			out[i] = secret
		}
	}
	return out
}

// redactor knows all canaries.
func redactor() *redact.Redactor {
	var r redact.Redactor
	for _, c := range canaries {
		r.AddSent(c.kind, c.secret)
	}
	return &r
}

var anyMark = regexp.MustCompile(`\[(password|guid|cookie|secret|\*\*\*)\]`)

// leak says what is left of a form in a masked text. It decodes nothing: of a
// form, without what surrounds it, fewer bytes may be left than 8 characters
// take in any spelling.
func leak(masked, before, form, after string, allowed int) string {
	if strings.Contains(masked, form) {
		return "all of it"
	}
	left := anyMark.ReplaceAllString(masked, "")
	inner, ok := strings.CutPrefix(left, before[:max(0, len(before)-swallowed)])
	if inner, found := strings.CutSuffix(inner, after[min(len(after), swallowed):]); !ok || !found {
		return "the surroundings are gone"
	} else if len(inner) > allowed+2*swallowed {
		return fmt.Sprintf("%q", inner)
	}
	return ""
}

// swallowed is how many characters of the surroundings may be gone: those that
// read as hexadecimal digits or escapes together with the form.
const swallowed = 3

// outer are the layers around another one.
var outer = []string{
	"percent", "percent, lower-case digits", "percent twice", "JSON", "JSON, every character", "JavaScript braces", "excerpt", "escaped bytes", "HTML",
	"decimal references", "base64, shifted by 0", "base64, shifted by 1", "base64url, shifted by 2", "base64 with LF",
	"hex %02x", "hex %02X:", "hex 0x%02x, ", "quoted-printable, soft line breaks", "UTF-16LE", "UTF-16BE",
}

// layers counts the layers that an encoder stands for.
func layers(name string) int {
	switch {
	case strings.Contains(name, "three times"):
		return 3
	case strings.Contains(name, "twice"), strings.Contains(name, " in JSON"), strings.Contains(name, " with "), strings.Contains(name, "U+"):
		return 2
	}
	return 1
}

// around encodes what is encoded already, unless it is bytes and the outer layer
// would replace some, as layers for text do.
func around(o redacttest.Encoder, inner string) string {
	if !utf8.ValidString(inner) && (strings.Contains(o.Encode("\xff"), o.Encode("\ufffd")) || o.Name == "JSON") {
		return ""
	}
	return o.Encode(inner)
}

// layered are all encoders, and all with another one around them.
func layered() []redacttest.Encoder {
	all := redacttest.Encoders()
	for _, o := range redacttest.Encoders() {
		for _, name := range outer {
			if o.Name != name {
				continue
			}
			for _, inner := range redacttest.Encoders() {
				if layers(o.Name)+layers(inner.Name) > 3 {
					continue
				}
				all = append(all, redacttest.Encoder{Name: o.Name + " of " + inner.Name, Encode: func(s string) string { return around(o, inner.Encode(s)) }})
			}
		}
	}
	return all
}

// judgedOf is of how many cases the detector judges one, unless the test is built
// with the tag long: it takes ten times as long as masking.
const judgedOf = 101

// Every spelling is tried everywhere; of two layers, an eighth unless the test is
// built with the tag long.
func TestEverySpellingOfEverySecretIsMaskedEverywhere(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a table of 44,000 cases")
	}
	r, d, count, judged, failed := redactor(), detector(), 0, 0, map[string]int{}
	for at, e := range layered() {
		if single := at < len(redacttest.Encoders()); !single && !everyCase && at%8 != 0 {
			continue
		}
		for _, c := range canaries {
			for i, piece := range pieces(c.secret) {
				form := e.Encode(piece)
				if form == "" {
					continue
				}
				size := utf8.RuneCountInString(piece)
				allowed := min(size-5, 7)*len(form)/size + len(e.Encode(""))
				for p, place := range places {
					if at >= len(redacttest.Encoders()) && p != (at+i)%len(places) {
						continue
					}
					count++
					masked := r.Mask(place.before + form + place.after)
					if left := leak(masked, place.before, form, place.after, allowed); left != "" {
						if failed[e.Name]++; failed[e.Name] <= 2 {
							t.Errorf("%s of %q in %q: %s is left of %q in %q", e.Name, piece, place.before, left, form, masked)
						}
					}
					if everyCase || count%judgedOf == 0 {
						judged++
						if piece, secret := d.Find(masked, 3); piece != "" {
							t.Errorf("%s of %q in %q: the detector sees %q of %q in %q", e.Name, c.secret, place.before, piece, secret, masked)
						}
					}
					if count%8 == 0 && r.Mask(masked) != masked {
						t.Errorf("%s of %q: masking %q again gives %q", e.Name, piece, masked, r.Mask(masked))
					}
				}
			}
		}
	}
	t.Logf("%d cases: %d spellings of %d secrets, leaks in %d spellings; %d judged by the detector as well", count, len(layered()), len(canaries), len(failed), judged)
}
