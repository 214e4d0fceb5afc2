package spec_test

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
)

func load(t testing.TB) *spec.Document {
	t.Helper()
	d, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// edited returns the embedded document with every old replaced; an old that is
// not there fails the test, so that edits cannot go stale.
func edited(t testing.TB, oldnew ...string) []byte {
	t.Helper()
	text := string(spec.Source())
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(text, oldnew[i]) {
			t.Fatalf("the document has no %q to edit", oldnew[i])
		}
		text = strings.ReplaceAll(text, oldnew[i], oldnew[i+1])
	}
	return []byte(text)
}

func loadEdited(t testing.TB, oldnew ...string) *spec.Document {
	t.Helper()
	d, err := spec.Load(edited(t, oldnew...))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDefaultIsValidOpenAPI(t *testing.T) {
	t.Parallel()
	d := load(t)
	if err := d.OpenAPI.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	if d.OpenAPI.OpenAPI != "3.0.3" {
		t.Errorf("openapi: got %q, want 3.0.3", d.OpenAPI.OpenAPI)
	}
	if d.Title == "" {
		t.Error("the title is empty")
	}
}

func TestDefaultIsParsedOnce(t *testing.T) {
	t.Parallel()
	first, second := load(t), load(t)
	if first != second {
		t.Error("two calls of Default gave two documents")
	}
}

func TestSourceIsACopy(t *testing.T) {
	t.Parallel()
	first := spec.Source()
	clear(first)
	if bytes.Equal(first, spec.Source()) {
		t.Error("a change to the result of Source reached the embedded document")
	}
}

func TestEditedDocumentsLoad(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		edit  []string
		check func(*testing.T, *spec.Document)
	}{
		"renamed query parameter": {
			edit: []string{"- name: recordId\n", "- name: recordPath\n"},
			check: func(t *testing.T, d *spec.Document) {
				o, _ := d.Operation(spec.DownloadRecordFile)
				if p, _ := o.Param(spec.RoleRecord); p.Name != "recordPath" {
					t.Errorf("parameter of role record: got %q, want recordPath", p.Name)
				}
			},
		},
		"renamed path parameter": {
			edit: []string{"{agentid}", "{agent}", "name: agentid\n", "name: agent\n"},
			check: func(t *testing.T, d *spec.Document) {
				o, _ := d.Operation(spec.DownloadRecordFile)
				if got, want := o.PathFor("102"), "/agentgateway/resource/recordfile/102"; got != want {
					t.Errorf("PathFor: got %q, want %q", got, want)
				}
			},
		},
		"another retcode for a condition": {
			edit: []string{
				"    conditions:\n      - {name: recording-absent}\n", "",
				"  - {code: 104-011,", "  - {conditions: [{name: recording-absent, also: [104-012]}], code: 104-011,",
			},
			check: func(t *testing.T, d *spec.Document) {
				if got := d.Retcode(spec.RecordingAbsent).Code; got != "104-011" {
					t.Errorf("code: got %q, want 104-011", got)
				}
				codes := d.Accepts(spec.RecordingAbsent)
				if codes.Has("104-005") || !codes.Has("104-011") || !codes.Has("104-012") {
					t.Errorf("accepted codes: got %s, want 104-011 or 104-012", codes)
				}
			},
		},
		"a further grammar": {
			edit: []string{"x-recording-paths:\n", "x-recording-paths:\n" +
				"  - name: mail\n    filetype: \"2\"\n    template: t\n    separators: [/]\n" +
				"    pattern: ^(?P<drive>[a-z]):/(?P<path>mail/.+)$\n    example: y:/mail/1\n"},
			check: func(t *testing.T, d *spec.Document) {
				if got := len(d.GrammarsOf("2")); got != 3 {
					t.Errorf("grammars of filetype 2: got %d, want 3", got)
				}
			},
		},
		"another Content-Type of a recording": {
			edit: []string{"application/octet-stream;charset=utf-8", "audio/x-wav"},
			check: func(t *testing.T, d *spec.Document) {
				o, _ := d.Operation(spec.DownloadRecordFile)
				if got := o.Success.ContentType; got != "audio/x-wav" {
					t.Errorf("Content-Type: got %q, want audio/x-wav", got)
				}
			},
		},
		"another name of the Guid header": {
			edit: []string{"      name: Guid\n", "      name: X-Guid\n", "Set-GUID:", "Set-X-Guid:"},
			check: func(t *testing.T, d *spec.Document) {
				o, _ := d.Operation(spec.Login)
				if d.GuidHeader != "X-Guid" || o.Renewal.Header != "Set-X-Guid" {
					t.Errorf("headers: got %q and %q, want X-Guid and Set-X-Guid", d.GuidHeader, o.Renewal.Header)
				}
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.check(t, loadEdited(t, tt.edit...))
		})
	}
}

