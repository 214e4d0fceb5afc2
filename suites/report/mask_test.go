package report_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// canaries are secrets with all that makes masking hard.
var canaries = map[string]string{
	"password": `pÄ "ss/w+r%d\&<1>😀`,
	"guid":     "A8F3c09D1b7E4462905fD3aa17Be6C20-node7",
	"cookie":   "JSESSIONID:0f9e8d7c6b5a49382716",
	"pin":      "739152",
}

// masker knows the canaries.
func masker() *report.Masker {
	var m report.Masker
	for name, value := range canaries {
		if name == "guid" {
			m.AddToken(name, value)
		} else {
			m.Add(name, value)
		}
	}
	return &m
}

// forms are the encodings of each canary, made once.
var forms = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for name, value := range canaries {
		out[name] = encodings(value)
	}
	return out
})

// encodings are the ways in which a secret may come back.
func encodings(s string) map[string]string {
	quoted, _ := json.Marshal(s)
	mixed, every := "", ""
	for i, c := range []byte(s) {
		every += fmt.Sprintf("%%%02x", c)
		if i%2 == 0 {
			mixed += fmt.Sprintf("%%%02X", c)
		} else if strings.IndexByte(`%&\`, c) >= 0 {
			mixed += url.QueryEscape(string(c))
		} else {
			mixed += string([]byte{c})
		}
	}
	refs, hexRefs, escapes := "", "", ""
	for _, r := range s {
		refs += fmt.Sprintf("&#%d;", r)
		hexRefs += fmt.Sprintf("&#X%X;", r)
		if r < 0x10000 {
			escapes += fmt.Sprintf(`\u%04X`, r)
		} else {
			escapes += `\ud83d\ude00`
		}
	}
	digits := hex.EncodeToString([]byte(s))
	out := map[string]string{
		"raw": s, "upper case": strings.ToUpper(s), "lower case": strings.ToLower(s),
		"query": url.QueryEscape(s), "path": url.PathEscape(s), "every byte": every, "mixed": mixed,
		"twice": url.QueryEscape(url.QueryEscape(s)), "JSON": string(quoted), "Go": strconv.Quote(s), "ASCII": strconv.QuoteToASCII(s),
		"JSON in JSON": strconv.Quote(string(quoted)), "HTML": html.EscapeString(s), "references": refs, "hex references": hexRefs,
		"unicode escapes": escapes, "query of JSON": url.QueryEscape(string(quoted)), "HTML of JSON": html.EscapeString(string(quoted)),
		"hex": digits, "HEX": strings.ToUpper(digits), "hex dump": fmt.Sprintf("% x", s), "hex colons": strings.ReplaceAll(fmt.Sprintf("% X", s), " ", ":"),
	}
	if strings.ToLower(s) != s && len(strings.ToLower(s)) != len(s) {
		delete(out, "lower case")
	}
	for name, e := range map[string]*base64.Encoding{"std": base64.StdEncoding, "url": base64.URLEncoding, "raw": base64.RawStdEncoding, "raw url": base64.RawURLEncoding} {
		for _, around := range []string{"", "1", "12", "123"} {
			code := e.EncodeToString([]byte(around + s + around))
			out["base64 "+name+" "+around] = code
			out["query of base64 "+name+" "+around] = url.QueryEscape(code)
		}
	}
	return out
}

// shows reports in which encoding text shows a canary, "" if in none.
func shows(text string) string {
	text = strings.ToLower(text)
	for name := range canaries {
		for encoding, form := range forms()[name] {
			bare := strings.Trim(strings.TrimRight(form, "="), `"`)
			if strings.Contains(encoding, "base64") {
				if len(bare) < 14 {
					continue // too short to tell from chance
				}
				bare = bare[4 : len(bare)-4] // what adjoins shares characters with it
			}
			if len(bare) > 3 && strings.Contains(text, strings.ToLower(bare)) {
				return name + " as " + encoding + ": " + bare
			}
		}
	}
	return ""
}

func TestMaskHidesEveryEncoding(t *testing.T) {
	t.Parallel()
	m := masker()
	for name := range canaries {
		for encoding, form := range forms()[name] {
			text := "before <" + form + "> after"
			got := m.Mask(text)
			if !strings.Contains(got, "["+name+"]") || shows(got) != "" {
				t.Errorf("%s as %s: %q became %q (%s)", name, encoding, text, got, shows(got))
			}
			if !strings.HasPrefix(got, "before <") || !strings.HasSuffix(got, "> after") {
				t.Errorf("%s as %s: more than the secret is gone: %q", name, encoding, got)
			}
			if again := m.Mask(got); again != got {
				t.Errorf("%s as %s: masking %q again gives %q", name, encoding, got, again)
			}
		}
	}
}

