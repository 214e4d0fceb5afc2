package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"
)

// The elements of JUnit XML that Jenkins, GitLab, Azure and the usual viewers share.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts
		Suites []junitSuite `xml:"testsuite"`
	}
	junitCounts struct {
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Time     string `xml:"time,attr"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitCounts
		Skipped    int             `xml:"skipped,attr"` // testsuites has no such attribute
		Timestamp  string          `xml:"timestamp,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name       string          `xml:"name,attr"`
		Class      string          `xml:"classname,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Skipped    *junitOutcome   `xml:"skipped"`
		Failure    *junitOutcome   `xml:"failure"`
		Error      *junitOutcome   `xml:"error"`
		Output     string          `xml:"system-out,omitempty"`
	}
	junitOutcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes junit.xml: a suite per area, a case per check. It holds a
// failure or an error if and only if the exit code of the result is not 0. A
// check that makes the run nonconformant is a failure, one for each cause; one that was
// not judged, or ended in a harness error, is an error; one that was not run, does not
// apply, is waived, has the cause of another failure or rests on it is skipped. Names do
// not depend on verdicts. A suite "run" holds what concerns the run as a
// whole. The error is that of w. The format is the subset of JUnit XML that
// Jenkins, GitLab and Azure Pipelines read.
func WriteJUnit(w io.Writer, r Result) error {
	v := newView(r)
	doc := junitSuites{Name: "gwcheck"}
	for _, a := range v.areas() {
		doc.add(v.junitSuite(a))
	}
	if s, ok := v.junitRun(doc.Failures+doc.Errors > 0); ok {
		doc.add(s)
	}
	doc.Time = seconds(r.DurationMs)
	data, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("encode JUnit XML: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	return err
}

// add appends a suite and adds up its counts.
func (d *junitSuites) add(s junitSuite) {
	d.Tests += s.Tests
	d.Failures += s.Failures
	d.Errors += s.Errors
	d.Suites = append(d.Suites, s)
}

// junitSuite makes the suite of one area.
func (v *view) junitSuite(a area) junitSuite {
	s := junitSuite{Name: oneLine(a.Name), Timestamp: timestamp(v.Started), Properties: v.junitProperties(a.Counts)}
	ms := int64(0)
	for _, c := range a.Checks {
		s.add(v.junitCase(c))
		ms += c.DurationMs
	}
	s.Time = seconds(ms)
	return s
}

// add appends a case and counts it.
func (s *junitSuite) add(c junitCase) {
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// junitCase makes the case of one check.
func (v *view) junitCase(c Check) junitCase {
	out := junitCase{Name: oneLine(c.ID), Class: "gwcheck." + oneLine(areaOf(c)), Time: seconds(c.DurationMs), Properties: v.caseProperties(c)}
	o := &junitOutcome{Message: oneLine(string(c.Verdict) + ": " + Clip(c.Reason, maxShown)), Type: oneLine(string(c.Verdict))}
	explained := factLines(v.facts(c))
	switch cause, caused := v.causes[c.Cause]; {
	case c.breaksRun(v.Strict) && v.isRoot(c):
		out.Failure, o.Text = o, explained
	case caused && (c.breaksRun(v.Strict) || c.Unjudged()):
		o.Message = oneLine("same cause as " + cause.Check + ", " + o.Message)
		out.Skipped, out.Output = o, explained
	case c.Verdict == Error || c.Unjudged():
		out.Error, o.Text = o, explained
	case c.Verdict == Fail:
		out.Skipped, out.Output = o, explained
		o.Message = "waived " + o.Message
	case c.Verdict == NotRun || c.Verdict == NotApplicable:
		out.Skipped = o
	case c.Verdict == Warning:
		out.Output = o.Message + "\n" + explained
	}
	return out
}

// caseProperties are what tools may sort and filter checks by.
func (v *view) caseProperties(c Check) []junitProperty {
	out := []junitProperty{{"verdict", string(c.Verdict)}, {"requirement", oneLine(c.Requirement)}, {"level", oneLine(c.Level)}}
	for _, p := range []junitProperty{{"source", v.rows[c.Requirement].Source}, {"deployment", c.Deployment}, {"cause", c.Cause}} {
		if p.Value != "" {
			out = append(out, junitProperty{p.Name, oneLine(p.Value)})
		}
	}
	return out
}

// junitRun is the suite for what concerns the run as a whole, if there is
// anything, or if no check explains the exit code.
func (v *view) junitRun(explained bool) (junitSuite, bool) {
	concerned := v.Problem != "" || v.Interrupted || v.HarnessError != "" || len(v.WaiverProblems) > 0
	if v.ExitCode == 0 || explained && !concerned {
		return junitSuite{}, false
	}
	o := &junitOutcome{Message: oneLine(Clip(v.Summary(), maxShown)), Type: string(v.Overall)}
	c := junitCase{Name: "run", Class: "gwcheck.run", Time: seconds(0)}
	if v.Overall == Nonconformant {
		c.Failure = o
	} else {
		c.Error = o
	}
	s := junitSuite{Name: "run", Timestamp: timestamp(v.Started), Properties: v.junitProperties(Counts{})}
	s.Time = seconds(0)
	s.add(c)
	return s, true
}

// junitProperties describes the run, and counts the checks of the suite.
func (v *view) junitProperties(n Counts) []junitProperty {
	out := []junitProperty{
		{"overall", string(v.Overall)}, {"exitCode", strconv.Itoa(v.ExitCode)},
		{"edition", oneLine(v.Edition)}, {"target", oneLine(v.Target.Name)},
		{"version", oneLine(v.Tool.Version)}, {"strict", strconv.FormatBool(v.Strict)},
		{"seed", strconv.FormatInt(v.Seed, 10)},
		{"verdict", oneLine(v.headline())}, {"judged", oneLine(Clip(v.scope(), maxShown))},
	}
	for _, n := range v.Notices {
		out = append(out, junitProperty{"notice", oneLine(Clip(n, maxShown))})
	}
	for _, verdict := range verdicts {
		out = append(out, junitProperty{"count." + string(verdict), strconv.Itoa(n.of(verdict))})
	}
	return out
}

// seconds is a duration as JUnit wants it.
func seconds(ms int64) string {
	return strconv.FormatFloat(float64(ms)/1000, 'f', 3, 64)
}

// timestamp is a time as JUnit wants it: UTC without a zone.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05") }
