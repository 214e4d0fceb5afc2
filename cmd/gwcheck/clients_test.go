package main_test

import (
	"crypto/sha256"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
)

// programs are the languages of docs/clients.md and what runs them.
var programs = map[string][]string{
	"client.sh": {"sh"}, "client.py": {"python3"}, "client.mjs": {"node"}, "Client.java": {"java"},
	"client.go": {"go", "run"}, "client.php": {"php"}, "Program.cs": {"dotnet", "run"},
}

// The programs of docs/clients.md download a recording, and the mock finds nothing
// wrong with them. A language that is not installed is skipped.
func TestClientsOfTheDocumentation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/clients.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```[a-z]+ ([A-Za-z]+\\.[a-z]+)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(found) != len(programs) {
		t.Fatalf("the page has %d programs, want %d", len(found), len(programs))
	}
	for _, m := range found {
		t.Run(m[1], func(t *testing.T) { // one by one: compilers take all there is
			runner := programs[m[1]]
			if _, err := exec.LookPath(runner[0]); err != nil || runner[0] == "dotnet" {
				t.Skipf("%s is not installed, or needs a project", runner[0])
			}
			runProgram(t, m[1], m[2], runner)
		})
	}
}

func runProgram(t *testing.T, name, text string, runner []string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"mock", "--listen", "127.0.0.1:0", "--admin", "off", "--tls-dir", filepath.Join(dir, "tls"), "--judge-client", "should", "--poll-hold", "300ms", "--"}
	cmd := exec.Command(program, append(append(args, runner...), name)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GO111MODULE=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(dir, "recording.V3"))
	if err != nil {
		t.Fatal(err)
	}
	if want := fixtures.Catalogue()[0].SHA256(); sha256.Sum256(got) != want {
		t.Errorf("%d bytes that differ from the recording", len(got))
	}
}
