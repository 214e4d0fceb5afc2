package target_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/target"
)

// weakFile is a target file with two passwords, as YAML values.
func weakFile(first, second string) string {
	return `gwcheck: target/v1
name: gateway
agents:
  - {id: "102", password: ` + first + `, phone: "40038123"}
  - {id: "103", password: ` + second + `, phone: "40039123"}
deployments:
  - {name: static, url: "https://gateway.example", authMode: 1, download: false}
`
}

func TestAPasswordThatReportsCannotHideEverywhereIsWarnedOf(t *testing.T) {
	const strong = "Xr7-vellum-Quartz"
	env := target.WithEnv(func(string) (string, bool) { return "pw-Zq4", true })
	for _, row := range []struct{ name, password, secret, want string }{
		{"short", "pw-Zq4", "pw-Zq4", "has fewer than 8 characters"},
		{"short from a variable", "{env: X}", "pw-Zq4", "has fewer than 8 characters"},
		{"phone number of another agent", `"40039123"`, "", "is an agent id or a phone number"},
		{"ordinary word", "Password", "", "is an ordinary word"},
		{"strong", "Kx2+umbra&Lattice", "", ""},
		{"empty", `""`, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			loaded, err := target.Parse([]byte(weakFile(strong, row.password)), t.TempDir(), env)
			if err != nil {
				t.Fatal(err)
			}
			if row.want == "" {
				if len(loaded.Warnings) > 0 {
					t.Errorf("warnings: got %v, want none", loaded.Warnings)
				}
				return
			}
			if len(loaded.Warnings) != 1 {
				t.Fatalf("warnings: got %v, want one", loaded.Warnings)
			}
			text := loaded.Warnings[0].Error()
			if !strings.HasPrefix(text, "target.yaml:5:") || !strings.Contains(text, "agents[1].password: the password "+row.want) || !strings.Contains(text, "use one of 8 characters or more") {
				t.Errorf("the warning does not say where, what and what would be right: %s", text)
			}
			if row.secret != "" && strings.Contains(text, row.secret) {
				t.Error("the warning shows the password")
			}
		})
	}
}

func TestPasswordsThatAreNotReadAreNotWarnedOf(t *testing.T) {
	loaded, err := target.Parse([]byte(weakFile("{env: X}", "{env: Y}")), t.TempDir(), target.WithoutSecrets())
	if err != nil || len(loaded.Warnings) > 0 {
		t.Errorf("got %v and %v, want no warning", loaded, err)
	}
}
