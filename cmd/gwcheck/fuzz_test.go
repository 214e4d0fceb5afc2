package main

import (
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
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
			if codeOf(err) != exitUsage {
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

// Whatever the flag --mount says: a mount of one drive, or an error that names it.
func FuzzMockMount(f *testing.F) {
	dir := f.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"", "y", "y=", "=DIR", "y=DIR", "Y=DIR", "yy=DIR", "y=FILE", "y=DIR/none", "y==DIR", "é=DIR", "\u212a=DIR", "y=DIR\x00", "1=DIR", "y:=DIR"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		drive, path, _ := strings.Cut(text, "=")
		flag := strings.NewReplacer("DIR", dir, "FILE", file).Replace(text)
		mounts, err := (&mockOptions{mounts: []string{flag}}).directories()
		if err != nil {
			if codeOf(err) != exitUsage || strings.Contains(text, "=") {
				t.Errorf("%q: %v", flag, err)
			}
			return
		}
		set, err := mock.Deployments(mounts...)
		if err != nil {
			if !strings.Contains(err.Error(), "mount ") {
				t.Errorf("%q: the error does not name the mount: %v", flag, err)
			}
			return
		}
		defer func() { _ = set.Close() }()
		if d := strings.ToLower(drive); len(d) != 1 || d < "a" || d > "z" || path == "FILE" {
			t.Errorf("%q was mounted", flag)
		}
	})
}

// Whatever the flag --san says: a certificate that is good for the name, or wrong
// usage.
func FuzzMockName(f *testing.F) {
	for _, text := range []string{"", "localhost", "mock.test", "mock.test:8043", "https://mock.test", "127.0.0.1", "::1", "[::1]", "fe80::1%eth0", "*.test", "a_b", "-a", ".", "é.test", "a..b", "mock.test.", strings.Repeat("a.", 130) + "a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := (&mockOptions{sans: []string{text}}).checkNames(); err != nil {
			if codeOf(err) != exitUsage {
				t.Errorf("%q: %v is no wrong usage", text, err)
			}
			return
		}
		ca, err := mock.NewAuthority(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		cert, err := ca.Issue(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		leaf, err := x509.ParseCertificate(cert.Certificate[0])
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if err := leaf.VerifyHostname(text); err != nil {
			t.Errorf("%q: the certificate is not good for it: %v", text, err)
		}
	})
}

// codeOf is the exit code that goes with an error, -1 if it has none.
func codeOf(err error) int {
	var f *failure
	if !errors.As(err, &f) {
		return -1
	}
	return f.code
}
