package strictyaml_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

func TestTextThatIsNoDocumentIsOneProblem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                        "f.yaml:1:1: the file is empty",
		"# only a comment\n":      "f.yaml:1:1: the file is empty",
		"---\n":                   "f.yaml:1:1: the file is empty",
		"x: 1\n---\ny: 2\n":       "f.yaml:3:1: a second document begins; one is allowed",
		"x: 1\ny: \xff\n":         "f.yaml:2:1: the line is not UTF-8 text",
		"x: 1\ny: \x00\n":         "f.yaml:2:1: the line is not UTF-8 text",
		"x: [\n":                  "f.yaml:1:4: sequence end token ']' not found\n     1 | x: [\n       |    ^",
		"x: 1\nx: 2\n":            "f.yaml:2:1: mapping key \"x\" already defined at [1:1]\n     2 | x: 2\n       | ^",
		"é: 'a' b\n":              "f.yaml:1:8: value is not allowed in this context. map key-value is pre-defined\n     1 | é: 'a' b\n       |        ^",
		strings.Repeat("{", 40):   "nested too deeply",
		strings.Repeat("- ", 40):  "nested too deeply",
		strings.Repeat(" ", 2e5):  "the file is larger than 131072 bytes",
		"x: \"\x1b[31m\" \"b\"\n": `     1 | x: " [31m" "b"`,
	} {
		_, _, err := strictyaml.Parse("f.yaml", []byte(text), strictyaml.Secrets{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got\n%v\nwant\n%s", text, err, want)
		}
	}
}

func root(t *testing.T, text string) (*strictyaml.Document, strictyaml.Object) {
	t.Helper()
	doc, n, err := strictyaml.Parse("f.yaml", []byte(text), strictyaml.Secrets{})
	if err != nil {
		t.Fatal(err)
	}
	return doc, n.Object("a", "b", "c", "long")
}

func TestValuesAreRead(t *testing.T) {
	t.Parallel()
	for text, read := range map[string]func(strictyaml.Node) any{
		"1m30s = 1m30s":           func(n strictyaml.Node) any { return n.Duration(0, 0, time.Hour) },
		"64KiB = 65536":           func(n strictyaml.Node) any { return n.Size(0, 0, 1<<40) },
		"1 GiB = 1073741824":      func(n strictyaml.Node) any { return n.Size(0, 0, 1<<40) },
		"7B = 7":                  func(n strictyaml.Node) any { return n.Size(0, 0, 1<<40) },
		"12 = 12":                 func(n strictyaml.Node) any { return n.Size(0, 0, 1<<40) },
		"-3 = -3":                 func(n strictyaml.Node) any { return n.Int(0, -5, 5) },
		"false = false":           func(n strictyaml.Node) any { return n.Bool(true) },
		"'7' = 7":                 func(n strictyaml.Node) any { return n.Text() },
		"2023-09-27 = 2023-09-27": func(n strictyaml.Node) any { return n.Text() },
		"[x, y] = 2":              func(n strictyaml.Node) any { return len(n.List()) },
		"{b: {}} = true":          func(n strictyaml.Node) any { return n.Object("b").Get("b").IsObject() },
	} {
		value, want, _ := strings.Cut(text, " = ")
		doc, o := root(t, "a: "+value+"\n")
		if got := fmt.Sprint(read(o.Get("a"))); got != want || doc.Err() != nil {
			t.Errorf("%s: got %s, error %v", text, got, doc.Err())
		}
	}
}

func TestBlockTextIsText(t *testing.T) {
	t.Parallel()
	doc, o := root(t, "a: |\n  one\n  two\nb: x\n")
	if got := o.Get("a").Text(); got != "one\ntwo\n" || doc.Err() != nil {
		t.Errorf("got %q, error %v", got, doc.Err())
	}
}

func TestAbsentValuesAreNoProblem(t *testing.T) {
	t.Parallel()
	doc, o := root(t, "a: 1\n")
	n := o.Get("b")
	got := fmt.Sprint(n.Text(), n.Line(5), n.Option("x"), n.Bool(true), n.Int(7, 0, 1), n.Duration(time.Second, 0, 0), n.Size(9, 0, 1), n.List(), n.Given())
	if want := fmt.Sprint("", "", "", true, int64(7), time.Second, int64(9), []strictyaml.Node(nil), false); got != want || doc.Err() != nil {
		t.Errorf("got %s, want %s, error %v", got, want, doc.Err())
	}
	if n.Object("x").Need("x", "why").Given() || doc.Err() != nil {
		t.Errorf("a key of an absent object is missed: %v", doc.Err())
	}
}

