package main

import (
	"errors"
	"strings"
	"testing"
)

// Whatever the flag --agent says: an agent who can sign in, or an error without
// the password.
func FuzzMockAgent(f *testing.F) {
	for _, text := range []string{"", "102", "102:", "102:pass:word", "102:env:WORD", "102:env:", "102:plain:env:WORD", "0102:x", ":x", "102:a\nb", "102:file:", "102:file:/dev/null"} {
		f.Add(text)
	}
	env := Env{Lookup: func(name string) (string, bool) { return "amber-3001", name == "WORD" }}
	f.Fuzz(func(t *testing.T, text string) {
		id, rest, _ := strings.Cut(text, ":")
		if strings.HasPrefix(rest, "file:") && rest != "file:" {
			t.Skip("files of the machine are not read")
		}
		list, err := (&mockOptions{agents: []string{text}}).credentials(env)
		if err != nil {
			var bad *failure
			if !errors.As(err, &bad) || bad.code != exitUsage {
				t.Errorf("%q: %v is no wrong usage", text, err)
			}
			return
		}
		if len(list) != 1 || list[0].id != id || !agentForm().MatchString(id) || strings.ContainsAny(list[0].password, "\r\n\x00") {
			t.Errorf("%q was read as %d agents", text, len(list))
		}
		if p := list[0].password; len(p) > 7 && p != rest && strings.Contains(list[0].source, p) {
			t.Errorf("%q: the source shows the password: %q", text, list[0].source)
		}
	})
}
