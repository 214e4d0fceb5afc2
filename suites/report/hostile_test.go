package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/suites/report"
)

// hostile is text that tries to break out of every output.
const hostile = "\x1b[2J\x1b]0;title\x07\r\n::error title=x::forged\n##[error]forged \u202eevil\u2066 \u009b31m \x00\x7f\xff\xfe \ufffe\uffff" +
	"</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;]]><!-- --> {{.}} " +
	"`` ` ``` | **bold** [link](javascript:alert(1)) @everyone #1 https://evil.example/ \\ %0A%25 \u200b\U000e0041 \t\n# heading\n- item\n~~~\n"

// invisible reports whether r could act on a terminal or deceive a reader.
func invisible(r rune) bool { return !unicode.IsGraphic(r) }

// poison appends hostile text to every string of a result.
func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && v.CanSet() && v.Len() > 0 {
			v.SetString(v.String() + text)
		}
	case reflect.Struct:
		if _, ok := v.Interface().(time.Time); !ok {
			for i := range v.NumField() {
				poison(v.Field(i), text)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			v.SetMapIndex(reflect.ValueOf(k.String()+text), reflect.ValueOf(v.MapIndex(k).String()+text))
			v.SetMapIndex(k, reflect.Value{})
		}
	}
}

// poisoned is a finished result with text added to every field afterwards, as
// if nothing had kept it away; the verdicts stay.
func poisoned(text string) report.Result {
	r := full()
	poison(reflect.ValueOf(&r).Elem(), text)
	return r
}

func TestHostileTextIsHarmlessInEveryOutput(t *testing.T) {
	t.Parallel()
	clean, bad := full(), poisoned(hostile)
	if bad.Overall != clean.Overall || bad.Counts != clean.Counts {
		t.Fatalf("hostile text changed the verdict: %s", bad.Summary())
	}
	for name, write := range writers() {
		out := written(t, write, bad)
		if !utf8.ValidString(out) {
			t.Errorf("%s: not UTF-8", name)
		}
		for i, r := range out {
			if invisible(r) && r != '\n' {
				t.Errorf("%s: hidden character %U in %q", name, r, out[max(0, i-40):min(len(out), i+40)])
				break
			}
		}
		if strings.Contains(out, "##[") {
			t.Errorf("%s: a command for a CI runner got through", name)
		}
		if markup := strings.Contains(out, "<script") || strings.Contains(out, "<img"); markup && (name == "html" || name == "junit" || name == "json" || name == "har") {
			t.Errorf("%s: markup got through", name)
		}
		for line := range strings.Lines(out) {
			if name != "github" && strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%s: a line that a CI runner obeys: %q", name, line)
			}
		}
	}
}

func TestHugeTextStaysBounded(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"word ", "\n<&>\x1b`"} {
		r := poisoned(strings.Repeat(unit, (64<<10)/len(unit)))
		for name, write := range writers() {
			if name == "json" || name == "har" {
				continue // for programs: what Finish leaves, they write in full
			}
			if out := written(t, write, r); len(out) > 12<<20 {
				t.Errorf("%s with %q: %d bytes", name, unit, len(out))
			}
		}
	}
}

// own is the suites' own vocabulary, which no gateway supplies.
var own = map[string]bool{
	"Schema": true, "Tool.Version": true, "Tool.Revision": true, "Edition": true, "Target.NotClaimed": true, "Target.Deployments.Name": true,
	"Checks.ID": true, "Checks.Requirement": true, "Checks.Level": true, "Checks.Title": true, "Checks.Area": true, "Checks.Deployment": true,
	"Checks.Exchanges": true, "Checks.Assertions.Rule": true, "Checks.Assertions.Exchanges": true,
	"Requirements.ID": true, "Requirements.Level": true, "Requirements.Text": true, "Requirements.Source": true, "Requirements.Checks": true,
	"Observations.Requirement": true, "Observations.Deployment": true, "Exchanges.ID": true, "Exchanges.Deployment": true, "Exchanges.BodySHA256": true,
	"Waivers.Check": true, "Waivers.Requirement": true, "Waivers.Expires": true, "Waivers.State": true, "WaiverProblems": true,
}

// outside calls f with every string of v that is not the suites' own.
func outside(v reflect.Value, path string, f func(path, s string)) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && !own[path] {
			f(path, v.String())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Waiver" && name != "Started" && name != "Began" {
				outside(v.Field(i), strings.TrimPrefix(path+"."+name, "."), f)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			outside(v.Index(i), path, f)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			outside(v.MapIndex(k), path, f)
		}
	}
}