func TestProblemSaysWhatAValueMustBe(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		value, want string
		read        func(strictyaml.Node)
	}{
		{"1_000", "but is a whole number|but is \"1_000\"", func(n strictyaml.Node) { n.Int(0, 0, 10) }},
		{"99999999999999999999", "whole number from 0 to 10", func(n strictyaml.Node) { n.Int(0, 0, 10) }},
		{"9999999999999GiB", "but is \"9999999999999GiB\"", func(n strictyaml.Node) { n.Size(0, 0, 1<<62) }},
		{"1KB", "but is \"1KB\"", func(n strictyaml.Node) { n.Size(0, 0, 10) }},
		{"[1]", "but is a list", func(n strictyaml.Node) { n.Size(0, 0, 10) }},
		{"1.5", "but is a number", func(n strictyaml.Node) { n.Int(0, 0, 10) }},
		{".inf", "but is a number", func(n strictyaml.Node) { n.Text() }},
		{"*none", "no anchor has the name", func(n strictyaml.Node) { n.Text() }},
		{"<<", "", func(n strictyaml.Node) { n.Text() }},
		{"!!binary aGk=", "must be text, but is something else", func(n strictyaml.Node) { n.Text() }},
		{"'" + strings.Repeat("é", 300) + "'", "has 300 characters; at most 5", func(n strictyaml.Node) { n.Line(5) }},
		{"'" + strings.Repeat("é", 300) + "'", "é…\"; allowed: x", func(n strictyaml.Node) { n.Option("x") }},
	} {
		doc, o := root(t, "a: "+tc.value+"\n")
		tc.read(o.Get("a"))
		text := ""
		if err := doc.Err(); err != nil {
			text = err.Error()
		}
		ok := false
		for want := range strings.SplitSeq(tc.want, "|") {
			ok = ok || strings.Contains(text, want)
		}
		if !ok {
			t.Errorf("%s: got %s, want %s", tc.value, text, tc.want)
		}
	}
}

func TestExcerptOfALongLineIsCut(t *testing.T) {
	t.Parallel()
	doc, _ := root(t, "{a: '"+strings.Repeat("x", 500)+"', other: 1, b: '"+strings.Repeat("y", 500)+"'}\n")
	lines := strings.Split(doc.Err().Error(), "\n")
	if len(lines) != 3 || len(lines[1]) > 120 || !strings.HasPrefix(lines[1][strings.Index(lines[2], "^"):], "other: 1") {
		t.Errorf("got\n%v", doc.Err())
	}
}

func TestProblemsBeyondAHundredAreCounted(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 150 {
		fmt.Fprintf(&text, "k%03d: 1\n", i)
	}
	doc, _ := root(t, text.String())
	var e *strictyaml.Error
	if !errors.As(doc.Err(), &e) || len(e.Problems) != 100 || !strings.HasSuffix(e.Error(), "\nand 50 more") {
		t.Errorf("got %d problems", len(e.Problems))
	}
}

// TestHostileTextIsReadInLittleTime runs texts on which the time of a parser may
// explode; the bound is far above what they take and far below an explosion.
func TestHostileTextIsReadInLittleTime(t *testing.T) {
	t.Parallel()
	full := func(s string) string { return strings.Repeat(s, strictyaml.MaxBytes/2/len(s)) }
	for name, text := range map[string]string{
		"dashes": full("- "), "openers": full("["), "mappings": full("{a: "), "questions": full("? "),
		"anchors": full("- &a 1\n"), "aliases": "- &a 1\n" + full("- *a\n"), "quotes": full("\"a\n"),
		"flow": "agents: [" + full("{id: a, password: b},") + "]", "documents": full("--- a\n"),
		"laughs": "agents: [&a [x], &b [*a, *a, *a, *a], &c [*b, *b, *b, *b], &d [*c, *c, *c, *c]]",
		"self":   "agents: &a [*a, *a, *a]",
		"self 2": "agents: &a *a\na: *a",
	} {
		began := time.Now()
		doc, n, err := strictyaml.Parse("f.yaml", []byte(text), hide)
		if err == nil {
			for _, item := range n.Object("agents").Get("agents").List() {
				item.Object("name")
			}
			err = doc.Err()
		}
		if err == nil && name != "laughs" {
			t.Errorf("%s: no problem", name)
		}
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("%s: took %s", name, took)
		}
	}
}