func TestFaultyDocumentNamesThePlace(t *testing.T) {
	t.Parallel()
	const ops = "paths./agentgateway/resource/recordfile/{agentid}.get"
	tests := map[string]struct {
		edit        []string
		place, want string
	}{
		"unknown condition":      {[]string{"name: recording-absent", "name: recording-gone"}, "x-retcodes[", `unknown condition "recording-gone"`},
		"condition twice":        {[]string{"{name: recording-absent}", "{name: download-disabled}"}, "x-retcodes[", `condition "download-disabled" already has the code 104-001`},
		"condition left out":     {[]string{"    conditions:\n      - {name: recording-absent}\n", ""}, "x-retcodes", `no code for the condition "recording-absent"`},
		"code of another form":   {[]string{"code: 104-005\n", "code: \"104005\"\n"}, ".code", `"104005" is not of the form`},
		"code twice":             {[]string{"code: 104-005\n", "code: 104-004\n"}, ".code", `"104-004" occurs in the table twice`},
		"unknown further code":   {[]string{"also: [104-005]", "also: [104-099]"}, ".also[0]", `"104-099" is not a failure code`},
		"success as failure":     {[]string{"also: [104-005]", `also: ["0"]`}, ".also[0]", `"0" is not a failure code`},
		"no success":             {[]string{", success: true", ""}, "x-retcodes", "no code is marked success"},
		"unknown key in a code":  {[]string{"{code: 000-000,", "{kode: 1, code: 000-000,"}, "x-retcodes[1]", `unknown field "kode"`},
		"unknown tag":            {[]string{"source: ERR-B}", "source: ERR-C}"}, ".source", `the tag "ERR-C" is not in x-sources`},
		"no form of a code":      {[]string{"pattern: ^(0|[0-9]{3}-[0-9]{3})$", "minLength: 1"}, "components.schemas.Retcode", "pattern of a retcode is needed"},
		"unknown key in a row":   {[]string{"  - id: method/get\n", "  - id: method/get\n          importance: high\n"}, ops + ".x-requirements[0]", `unknown field "importance"`},
		"unknown level":          {[]string{"id: method/get\n          level: MUST", "id: method/get\n          level: MAY"}, ops + ".x-requirements[0].level", `unknown level "MAY"`},
		"unknown area":           {[]string{"id: method/get\n", "id: methods/get\n"}, ops + ".x-requirements[0].id", `unknown area "methods"`},
		"id of another form":     {[]string{"id: method/get\n", "id: method/Get\n"}, ops + ".x-requirements[0].id", `"method/Get" is not of the form area/name`},
		"id twice":               {[]string{"id: method/head\n", "id: method/get\n"}, ops + ".x-requirements[", "twice"},
		"no date":                {[]string{`until: "2023-11-01"`, `until: "2023"`}, ".until", `"2023" is not a date`},
		"unknown requirement":    {[]string{"      - retcodes/download-disabled\n", "      - retcodes/disabled\n"}, "x-interface-statements[1].requirements[1]", `there is no requirement "retcodes/disabled"`},
		"no reason":              {[]string{"    excluded: not visible on the wire\n", ""}, "x-interface-statements[", "needs requirements or excluded"},
		"example of a grammar":   {[]string{"example: y:/1/record/20190412/playvoice1551276018824.wav\n    req", "example: y:/1/rec/1.wav\n    req"}, "x-recording-paths[1].example", "does not match"},
		"pattern of a grammar":   {[]string{"(?P<path>[0-9]+/record/", "(?P<rest>[0-9]+/record/"}, "x-recording-paths[1].pattern", "(?P<path>)"},
		"filetype of a grammar":  {[]string{"- name: ivr-message\n    filetype: \"2\"", "- name: ivr-message\n    filetype: \"3\""}, "x-recording-paths[1].filetype", `"3" is not one of 1, 2`},
		"requirement of grammar": {[]string{"requirement: paths/ivr-message", "requirement: paths/ivr"}, "x-recording-paths[1].requirement", `there is no requirement "paths/ivr"`},
		"unknown role":           {[]string{"x-role: record\n", "x-role: recording\n"}, ops + ".parameters[1].x-role", `unknown role "recording"`},
		"role left out":          {[]string{"          x-role: location\n", ""}, "paths./agentgateway", "no query parameter has x-role: location"},
		"role twice":             {[]string{"x-role: location\n", "x-role: record\n"}, ops + ".parameters[3]", `two parameters have the role "record"`},
		"unknown operation":      {[]string{"x-log-name: heartbeat", "x-log-name: pulse"}, ".x-log-name", `unknown operation "pulse"`},
		"operation twice":        {[]string{"x-log-name: heartbeat", "x-log-name: login"}, ".x-log-name", `"login" names two operations`},
		"unknown extension":      {[]string{"x-log-name: heartbeat\n", "x-log-name: heartbeat\n      x-lock: 1\n"}, ".x-lock", "unknown extension"},
		"unknown root extension": {[]string{"x-editions:", "x-edition: []\nx-editions:"}, "x-edition", "unknown extension"},
		"unknown answer":         {[]string{"format: binary\n      x-answer: success", "format: binary\n      x-answer: good"}, ".responses.200", `x-answer "good"`},
		"answer left out":        {[]string{"      format: binary\n      x-answer: success", "      format: binary\n      x-answer: failure"}, ".responses.200", "two schemas have x-answer: failure"},
		"recording not binary":   {[]string{"      format: binary\n", ""}, "paths./agentgateway", "format binary"},
		"no Guid header":         {[]string{"      x-role: guid\n", ""}, "components.securitySchemes", "x-role: guid"},
		"no Set-GUID":            {[]string{"      x-role: set-guid\n", ""}, ".responses.200", "x-role: set-guid"},
		"path elsewhere":         {[]string{"/agentgateway/resource/recordfile", "/gateway/recordfile"}, "paths./gateway", "must begin with /agentgateway/resource/"},
		"editions out of order":  {[]string{`- id: "2023-09-27"`, `- id: "2026-09-27"`}, "x-editions[1].id", "the oldest first"},
		"edition of no agents":   {[]string{"agents: {first: 101, last: 59999}", "agents: {first: 101}"}, "x-editions[0].agents", "first and last"},
		"tag twice":              {[]string{"{tag: ERR-B,", "{tag: ERR-A,"}, "x-sources[", `"ERR-A" occurs twice`},
	}
	line := regexp.MustCompile(`line [1-9][0-9]*: `)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := spec.Load(edited(t, tt.edit...))
			var place *spec.PlaceError
			if !errors.As(err, &place) {
				t.Fatalf("got error %v, want one with a place", err)
			}
			if !strings.Contains(place.Place(), tt.place) {
				t.Errorf("place: got %q, want %q in it", place.Place(), tt.place)
			}
			if !strings.Contains(place.Reason, tt.want) {
				t.Errorf("reason: got %q, want %q in it", place.Reason, tt.want)
			}
			if !line.MatchString(err.Error()) {
				t.Errorf("no line in %q", err)
			}
		})
	}
}

