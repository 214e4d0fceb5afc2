package redact_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/redact/redacttest"
)

const guid = "6f1ed002-ab12-49f7-8c3e-77d05b1fa9e4.AgentGateway1"

func TestMaskLeavesOrdinaryTextsAlone(t *testing.T) {
	t.Parallel()
	r := redactor()
	for _, s := range manySecrets("") {
		r.AddGuid(s)
	}
	for _, text := range []string{
		"", " ", "plain text", "100 % & more\\", "%zz %4 \\u12 &#; &#x; &#99999999999;", "a+b%20c", "\xff\xfe", "&lt;b&gt;", "\x00\x00\x00\x00",
		"The agent is not signed in (100-006). Sign in first, then ask for the recording again.",
		`{"retcode":"100-006","message":"The agent is not signed in","result":""}`,
		`{"retcode":"0","result":{"recordId":"y:/1/0/20181217/120/1524488.V3","callId":"7d0c9a35-3f0e-4e5b-9a53-0c1d2e3f4a5b"}}`,
		"HTTP/1.1 200 OK\r\nServer: AgentGateway1\r\nContent-Type: application/octet-stream\r\nContent-Length: 48000\r\nDate: Mon, 30 Nov 2026 22:50:18 GMT\r\n\r\n",
		"sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "550e8400-e29b-41d4-a716-446655440000",
		"GET /agentgateway/resource/recordfile/102?recordId=y%3A%2F1%2F0%2F20181217%2F120%2F1524488.V3 HTTP/1.1",
		"the node AgentGateway1 and the node other.AgentGateway1 answer", "Content-Disposition: attachment; filename=\"1524488.V3\"",
		"Set-Cookie: theme=dark; Path=/; Max-Age=3600", "<html><body><h1>404 Not Found</h1></body></html>",
		"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
		"00000000  48 54 54 50 2f 31 2e 31  20 32 30 30 20 4f 4b 0d  |HTTP/1.1 200 OK.|",
		strings.Repeat("&amp;%25", 50), strings.Repeat("ab", 32), strings.Repeat("Lorem ipsum dolor sit amet. ", 5000),
		"[password] [guid] [cookie] [secret] [***]", "Größe überprüfen, Straße, Ωμέγα, Зелёный свет, 漢字",
	} {
		if got := r.Mask(text); got != text {
			t.Errorf("%.200q became %.200q", text, got)
		}
		if r.Hides(text) {
			t.Errorf("%.200q hides something", text)
		}
	}
	var none redact.Redactor
	if got := none.Mask("anything=1"); got != "anything=1" {
		t.Errorf("a redactor without secrets made %q", got)
	}
}

