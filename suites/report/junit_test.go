package report_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// The elements and attributes that consumers of JUnit XML read.
type (
	xmlSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		xmlCounts
		Suites []xmlSuite `xml:"testsuite"`
	}
	xmlCounts struct {
		Tests    int     `xml:"tests,attr"`
		Failures int     `xml:"failures,attr"`
		Errors   int     `xml:"errors,attr"`
		Time     float64 `xml:"time,attr"`
	}
	xmlSuite struct {
		Name string `xml:"name,attr"`
		xmlCounts
		Skipped    int    `xml:"skipped,attr"`
		Timestamp  string `xml:"timestamp,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []xmlCase `xml:"testcase"`
	}
	xmlCase struct {
		Name    string      `xml:"name,attr"`
		Class   string      `xml:"classname,attr"`
		Time    float64     `xml:"time,attr"`
		Failure *xmlOutcome `xml:"failure"`
		Error   *xmlOutcome `xml:"error"`
		Skipped *xmlOutcome `xml:"skipped"`
		Output  string      `xml:"system-out"`
	}
	xmlOutcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// property is the value of one property, "" if absent.
func (s xmlSuite) property(name string) string {
	for _, p := range s.Properties {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// junit parses what WriteJUnit writes.
func junit(t *testing.T, r report.Result) xmlSuites {
	t.Helper()
	var doc xmlSuites
	if err := xml.Unmarshal([]byte(written(t, report.WriteJUnit, r)), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestJUnitAddsUp(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes() {
		doc := junit(t, o.result)
		sum := xmlCounts{Time: doc.Time}
		for _, s := range doc.Suites {
			own := xmlCounts{Tests: len(s.Cases), Time: s.Time}
			skipped := 0
			for _, c := range s.Cases {
				own.Failures += there(c.Failure)
				own.Errors += there(c.Error)
				skipped += there(c.Skipped)
				if c.Name == "" || !strings.HasPrefix(c.Class, "gwcheck.") {
					t.Errorf("%s: case %q of class %q", o.name, c.Name, c.Class)
				}
			}
			if own != s.xmlCounts || skipped != s.Skipped {
				t.Errorf("%s: suite %s says %+v, its cases %+v", o.name, s.Name, s.xmlCounts, own)
			}
			sum.Tests += s.Tests
			sum.Failures += s.Failures
			sum.Errors += s.Errors
		}
		if sum != doc.xmlCounts {
			t.Errorf("%s: the document says %+v, its suites %+v", o.name, doc.xmlCounts, sum)
		}
		if red := doc.Failures+doc.Errors > 0; red != (o.code != 0) {
			t.Errorf("%s: red is %v, exit code %d", o.name, red, o.code)
		}
	}
}

func there(o *xmlOutcome) int {
	if o == nil {
		return 0
	}
	return 1
}

func TestJUnitShowsEachVerdict(t *testing.T) {
	t.Parallel()
	cases := map[string]xmlCase{}
	doc := junit(t, full())
	for _, s := range doc.Suites {
		if s.Timestamp != "2026-03-14T09:26:53" || s.property("target") != "Example gateway" || s.property("overall") != "nonconformant" {
			t.Errorf("suite %s: timestamp %q, properties %v", s.Name, s.Timestamp, s.Properties)
		}
		for _, c := range s.Cases {
			cases[c.Name] = c
		}
	}
	for _, tt := range []struct {
		name   string
		kind   func(xmlCase) *xmlOutcome
		typ    string
		wanted string
	}{
		{"paths/b", func(c xmlCase) *xmlOutcome { return c.Failure }, "fail", "Content-Type: application/octet-stream"},
		{"success/e", func(c xmlCase) *xmlOutcome { return c.Error }, "error", "curl"},
		{"events/d", func(c xmlCase) *xmlOutcome { return c.Error }, "inconclusive", "only one agent"},
		{"events/h", func(c xmlCase) *xmlOutcome { return c.Error }, "not-run", ""},
		{"auth/f", func(c xmlCase) *xmlOutcome { return c.Skipped }, "not-run", ""},
		{"pool/g", func(c xmlCase) *xmlOutcome { return c.Skipped }, "not-applicable", ""},
		{"paths/w", func(c xmlCase) *xmlOutcome { return c.Skipped }, "fail", ""},
		{"run", func(c xmlCase) *xmlOutcome { return c.Failure }, "nonconformant", ""},
	} {
		o := tt.kind(cases[tt.name])
		if o == nil || o.Type != tt.typ || !strings.Contains(o.Text, tt.wanted) {
			t.Errorf("%s: got %+v, want type %q and %q in the text", tt.name, o, tt.typ, tt.wanted)
		}
	}
	if out := cases["method/c"].Output; !strings.Contains(out, "warning") || !strings.Contains(out, "text/html") {
		t.Errorf("the warning shows as %q", out)
	}
	if msg := cases["run"].Failure.Message; !strings.Contains(msg, "Interrupted (Ctrl-C)") || !strings.Contains(msg, "matches no check") {
		t.Errorf("the case for the run says %q", msg)
	}
}

func TestJUnitHasACaseForWhatConcernsTheWholeRun(t *testing.T) {
	t.Parallel()
	pass, fail := must("a/a", report.Pass), must("a/b", report.Fail)
	for _, tt := range []struct {
		name   string
		checks []report.Check
		change func(*report.Result)
		want   string
	}{
		{"nothing", []report.Check{pass}, func(*report.Result) {}, ""},
		{"a fail", []report.Check{pass, fail}, func(*report.Result) {}, ""},
		{"nothing judged", nil, func(*report.Result) {}, "no check was judged"},
		{"problem", []report.Check{fail}, func(r *report.Result) { r.Problem = "line lost" }, "line lost"},
		{"interrupted", []report.Check{fail}, func(r *report.Result) { r.Interrupted = true }, "Interrupted"},
		{"harness", []report.Check{fail}, func(r *report.Result) { r.HarnessError = "engine stopped" }, "engine stopped"},
		{"waiver", []report.Check{fail}, func(r *report.Result) { r.Waivers = []report.Waiver{waiver("a/c")} }, "matches no check"},
	} {
		doc, got := junit(t, with(run(tt.checks...), tt.change)), ""
		if s := doc.Suites[len(doc.Suites)-1]; s.Name == "run" {
			for _, o := range []*xmlOutcome{s.Cases[0].Failure, s.Cases[0].Error} {
				if o != nil {
					got = o.Message
				}
			}
		}
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: the case of the run says %q, want %q", tt.name, got, tt.want)
		}
	}
}
