package report_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/suites/report"
)

// canaries are secrets with all that makes masking hard.
var canaries = map[string]string{
	"password": `pÄ "ss/w+r%d\&<1>😀`,
	"guid":     "A8F3c09D1b7E4462905fD3aa17Be6C20-node7",
	"cookie":   "JSESSIONID:0f9e8d7c6b5a49382716",
	"pin":      "73915264",
}

// masker knows the canaries.
func masker() *redact.Redactor {
	var m redact.Redactor
	for name, value := range canaries {
		switch name {
		case "guid":
			m.AddGuid(value)
		case "cookie":
			m.AddCookie(value)
		default:
			m.AddPassword(value)
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

// encodings are the spellings in which a gateway may return a secret.
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

// inAllForms is a text with one canary in every encoding, in quotes.
func inAllForms(name string) string {
	var b strings.Builder
	for _, form := range forms()[name] {
		b.WriteString(`"` + form + `" `)
	}
	return b.String()
}

// No output shows a secret in any encoding once the texts were masked.
func TestNoOutputShowsASecret(t *testing.T) {
	t.Parallel()
	m := masker()
	for name := range canaries {
		masked := m.Mask(inAllForms(name))
		r := full()
		poison(reflect.ValueOf(&r).Elem(), " "+masked)
		for output, write := range writers() {
			if form := revealed(written(t, write, r), name); form != "" {
				t.Errorf("%s shows %s as %s", output, name, form)
			}
		}
		var b bytes.Buffer
		p := report.NewProgress(&b, report.ProgressOptions{Live: true, Width: 5000})
		p.Start(1)
		p.Note(masked)
		p.Check(r.Checks[0])
		if form := revealed(b.String(), name); form != "" {
			t.Errorf("progress shows %s as %s", name, form)
		}
	}
}

// revealed is a form of the canary that out shows, "" if none.
func revealed(out, name string) string {
	out = strings.ToLower(out)
	for encoding, form := range forms()[name] {
		form = strings.ToLower(strings.Trim(strings.TrimRight(form, "="), `"`))
		if len(form) > 5 && strings.Contains(out, form) {
			return encoding
		}
	}
	return ""
}

// The tests above detect a secret that is not masked.
func TestUnmaskedCanariesAreFound(t *testing.T) {
	t.Parallel()
	for output, write := range writers() {
		r := full()
		poison(reflect.ValueOf(&r).Elem(), " "+canaries["guid"])
		if out := written(t, write, r); revealed(out, "guid") == "" || shows(out) == "" {
			t.Errorf("%s: a secret went unseen", output)
		}
	}
}