// A text field that is added to the model and forgotten in mapTexts fails here.
func TestEveryTextFromOutsideIsBounded(t *testing.T) {
	t.Parallel()
	r := poisoned(strings.Repeat("y", 64<<10))
	report.Finish(&r)
	outside(reflect.ValueOf(r), "", func(path, s string) {
		if len(s) > 32<<10 {
			t.Errorf("%s: %d bytes are left", path, len(s))
		}
	})
}

func TestJSONAndHARKeepWhatTheyEscape(t *testing.T) {
	t.Parallel()
	text := strings.ToValidUTF8(hostile, "\ufffd")
	r := finished(must("a/a", report.Fail))
	r.Checks[0].Reason = text
	r.Exchanges = []report.Exchange{{ID: "x1", BodyText: text, Response: []report.HeaderField{{Name: "X", Value: text}}}}
	var back report.Result
	if err := json.Unmarshal([]byte(written(t, report.WriteJSON, r)), &back); err != nil {
		t.Fatal(err)
	}
	if back.Checks[0].Reason != text {
		t.Errorf("the reason was read back as %q", back.Checks[0].Reason)
	}
	entry := har(t, r).Log.Entries[0]
	if entry.Response.Content.Text != text || entry.Response.Headers[0].Value != text {
		t.Errorf("the exchange was read back as %+v", entry)
	}
}

func TestJUnitOfHostileTextIsXML(t *testing.T) {
	t.Parallel()
	d := xml.NewDecoder(strings.NewReader(written(t, report.WriteJUnit, poisoned(hostile))))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	clean, bad := junit(t, full()), junit(t, poisoned(hostile))
	if clean.xmlCounts != bad.xmlCounts {
		t.Errorf("hostile text changed the counts from %+v to %+v", clean.xmlCounts, bad.xmlCounts)
	}
}

// stripCode removes the code spans of one line of text, as CommonMark reads them.
func stripCode(line string) (string, bool) {
	out := ""
	for {
		i := strings.IndexByte(line, '`')
		if i < 0 {
			return out + line, true
		}
		n := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		out, line = out+line[:i], line[i+n:]
		end := closing(line, n)
		if end < 0 {
			return out, false
		}
		line = line[end+n:]
	}
}

// closing is where a run of exactly n backticks starts, -1 if there is none.
func closing(line string, n int) int {
	for i := 0; i < len(line); {
		if line[i] != '`' {
			i++
			continue
		}
		run := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		if run == n {
			return i
		}
		i += run
	}
	return -1
}

// What is left of the summary once code spans are taken out is ours alone.
func TestHostileTextAddsNoMarkdown(t *testing.T) {
	t.Parallel()
	lines := func(r report.Result) []string {
		var out []string
		for line := range strings.Lines(written(t, report.WriteMarkdown, r)) {
			rest, ok := stripCode(line)
			if !ok {
				t.Errorf("a code span does not end in %q", line)
			}
			if strings.HasPrefix(line, "|") && strings.Count(line, "|") != 9 {
				t.Errorf("a table row has other cells: %q", line)
			}
			out = append(out, rest)
		}
		return out
	}
	ours := map[string]bool{}
	for _, line := range lines(full()) {
		ours[line] = true
	}
	more := regexp.MustCompile(`^(- )?[0-9]+ more( causes?)? in \.?\n$`)
	for _, line := range lines(poisoned(hostile)) {
		if !ours[line] && !more.MatchString(line) {
			t.Errorf("the summary has a line of its own: %q", line)
		}
	}
}

func TestGitHubOfHostileTextHasNoOtherCommand(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`^::(error|warning|notice) title=[^:,]+::[^\r]*\n$`)
	count := func(r report.Result) map[string]int {
		n := map[string]int{}
		for line := range strings.Lines(written(t, report.WriteGitHub, r)) {
			m := command.FindStringSubmatch(line)
			if m == nil {
				t.Errorf("not a command: %q", line)
				continue
			}
			n[m[1]]++
		}
		return n
	}
	if clean, bad := count(full()), count(poisoned(hostile)); !reflect.DeepEqual(clean, bad) {
		t.Errorf("hostile text changed the annotations from %v to %v", clean, bad)
	}
}

// tags are the tags of an HTML page with their attributes' names.
var tags = regexp.MustCompile(`<[^>]*>`)

func TestHTMLOfHostileTextHasNoOtherMarkup(t *testing.T) {
	t.Parallel()
	value := regexp.MustCompile(`(id|href)="[^"]*"`)
	markup := func(r report.Result) string {
		var out []string
		for _, tag := range tags.FindAllString(written(t, report.WriteHTML, r), -1) {
			out = append(out, value.ReplaceAllString(tag, `$1`))
		}
		return strings.Join(out, "\n")
	}
	if clean, bad := markup(full()), markup(poisoned(hostile)); clean != bad {
		t.Errorf("hostile text changed the markup")
	}
}
