package selfcheck

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// WriteText writes the kill table and what is wrong, for people. The verdict
// is the last line.
func (s Summary) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "DEVIATION\tREQUIREMENTS\tKILLED BY\tTIME")
	for _, o := range s.Outcomes {
		if o.Case.Kind == Deviation {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", o.Case.Name, few(o.Case.Violates), few(o.Killers), o.Took.Round(10*time.Millisecond))
		}
	}
	if s.Deviations > 0 {
		t.Flush() //nolint:errcheck // bufio keeps the error
		fmt.Fprintln(out)
	}
	for _, line := range s.wrong() {
		fmt.Fprintln(out, line)
	}
	for _, line := range s.Outside.lines() {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out, s.verdict())
	return out.Flush()
}

// few shows the first of a list.
func few(names []string) string {
	const shown = 2
	switch {
	case len(names) == 0:
		return "none"
	case len(names) <= shown:
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}

// wrong says what stands against the suites, a line each.
func (s Summary) wrong() (lines []string) {
	for _, o := range s.Outcomes {
		name := fmt.Sprintf("%s %s: ", o.Case.Kind, o.Case.Name)
		for _, p := range o.Problems {
			lines = append(lines, name+p)
		}
		for _, id := range o.Survived {
			lines = append(lines, name+"no check of "+id+" failed")
		}
		for _, id := range o.Undeclared {
			lines = append(lines, name+id+" failed, which is not declared")
		}
	}
	for _, id := range s.Idle {
		lines = append(lines, "check "+id+": no deviation of its requirement makes it fail")
	}
	return lines
}

// verdict is the whole outcome in one line, without times.
func (s Summary) verdict() string {
	faithful, readings := 0, 0
	for _, o := range s.Outcomes {
		switch {
		case o.Case.Kind == Faithful && o.OK():
			faithful++
		case o.Case.Kind == Reading && o.OK():
			readings++
		}
	}
	word := "proven"
	if !s.OK() {
		word = "NOT proven"
	}
	if n := s.notJudged(); n > 0 {
		word = fmt.Sprintf("NOT proven, with %d cases not judged as the machine was too busy", n)
	}
	idle := fmt.Sprintf(" of which %d kill nothing", len(s.Idle))
	if s.Partial || s.notJudged() > 0 {
		idle = ""
	}
	return fmt.Sprintf("%s: %d of %d deviations killed (mutation score %.1f %%), %d checks%s, %d faithful runs and %d readings accepted",
		word, s.Killed, s.Deviations, s.Score(), s.Checks, idle, faithful, readings)
}

// WriteMarkdown writes the kill table without times, so that the same suites
// always give the same page.
func (s Summary) WriteMarkdown(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "# Kill table\n\nMade by `gwcheck selfcheck --format markdown`; do not edit.\n\n")
	fmt.Fprint(out, "Each deviation is a way in which the mock can be made to break the interface. It is killed by the\n")
	fmt.Fprint(out, "checks of the requirements that it violates.\n\n")
	fmt.Fprintf(out, "%s.\n\n", s.verdict())
	fmt.Fprint(out, "| deviation | what the mock then does | requirements | killed by |\n| --- | --- | --- | --- |\n")
	for _, o := range s.Outcomes {
		if o.Case.Kind == Deviation {
			fmt.Fprintf(out, "| `%s` | %s | %s | %s |\n", o.Case.Name, cell(o.Case.Sentence), codes(o.Case.Violates), codes(o.Killers))
		}
	}
	s.readings(out)
	for i, line := range s.wrong() {
		if i == 0 {
			fmt.Fprint(out, "\n## What is wrong\n\n")
		}
		fmt.Fprintf(out, "- %s\n", cell(line))
	}
	return out.Flush()
}

// readings lists the legal variants that must be accepted.
func (s Summary) readings(w io.Writer) {
	heading := "\n## Legal readings, all of which must be accepted\n\n| reading | what the mock then does | accepted |\n| --- | --- | --- |\n"
	for _, o := range s.Outcomes {
		if o.Case.Kind == Reading {
			fmt.Fprintf(w, "%s| `%s` | %s | %s |\n", heading, o.Case.Name, cell(o.Case.Sentence), yes(o.OK()))
			heading = ""
		}
	}
}

func yes(ok bool) string {
	if ok {
		return "yes"
	}
	return "no"
}

func codes(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return "`" + strings.Join(names, "`, `") + "`"
}

// cell makes a text safe inside a table of Markdown.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ").Replace(s)
}

// Schema identifies the JSON form.
const Schema = "gwcheck/selfcheck/v1"

type jsonSummary struct {
	Schema     string     `json:"schema"`
	OK         bool       `json:"ok"`
	Score      float64    `json:"mutationScore"`
	Deviations int        `json:"deviations"`
	Killed     int        `json:"killed"`
	Checks     int        `json:"checks"`
	Idle       []string   `json:"idleChecks"`
	Partial    bool       `json:"partial"`
	DurationMs int64      `json:"durationMs"`
	Outside    Outside    `json:"outside"`
	Cases      []jsonCase `json:"cases"`
}

type jsonCase struct {
	Name       string   `json:"name"`
	Kind       Kind     `json:"kind"`
	Sentence   string   `json:"sentence"`
	OK         bool     `json:"ok"`
	Violates   []string `json:"violates"`
	KilledBy   []string `json:"killedBy"`
	AlsoFailed []string `json:"alsoFailed"`
	Survived   []string `json:"survived"`
	Undeclared []string `json:"undeclared"`
	Problems   []string `json:"problems"`
	Outside    int      `json:"outside"`
	NotJudged  bool     `json:"notJudged,omitempty"`
	DurationMs int64    `json:"durationMs"`
}

// WriteJSON writes everything that is known.
func (s Summary) WriteJSON(w io.Writer) error {
	j := jsonSummary{
		Schema: Schema, OK: s.OK(), Score: s.Score(), Deviations: s.Deviations, Killed: s.Killed,
		Checks: s.Checks, Idle: list(s.Idle), Partial: s.Partial, DurationMs: s.Took.Milliseconds(),
		Outside: s.Outside,
		Cases:   []jsonCase{},
	}
	for _, o := range s.Outcomes {
		j.Cases = append(j.Cases, jsonCase{
			Name: o.Case.Name, Kind: o.Case.Kind, Sentence: o.Case.Sentence, OK: o.OK(),
			Violates: list(o.Case.Violates), KilledBy: list(o.Killers), AlsoFailed: list(o.Also),
			Survived: list(o.Survived), Undeclared: list(o.Undeclared), Problems: list(o.Problems), NotJudged: o.NotJudged,
			Outside:    o.Outside,
			DurationMs: o.Took.Milliseconds(),
		})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(j)
}

// list makes JSON show an empty list where there is none.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
