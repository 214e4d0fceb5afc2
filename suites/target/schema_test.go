package target_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gwcheck/gwcheck/suites/target"
)

// editions are those that the tests tell the reader, the schema and the example.
var editions = []string{"2021-01-31", "2022-02-28", "2023-03-31"}

func compiled(t *testing.T, editions ...string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(target.Schema(editions...)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("target.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("target.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// full is a file with every key, as a tree of JSON values.
func full(t *testing.T) map[string]any {
	t.Helper()
	text := strings.Replace(target.Example(editions...), "tls: {ca: ca.pem}", "tls: {insecure: true, serverName: gw.example}", 1)
	text = strings.Replace(text, `version: "8.15.0"`, `version: "8.15.0", digest: "sha256:00"`, 1)
	text = strings.Replace(text, "    pollHold: 10s", "    pollHold: 10s\n    download: true\n    pool: false\n    tls: {ca: ca.pem}\n    limits: {idle: 1s}", 1)
	text = strings.Replace(text, "# canary:", "canary:", 1)
	text += "organization: Example Ltd\nproduct: Example Gateway\ncontact: gateway@example.org\nurl: https://example.org/gateway\n"
	return tree(t, text+"record: {command: [sh], env: [PATH]}\n")
}

// elsewhere is a file that refers to other places wherever it can.
func elsewhere(t *testing.T) map[string]any {
	t.Helper()
	v := full(t)
	v["recordings"] = map[string]any{"file": "recordings.yaml"}
	delete(v, "absent")
	v["tls"] = map[string]any{"pin": "sha256:" + strings.Repeat("0a", 32)}
	parent(v, "deployments.0.url")["url"] = map[string]any{"env": "GW_URL"}
	return v
}

func tree(t *testing.T, text string) map[string]any {
	t.Helper()
	b, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// verdicts is what the loader and the schema say about a tree.
func verdicts(t *testing.T, s *jsonschema.Schema, v map[string]any) (loader, schema error) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return load(b), s.Validate(v)
}

func load(b []byte) error {
	env := target.WithEnv(func(name string) (string, bool) {
		if name == "GW_URL" {
			return "https://elsewhere.example:8043", true
		}
		return "secret", true
	})
	files := target.WithFiles(func(name string) ([]byte, error) {
		if filepath.Base(name) == "recordings.yaml" {
			return []byte(listed), nil
		}
		return []byte(certificate), nil
	})
	_, err := target.Parse(b, "", env, files, target.WithEditions(editions...))
	return err
}

func TestExampleIsValid(t *testing.T) {
	t.Parallel()
	s := compiled(t, editions...)
	for name, text := range map[string]string{"example": target.Example(editions...), "test file": good} {
		if loader, schema := verdicts(t, s, tree(t, text)); loader != nil || schema != nil {
			t.Errorf("%s: the loader says %v, the schema %v", name, loader, schema)
		}
	}
	for name, v := range map[string]map[string]any{"every key": full(t), "references": elsewhere(t)} {
		if loader, schema := verdicts(t, s, v); loader != nil || schema != nil {
			t.Errorf("%s: the loader says %v, the schema %v", name, loader, schema)
		}
	}
	if err := load([]byte(target.Example(editions...))); err != nil {
		t.Errorf("the text of the example: %v", err)
	}
	if hint := "# yaml-language-server: $schema=" + target.SchemaFile + "\n"; !strings.HasPrefix(target.Example(editions...), hint) {
		t.Errorf("the example does not begin with %q", hint)
	}
}

// TestSchemaAndLoaderAgree alters a valid file at every place in turn. What the
// schema refuses, the loader must refuse; the reverse holds but for rules
// between keys, which a schema cannot state.
func TestSchemaAndLoaderAgree(t *testing.T) {
	t.Parallel()
	s, tried := compiled(t), 0
	between := regexp.MustCompile(`^(agents|recordings|absent|deployments)$|^recordings\.(0\.locationId|file)$|^deployments\.0\.(limits|guidTimeout|pollHold|url\.env)`)
	for _, whole := range []func(*testing.T) map[string]any{full, elsewhere} {
		for _, place := range places(whole(t), "") {
			for what, alter := range alterations {
				v := whole(t)
				if !alter(parent(v, place), last(place)) {
					continue
				}
				loader, schema := verdicts(t, s, v)
				tried++
				if schema != nil && loader == nil {
					t.Errorf("%s %s: the schema refuses it, the loader does not: %v", place, what, schema)
				}
				if schema == nil && loader != nil && !between.MatchString(place) {
					t.Errorf("%s %s: the loader refuses it, the schema does not: %v", place, what, loader)
				}
			}
		}
	}
	if tried < 800 {
		t.Errorf("only %d alterations were tried", tried)
	}
}

var alterations = map[string]func(map[string]any, string) bool{
	"removed":    func(m map[string]any, k string) bool { delete(m, k); return true },
	"misspelled": func(m map[string]any, k string) bool { m[k+"x"] = m[k]; return true },
	"null":       func(m map[string]any, k string) bool { m[k] = nil; return true },
	"true":       func(m map[string]any, k string) bool { _, is := m[k].(bool); m[k] = true; return !is },
	"number":     func(m map[string]any, k string) bool { m[k] = 1.5; return true },
	"negative":   func(m map[string]any, k string) bool { m[k] = -1; return true },
	"list":       func(m map[string]any, k string) bool { m[k] = []any{}; return true },
	"mapping":    func(m map[string]any, k string) bool { m[k] = map[string]any{"other": 1}; return true },
	"odd text": func(m map[string]any, k string) bool {
		m[k] = "?"
		return !slices.Contains([]string{"name", "recordId", "password", "env", "version", "digest", "ca", "serverName",
			"organization", "product", "contact"}, k)
	},
	"empty text": func(m map[string]any, k string) bool {
		m[k] = ""
		return !slices.Contains([]string{"version", "digest", "password"}, k)
	},
}

// places lists the keys of all mappings, as paths with dots.
func places(v any, prefix string) []string {
	var list []string
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			list = append(append(list, prefix+k), places(v[k], prefix+k+".")...)
		}
	case []any:
		if len(v) > 0 {
			list = places(v[0], prefix+"0.")
		}
	}
	return list
}

func last(place string) string { return place[strings.LastIndex(place, ".")+1:] }

// parent is the mapping that holds the last key of a place.
func parent(v any, place string) map[string]any {
	steps := strings.Split(place, ".")
	for _, step := range steps[:len(steps)-1] {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			v = x[0]
		}
	}
	m, _ := v.(map[string]any)
	return m
}