func TestMaskLeavesTheRest(t *testing.T) {
	t.Parallel()
	m := masker()
	for _, text := range []string{
		"", "plain text", "ss/w+r", `{"retcode":"100-006","result":""}`, "100 % & more\\", "%zz %4 \\u12 &#; &#x; &#99999999999;",
		"y:/1/0/20181217/120/1524488.V3", strings.Repeat("&amp;%25", 50), "a+b%20c", "\xff\xfe", "&lt;b&gt;",
		"GET /agentgateway/resource/recordfile/102?recordId=y%3A%2F1%2F0 HTTP/1.1", strings.Repeat("ab", 32),
	} {
		if got := m.Mask(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	var none report.Masker
	if got := none.Mask("anything"); got != "anything" {
		t.Errorf("a masker without secrets made %q", got)
	}
}

func TestMaskHidesPiecesOfTokens(t *testing.T) {
	t.Parallel()
	m, guid := masker(), canaries["guid"]
	for name, altered := range map[string]string{
		"truncated": guid[:20], "without its head": guid[9:], "extended": guid + "00", "prefixed": "00" + guid,
		"altered at 12": guid[:12] + "_" + guid[13:], "encoded and cut": url.QueryEscape(guid)[:25],
	} {
		got := m.Mask("Guid: " + altered + ".")
		longest := 0
		for i := range guid {
			for j := i + 1; j <= len(guid); j++ {
				if strings.Contains(strings.ToLower(got), strings.ToLower(guid[i:j])) {
					longest = max(longest, j-i)
				}
			}
		}
		if longest >= 10 {
			t.Errorf("%s: %d characters in a row are left in %q", name, longest, got)
		}
	}
}

func TestMaskIsNotFooledByHalfAnEscape(t *testing.T) {
	t.Parallel()
	var m report.Masker
	m.Add("password", "2046cafe horse!")
	for _, before := range []string{"%", "%2", `\u`, `\u0`, `\x`, "&#", "&#x", `\`, "&"} {
		if got := m.Mask(before + "2046cafe%20horse%21"); strings.Contains(got, "cafe") {
			t.Errorf("after %q: %q", before, got)
		}
	}
}

func TestMaskTreatsShortSecretsAsWords(t *testing.T) {
	t.Parallel()
	var m report.Masker
	m.Add("a", "1")
	m.Add("b", "abc")
	m.Add("c", "wxyz")
	for text, want := range map[string]string{
		"1":             "[a]",
		"x=1&y=11":      "x=[a]&y=11",
		`{"p":1}`:       `{"p":[a]}`,
		"HTTP/1.1 200":  "HTTP/[a].[a] 200",
		"abc abcd ABC":  "[b] abcd [b]",
		"hex 616263 61": "hex [b] 61",
		"YWJj":          "[b]",
		"abcwxyzabc":    "abc[c]abc",
		"wxyzWXYZ":      "[c][c]",
		"%61%62%63":     "[b]",
	} {
		if got := m.Mask(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// A word that ends a password is no secret, unless an escape swallowed the rest.
func TestMaskEndOfAPassword(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ password, text, want string }{
		{"102-password", `the password of agent 102`, `the password of agent 102`},
		{"102-password", `{"password":"102-password"}`, `{"password":"[p]"}`},
		{"102-password", `{\"password\":\"102-password\"}`, `{\"password\":\"[p]\"}`},
		{"xyz-password", `xyz%2Dpassword and %0Apassword`, `[p] and %0Apassword`},
		{"5ecret-value", `\u005ecret-%76alue`, `[p]`},
		{"5ecret-value", `%5Cu005ecret-%2576alue`, `[p]`},
		{"abcret-value", `\u00%61bcret-%2576alue`, `[p]`},
		{"abcret-value", `%%61bcret-%2576alue`, `[p]`},
	} {
		var m report.Masker
		m.Add("p", row.password)
		if got := m.Mask(row.text); got != row.want {
			t.Errorf("%q hides %q as %q, want %q", row.password, row.text, got, row.want)
		}
	}
}

func TestMaskPlaceholderNeverSpellsASecret(t *testing.T) {
	t.Parallel()
	var m report.Masker
	m.Add("password", "password")
	m.AddToken("guid", "0123456789abcdef")
	m.Add("pin", "guid")
	for _, text := range []string{"the PASSWORD is password", "Guid: 0123456789abcdef"} {
		if got := strings.ToLower(m.Mask(text)); strings.Contains(got, "password") || strings.Contains(got, "guid") {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestMaskerIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var m report.Masker
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			secret := strings.Repeat(string(rune('a'+i)), 12)
			m.AddToken("t", secret)
			for range 50 {
				if got := m.Mask("x " + secret); got != "x [t]" {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzMask(f *testing.F) {
	f.Add("secret-value", "a", "%", 3)
	f.Add("p%41ss\\u0041", `"`, "&#x;", 1)
	f.Fuzz(func(t *testing.T, secret, before, after string, kind int) {
		if len(secret) < 4 || len(secret) > 200 {
			return
		}
		var m report.Masker
		m.Add("s", secret)
		form := secret
		switch kind % 4 {
		case 1:
			form = url.QueryEscape(secret)
		case 2:
			form = hex.EncodeToString([]byte(secret))
		case 3:
			form = strconv.QuoteToASCII(secret)
		}
		if got := m.Mask(before + " " + form + " " + after); strings.Contains(got, form) && len(form) > 5 {
			t.Errorf("%q shows %q", got, form)
		}
	})
}

func BenchmarkMask(b *testing.B) {
	var m report.Masker
	for i := range 300 {
		m.AddToken("guid", hex.EncodeToString(fmt.Appendf(nil, "%020d", i*7919)))
	}
	text := strings.Repeat(`{"retcode":"100-006","message":"y%3A%2F1%2F0","result":{"a":"0a1b2c3d4e5f"}}`, 27)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Mask(text)
	}
}
