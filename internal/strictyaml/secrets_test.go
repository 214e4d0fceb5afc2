package strictyaml_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

var hide = strictyaml.Secrets{Section: "agents", Public: []string{"id", "env"}}

// everywhere makes a problem on every line of a document, by reading no key of it.
func everywhere(text string) string {
	doc, root, err := strictyaml.Parse("f.yaml", []byte(text), hide)
	if err != nil {
		return err.Error()
	}
	visit(root)
	return doc.Err().Error()
}

// visit refuses a node and all nodes below it.
func visit(n strictyaml.Node) {
	n.Failf("refused")
	if n.IsList() {
		for _, item := range n.List() {
			visit(item)
		}
		return
	}
	if !n.IsObject() {
		n.Option("nothing")
		n.Int(0, 0, 0)
		n.Size(0, 0, 0)
		n.Duration(0, 0, 0)
		return
	}
	o := n.Object("agents", "id", "password", "env", "url", "x", "y", "k")
	for _, key := range []string{"agents", "id", "password", "env", "url", "x", "y", "k"} {
		visit(o.Get(key))
	}
}

func TestNoProblemShowsASecret(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"plain":               "agents:\n  - id: 1\n    password: hunter2\n    nmae: x\n",
		"flow":                "agents: [{id: 1, password: hunter2, nmae: x}]\n",
		"quoted":              "agents: [{id: 1, password: \"hunter2\", 'pin': 'hunter2', nmae: x}]\n",
		"escaped":             "agents: [{id: 1, password: \"hunt\\x65r2 hunter2\", nmae: x}]\n",
		"escaped twice":       "agents: [{id: 1, password: \"\\x20\\\"hunter2\\\\\", 'pin': 'it''s hunter2', nmae: x}]\n",
		"after an escape":     "agents: [{id: \"\\x31\\x31\\x31\", password: hunter2, pin: 777}]\n",
		"after a quote":       "agents: [{id: 'it''s''it', password: hunter2, pin: 777}]\n",
		"escaped line end":    "agents:\n  - password: \"hunter2\\\n      hunter2\"\n    nmae: 1\n",
		"kept block":          "agents:\n  - password: |+\n      hunter2\n\n\n    nmae: 1\n",
		"indented block":      "agents:\n  - password: |2\n       hunter2\n      hunter2\n    nmae: 1\n",
		"spaced block":        "agents:\n  - password: >  \n      hunter2   \n      \n        hunter2   \n    nmae: 1\n",
		"commented block":     "agents:\n  - password: | # why\n      hunter2 # hunter2\n    nmae: 1\n",
		"plain, blank line":   "agents:\n  - password: hunter2\n\n      hunter2\n    nmae: 1\n",
		"like an alias":       "agents: [{password: *hunter2, pin: x}]\n",
		"like an anchor":      "agents: [{password: &hunter2 hunter2, pin: x}]\n",
		"like a tag":          "agents: [{password: !hunter2 hunter2, pin: x}]\n",
		"like a comment":      "agents:\n  - id: 1\n    password: #hunter2\n    pin: x\n",
		"before a comment":    "agents:\n  - id: 1\n    password: x #hunter2\n    pin: \"x\" #hunter2\n",
		"number":              "agents: [{id: 1, password: 777hunter2, pin: 777}]\n",
		"misspelled":          "agents:\n  - {id: 1, pasword: hunter2}\n",
		"as key and value":    "agents: {102: hunter2}\n",
		"in a list":           "agents: [hunter2, [hunter2]]\n",
		"as the section":      "agents: hunter2\n",
		"two lines quoted":    "agents:\n  - password: \"hunter2\n      hunter2\"\n    nmae: 1\n",
		"two lines flow":      "agents: [{password: \"hunter2\n      hunter2\", nmae: 1}]\n",
		"two lines plain":     "agents:\n  - password: hunter2\n      hunter2\n    nmae: 1\n",
		"literal block":       "agents:\n  - password: |\n      hunter2\n      hunter2\n    nmae: 1\n",
		"folded block":        "agents:\n  - password: >-\n\n      hunter2\n\n      hunter2\n    nmae: 1\n",
		"anchor":              "x: &p hunter2\nagents: [{password: *p}]\n",
		"anchor of a mapping": "x: &p {y: hunter2}\nagents: [*p, *p]\n",
		"tagged":              "agents: [{password: !!str hunter2}]\n",
		"outside the section": "x:\n  api_token: hunter2\nk: {passwort: hunter2}\nSecret: [hunter2]\n",
		"in an environment":   "agents: [{password: {env: {x: hunter2}}}]\n",
		"in a URL":            "url: https://me:hunter2@host/\nx: 'https://me:hunter2@host'\n",
		"deeper":              "x:\n  - agents:\n      - {password: hunter2, nmae: hunter2}\n",
		"carriage returns":    "agents:\r\n  - id: 1\r\n    password: hunter2\r\n    nmae: x\r\n",
		"wide characters":     "agents: [{\"名前\": é, password: hunter2, ü: hunter2}]\n",
		"one character":       "agents: [{password: hunter2}] # \n",

		"broken plain":     "agents:\n  - password: hunter2: hunter2\n",
		"broken quote":     "agents:\n  - password: \"hunter2\"hunter2\n",
		"broken escape":    "agents:\n  - password: \"hunter2\\qhunter2\"\n",
		"broken flow":      "agents: [{id: 1, password: hunter2, ]\n",
		"broken next line": "agents:\n  - password:\n    hunter2: x\n   hunter2\n",
		"broken dash":      "agents:\n- id: 1\n  pin: hunter2\n - hunter2\n",
		"broken block":     "agents:\n  - password: |\n     hunter2\n   hunter2\n",
		"broken reserved":  "agents:\n  - password: @hunter2\n  - password: `hunter2\n",
		"broken tag":       "agents:\n  - password: !<hunter2\n",
		"broken section":   "agents: hunter2: 1\n",
		"broken elsewhere": "x:\n  password: hunter2\n  y: 'a' 'b'\n",
		"broken later":     "agents: [{password: hunter2}]\nx: 'a' 'b'\n",
		"broken URL":       "url: https://me:hunter2@host: x: y\n",
		"broken duplicate": "agents: {password: hunter2, password: hunter2}\n",
		"broken anchor":    "agents: [{password: &hunter2 }]\nx: *none\n",
		"broken document":  "agents: hunter2\n---\nagents: hunter2\n",
		"broken UTF-8":     "agents: hunter2\n\xff\n",
		"broken same line": "agents: hunter2 \xff\n",
		"broken deep":      "agents: " + strings.Repeat("[", 50) + "hunter2\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := everywhere(text)
			if strings.Contains(got, "hunter") || strings.Contains(got, "777") || strings.Contains(got, "hunt") {
				t.Errorf("%q leads to\n%s", text, got)
			}
			if !strings.HasPrefix(got, "f.yaml:") {
				t.Errorf("problem without a place: %s", got)
			}
		})
	}
}

func TestPublicValuesAreShown(t *testing.T) {
	t.Parallel()
	got := everywhere("agents: [{id: '12', password: {env: GW_PASSWORD}, nmae: x}]\nx: visible\n")
	for _, want := range []string{
		"{id: '12', password: {env: GW_PASSWORD}, nmae: [hidden]}",
		`agents[0].id: is "12"; allowed: nothing`,
		`agents[0].password.env: is "GW_PASSWORD"`,
		`x: is "visible"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}
