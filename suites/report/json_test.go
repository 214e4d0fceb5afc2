package report_test

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schema compiles the published schema.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.SchemaJSON()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("result.json", doc); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("result.json")
}

func TestJSONFitsItsSchema(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, o := range append(outcomes(), outcome{name: "full", result: full()}, outcome{name: "unfinished lists", result: func() report.Result {
		r := finished(must("a/a", report.Pass))
		r.Checks[0].Exchanges, r.Observations, r.Target.Build, r.Target.NotClaimed = nil, nil, nil, nil
		return r
	}()}) {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, report.WriteJSON, o.result)))
		if err != nil {
			t.Fatalf("%s: %v", o.name, err)
		}
		if err := s.Validate(value); err != nil {
			t.Errorf("%s: %v", o.name, err)
		}
	}
}

func TestSchemaRejectsWhatIsNoResult(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, tt := range []struct {
		name   string
		change func(map[string]any)
	}{
		{"exit code of another verdict", func(m map[string]any) { m["exitCode"] = 0 }},
		{"unknown verdict", func(m map[string]any) { m["checks"].([]any)[0].(map[string]any)["verdict"] = "ok" }},
		{"no counts", func(m map[string]any) { delete(m, "counts") }},
		{"null list", func(m map[string]any) { m["requirements"] = nil }},
		{"other format", func(m map[string]any) { m["schema"] = "gwcheck/result/v2" }},
		{"no waiver", func(m map[string]any) { delete(m["checks"].([]any)[0].(map[string]any), "waiver") }},
		{"start is no time", func(m map[string]any) { m["started"] = "yesterday" }},
	} {
		var m map[string]any
		if err := json.Unmarshal([]byte(written(t, report.WriteJSON, finished(must("a/a", report.Fail)))), &m); err != nil {
			t.Fatal(err)
		}
		tt.change(m)
		if s.Validate(m) == nil {
			t.Errorf("%s: the schema accepts it", tt.name)
		}
	}
}

// Every JSON field of the model stands in the schema, and is required unless it may be left out.
func TestSchemaKnowsEveryField(t *testing.T) {
	t.Parallel()
	var doc map[string]any
	if err := json.Unmarshal(report.SchemaJSON(), &doc); err != nil {
		t.Fatal(err)
	}
	defs := doc["$defs"].(map[string]any)
	for def, value := range map[string]any{
		"": report.Result{}, "target": report.Target{}, "deployment": report.Deployment{}, "counts": report.Counts{},
		"check": report.Check{}, "assertion": report.Assertion{}, "mismatch": report.Mismatch{},
		"requirement": report.Requirement{}, "observation": report.Observation{}, "waiver": report.Waiver{},
	} {
		object := doc
		if def != "" {
			object = defs[def].(map[string]any)
		}
		properties, required := object["properties"].(map[string]any), map[any]bool{}
		for _, name := range object["required"].([]any) {
			required[name] = true
		}
		typ := reflect.TypeOf(value)
		for i := range typ.NumField() {
			name, opts, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if name == "-" {
				continue
			}
			if _, ok := properties[name]; !ok {
				t.Errorf("%s: property %q is not in the schema", typ, name)
			}
			if required[name] == (opts == "omitempty") {
				t.Errorf("%s: property %q: required is %v, tag says %q", typ, name, required[name], opts)
			}
		}
	}
}

func TestWritersPassOnTheErrorOfTheirWriter(t *testing.T) {
	t.Parallel()
	r := full()
	for name, write := range writers() {
		size := len(written(t, write, r))
		for _, n := range []int{0, 1, size / 2, size - 1} {
			if err := write(&limited{n: n}, r); err == nil {
				t.Errorf("%s: no error though only %d of %d bytes fit", name, n, size)
			}
		}
		if err := write(io.Discard, r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWritersAreDeterministicAndChangeNothing(t *testing.T) {
	t.Parallel()
	for name, write := range writers() {
		r := full()
		first := written(t, write, r)
		if !reflect.DeepEqual(r, full()) {
			t.Errorf("%s: the result changed", name)
		}
		for range 5 {
			if written(t, write, full()) != first {
				t.Fatalf("%s: two outputs of one result differ", name)
			}
		}
	}
}