func TestWeakSecretsAreMaskedWhereTheyAreValues(t *testing.T) {
	t.Parallel()
	var r redact.Redactor
	r.AddName("13800138000")
	r.AddName("102")
	for _, s := range []string{"abc", "x y", "password", "13800138000", "Ä1", `a"&b`} {
		r.AddPassword(s)
	}
	r.AddGuid("ab12")
	for text, want := range map[string]string{
		"abc":                               "[password]",
		"the abc of it":                     "the abc of it",
		"pw=abc&x=abcd":                     "pw=[password]&x=abcd",
		`{"password":"abc"}`:                `{"password":"[password]"}`,
		`{\"password\" : \"abc\"}`:          `{\"password\" : \"[password]\"}`,
		"Password: ABC\r\n":                 "Password: [password]\r\n",
		"pw=%61bc;":                         "pw=[password];",
		"pw=x+y pw=x%20y":                   "pw=[password] pw=[password]",
		"pw=YWJj pw=616263.":                "pw=[password] pw=[password].",
		`{"password":"password"}`:           `{"password":"[password]"}`,
		"give the password":                 "give the password",
		"phone=13800138000":                 "phone=[password]",
		"calls 13800138000":                 "calls 13800138000",
		"<pw>Ä1</pw> Ä1":                    "<pw>[password]</pw> Ä1",
		"pw=%C3%841&":                       "pw=[password]&",
		`pw: a"&b`:                          "pw: [password]",
		"JSESSIONID=ab12; x=ab12.c":         "JSESSIONID=[guid]; x=ab12.c",
		"see sentence=abc.":                 "see sentence=[password].",
		"22:50:18 abcdef=abc-def":           "22:50:18 abcdef=abc-def",
		"agent=102":                         "agent=102",
		"password=[password] and=[guid]abc": "password=[password] and=[guid]abc",
	} {
		if got := r.Mask(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
		if got := r.Mask(r.Mask(text)); got != want {
			t.Errorf("%q twice became %q, want %q", text, got, want)
		}
	}
}

func TestOrdinaryPiecesAreKept(t *testing.T) {
	t.Parallel()
	var r redact.Redactor
	r.AddName("13800138000")
	r.AddGuid(guid)
	r.AddCookie("9f3b6c1d2e4a5b7c.AgentGateway2")
	r.AddPassword("102-password")
	r.AddPassword("x13800138000y")
	for text, want := range map[string]string{
		guid:                                 "[guid]",
		"a " + guid[:12] + " b":              "a [guid] b",
		guid[20:]:                            "[guid]",
		"AgentGateway1 .AgentGateway1":       "AgentGateway1 .AgentGateway1",
		"AgentGateway2":                      "AgentGateway2",
		"9f3b6c1d2e4a5b7c.AgentGateway2":     "[cookie]",
		"102-password":                       "[password]",
		"the old password, -password":        "the old password, -password",
		"call 13800138000 or x13800138000y.": "call 13800138000 or [password].",
	} {
		if got := r.Mask(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestWeak(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{
		"1234567": "has fewer than 8 characters", "пароль": "has fewer than 8 characters", "": "has fewer than 8 characters",
		"13800138000": "is an agent id or a phone number", "Password": "is an ordinary word", "12345678": "", "correct horse": "",
	} {
		reason, weak := redact.Weak(secret, "102", "13800138000")
		if reason != want || weak != (want != "") {
			t.Errorf("%q: %v, %q, want %q", secret, weak, reason, want)
		}
	}
	if words := redact.Words(); len(words) < 300 || words[0] != "a" {
		t.Errorf("%d words, the first %q", len(words), words[0])
	}
}

func TestAMarkThatSpellsASecretIsReplaced(t *testing.T) {
	t.Parallel()
	var r redact.Redactor
	r.AddCookie("[cookie][cookie]")
	for text, want := range map[string]string{
		"c=[cookie][cookie]": "c=[***]", "[***] [guid]": "[***] [guid]",
	} {
		if got := r.Mask(text); got != want || r.Mask(got) != got {
			t.Errorf("%q became %q, then %q, want %q", text, got, r.Mask(got), want)
		}
	}
}

func TestLongTextsAreMaskedWhereTheirPartsMeet(t *testing.T) {
	t.Parallel()
	r := redactor()
	form := redacttest.Encoders()[12].Encode(guid)
	for _, at := range []int{1<<16 - 200, 1<<16 - 20, 1 << 16, 1<<16 + 1<<12 - 20, 1<<17 - 1, 3 << 16} {
		text := strings.Repeat(".", at) + form + strings.Repeat(".", 1<<16)
		if got, want := r.Mask(text), strings.Repeat(".", at)+"[guid]"+strings.Repeat(".", 1<<16); got != want {
			t.Errorf("at %d: %d bytes became %d, want %d", at, len(text), len(got), len(want))
		}
	}
}

func TestAFloodOfCookiesHidesNothingElse(t *testing.T) {
	t.Parallel()
	var r redact.Redactor
	r.AddPassword("correct-Horse.7Battery")
	r.AddGuid(guid)
	r.AddSent(redact.Cookie, "sent-cookie-0123456789")
	secrets := manySecrets("x-")
	for _, s := range secrets[:7500] {
		r.AddCookie(s + s + s + s) // a megabyte
	}
	for _, s := range []string{"correct-Horse.7Battery", guid, "sent-cookie-0123456789", secrets[0], secrets[7499]} {
		if !r.Hides("=" + s) {
			t.Errorf("%q is forgotten", s)
		}
	}
	for _, s := range secrets {
		r.AddCookie(s[2:] + "/" + s)
		r.AddCookie(s[5:] + "," + s + s)
		r.Add(redact.Cookie, s[:6])
	}
	for _, s := range []string{"correct-Horse.7Battery", guid, "sent-cookie-0123456789", secrets[9999]} {
		if !r.Hides("=" + s) {
			t.Errorf("%q is forgotten", s)
		}
	}
}

func TestRedactorIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var r redact.Redactor
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			secret := strings.Repeat(string(rune('k'+i)), 12)
			r.AddCookie(secret)
			for j := range 50 {
				r.AddGuid(fmt.Sprintf("guid-%d-%d-0123", i, j))
				if got := r.Mask("x " + secret); got != "x [cookie]" {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzCut cuts a text with a secret anywhere, before it is masked and afterwards:
// of the secret, fewer than 8 characters are left.
func FuzzCut(f *testing.F) {
	for i, e := range redacttest.Encoders() {
		f.Add(uint8(i), uint8(i), uint8(i), e.Encode("7"), `","x":"`, uint16(7*i), uint16(90))
	}
	all, r := redacttest.Encoders(), redactor()
	f.Fuzz(func(t *testing.T, which, secret, piece uint8, before, after string, cut, n uint16) {
		e, c := all[int(which)%len(all)], canaries[int(secret)%len(canaries)]
		all := pieces(c.secret)
		form := e.Encode(all[int(piece)%len(all)])
		text := before + form + after
		start := min(len(text), int(cut)%(len(before)+len(form)+1))
		whole := r.Mask(text)
		for _, masked := range []string{r.Mask(text[start:]), r.Mask(text[:start]), whole[:int(n)%(len(whole)+1)]} {
			if i, left := shown(masked, c.secret); left {
				t.Errorf("%s: %q is left in %q of %q", e.Name, string([]rune(c.secret)[i:i+8]), masked, text)
			}
			if utf8.ValidString(masked) && r.Mask(masked) != masked {
				t.Errorf("%s: masking %q again gives %q", e.Name, masked, r.Mask(masked))
			}
		}
	})
}

// shown finds 8 characters of a secret, but of the node of a Guid, in a text, as
// they are and as simple encodings of them.
func shown(text, secret string) (at int, ok bool) {
	text, runes := strings.ToLower(text), []rune(secret)
	for i := 0; i+8 <= len(runes); i++ {
		piece := string(runes[i : i+8])
		if strings.Contains(".AgentGateway1", piece) {
			continue
		}
		for _, format := range []func(string) string{strings.ToLower, redacttest.EachByte("%%%02x"), redacttest.EachByte("%02x"), redacttest.EachByte("=%02x"), redacttest.EachRune("&#%d;"), redacttest.EachUnit(`\u%04x`)} {
			if strings.Contains(text, format(piece)) {
				return i, true
			}
		}
	}
	return 0, false
}
