package rules_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/rules"
)

// Whatever the body: an envelope is exactly one JSON object, and anything else is
// named in a phrase that can be printed.
func FuzzReadEnvelope(f *testing.F) {
	for _, body := range []string{
		"", " ", "{}", "null", "[]", "0", `""`, "<html><title>x</title>", `{"retcode":"0"}`, `{"retcode":"0"}{}`, "\ufeff{}", "{\"a\":1e999}",
		`{"retcode":"0","retcode":"1"}`, `{"a":"\ud800"}`, "{\"a\":\"\xff\"}", strings.Repeat("[", 100), `{"result":` + strings.Repeat("[", 100) + "}", "{\"a\":\"\x1b[2J\"}",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		e, err := rules.ReadEnvelope(answer(200, "application/json", body))
		if err != nil {
			phrase := err.Error()
			if len(phrase) > 2000 || !utf8.ValidString(phrase) || strings.ContainsAny(phrase, "\x1b\r") {
				t.Errorf("the phrase for %.100q is %q", body, phrase)
			}
			return
		}
		if !json.Valid([]byte(body)) || !strings.HasPrefix(strings.TrimSpace(body), "{") || e.Fields == nil || len(e.Fields) != len(e.Raw) {
			t.Errorf("%.100q was read as an envelope with %d and %d members", body, len(e.Fields), len(e.Raw))
		}
	})
}