func TestLoadRejectsOtherText(t *testing.T) {
	t.Parallel()
	tests := map[string][]byte{
		"empty":         nil,
		"scalar":        []byte("gateway"),
		"list":          []byte("[1, 2]"),
		"no paths":      []byte("openapi: 3.0.3\ninfo: {title: t, version: v}\n"),
		"no info":       []byte("openapi: 3.0.3\npaths: {}\n"),
		"odd paths":     []byte("openapi: 3.0.3\npaths: 1\n"),
		"broken YAML":   []byte("openapi: [3.0.3\n"),
		"key twice":     edited(t, "openapi: 3.0.3\n", "openapi: 3.0.3\nopenapi: 3.0.3\n"),
		"too long":      bytes.Repeat([]byte("#"), spec.MaxSize+1),
		"unknown field": edited(t, "openapi: 3.0.3\n", "openapi: 3.0.3\nlicence: none\n"),
		"bad reference": edited(t, "schemas/Recording\"", "schemas/Recorded\""),
		"outside file":  edited(t, "\"#/components/schemas/Recording\"", "\"other.yaml#/Recording\""),
		"no Failure":    edited(t, "      x-answer: failure\n", ""),
		"no components": []byte("openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\n"),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d, err := spec.Load(data); err == nil {
				t.Errorf("got a document titled %q, want an error", d.Title)
			} else if !strings.HasPrefix(err.Error(), "interface document: ") {
				t.Errorf("got error %q, want one that says which document", err)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := spec.Load(spec.Source()); err != nil {
			b.Fatal(err)
		}
	}
}