// TestSchemaAndLoaderKnowTheSameKeys compares the keys that the loader lists
// for an unknown one with the properties of the schema.
func TestSchemaAndLoaderKnowTheSameKeys(t *testing.T) {
	t.Parallel()
	var root map[string]any
	if err := json.Unmarshal(target.Schema(), &root); err != nil {
		t.Fatal(err)
	}
	properties := map[string]bool{}
	propertySets(root, properties)
	lists := map[string]bool{}
	for _, whole := range []func(*testing.T) map[string]any{full, elsewhere} {
		for _, place := range places(whole(t), "") {
			v := whole(t)
			parent(v, place)["unknown-key"] = 1
			b, _ := json.Marshal(v)
			var e *target.Error
			if !errors.As(load(b), &e) {
				t.Fatalf("%s: the unknown key is accepted", place)
			}
			for _, p := range e.Problems {
				if _, keys, ok := strings.Cut(p.Message, "; allowed: "); ok && strings.Contains(p.Message, "unknown key") {
					lists[sortedKeys(strings.Split(keys, ", "))] = true
				}
			}
		}
	}
	delete(lists, "env file") // of a password: the schema has one alternative for each
	if !maps.Equal(lists, properties) {
		t.Errorf("loader\n%s\nschema\n%s", lines(lists), lines(properties))
	}
}

// propertySets collects the property names of every object of a schema with closed properties.
func propertySets(v any, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		if p, ok := v["properties"].(map[string]any); ok && v["additionalProperties"] == false {
			found[sortedKeys(slices.Collect(maps.Keys(p)))] = true
		}
		for _, child := range v {
			propertySets(child, found)
		}
	case []any:
		for _, child := range v {
			propertySets(child, found)
		}
	}
}

func sortedKeys(keys []string) string {
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

func lines(set map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), "\n")
}

func TestSchemaKnowsTheEditions(t *testing.T) {
	t.Parallel()
	s := compiled(t, editions...)
	for _, edition := range append(slices.Clone(editions), "2020-01-01") {
		v := full(t)
		v["edition"] = edition
		if loader, schema := verdicts(t, s, v); (loader == nil) != (schema == nil) {
			t.Errorf("edition %s: the loader says %v, the schema %v", edition, loader, schema)
		}
	}
}

func TestExampleNamesTheEditions(t *testing.T) {
	t.Parallel()
	for want, editions := range map[string][]string{
		`# edition: "YYYY-MM-DD"                  # optional: the date of an edition`:               nil,
		`edition: "2021-01-31"                    # optional: 2021-01-31`:                           editions[:1],
		`edition: "2021-01-31"                    # optional: 2021-01-31, 2022-02-28 or 2023-03-31`: editions,
	} {
		if text := target.Example(editions...); !strings.Contains(text, "\n"+want+"\n") {
			t.Errorf("editions %q: the example has no line %q", editions, want)
		}
	}
}

// Whoever reads files without an interface document gets no list of editions.
func TestWithoutEditionsEveryDateIsPermitted(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	for edition, want := range map[string]bool{"2020-01-01": true, "2031-12-31": true, "next": false, "2020-1-1": false} {
		text := good + "edition: \"" + edition + "\"\n"
		_, loader := target.Parse([]byte(text), "")
		if schema := s.Validate(tree(t, text)); (loader == nil) != want || (schema == nil) != want {
			t.Errorf("edition %q: the loader says %v, the schema %v; want it permitted: %t", edition, loader, schema, want)
		}
	}
}
