package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/wrongclients"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
)

// explanation is what "show" says of one id: its kind, its text, and what else
// belongs to it, in this order.
type explanation struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Text  string `json:"text"`
	Facts []fact `json:"facts"`
}

// fact is one line of an explanation.
type fact struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// explainers look an id up, each in its own register; the next one goes here.
var explainers = []func(doc *spec.Document, id string) (explanation, bool){
	explainRequirement, explainClientRequirement, explainCheck, explainDeviation, explainReading, explainRetcode,
}

func showCommand(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use: "show ID", Short: "Explain one check, requirement, deviation, reading or retcode",
		Args: oneArgument("the id of a check, requirement, deviation, reading or retcode"),
	}
	format := oneOf(cmd, "format", "output format", "text", "json")
	cmd.RunE = func(_ *cobra.Command, args []string) error { return show(env, args[0], format.value) }
	return cmd
}

func show(env Env, id, format string) error {
	doc, err := document()
	if err != nil {
		return err
	}
	found := []explanation{}
	for _, look := range explainers {
		if e, ok := look(doc, id); ok {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return unknownID(doc, id)
	}
	if format == "json" {
		err = writeJSON(env.Stdout, found)
	} else {
		err = writeExplanations(env.Stdout, found)
	}
	if err != nil {
		return broken("write the explanation: %w", err)
	}
	return nil
}

// unknownID suggests an id that somebody may have meant.
func unknownID(doc *spec.Document, id string) error {
	var known []string
	for _, c := range suites.Checks(doc) {
		known = append(known, c.ID)
	}
	for _, q := range slices.Concat(doc.Requirements, doc.Client) {
		known = append(known, q.ID)
	}
	for _, d := range mock.Deviations() {
		known = append(known, d.Name)
	}
	for _, r := range mock.Readings() {
		known = append(known, r.Name)
	}
	if near := nearest(id, known); near != "" {
		return wrong("there is no %q; did you mean %s?", id, near)
	}
	return wrong("there is no check, requirement, deviation, reading or retcode %q; gwcheck list shows all", id)
}

func writeExplanations(w io.Writer, all []explanation) error {
	var b strings.Builder
	for i, e := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s %s\n  %s\n", e.Kind, e.ID, e.Text)
		for _, f := range e.Facts {
			if len(f.Values) > 0 {
				fmt.Fprintf(&b, "  %-12s %s\n", f.Name, strings.Join(f.Values, "\n"+strings.Repeat(" ", 15)))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explainClientRequirement explains what the document asks of clients, with the
// clients of "selfcheck --clients" that break it.
func explainClientRequirement(doc *spec.Document, id string) (explanation, bool) {
	q, ok := doc.ClientRequirement(id)
	if !ok {
		return explanation{}, false
	}
	e := explanation{"client requirement", q.ID, q.Text, []fact{
		{"level", []string{string(q.Level)}}, {"source", []string{q.Source.String()}}, {"clients", nil},
	}}
	for _, c := range wrongclients.Wrong() {
		if c.Requirement == id {
			e.Facts[2].Values = append(e.Facts[2].Values, c.Name)
		}
	}
	return e, true
}

func explainRequirement(doc *spec.Document, id string) (explanation, bool) {
	q, ok := doc.Requirement(id)
	if !ok {
		return explanation{}, false
	}
	e := explanation{"requirement", q.ID, q.Text, []fact{
		{"level", []string{string(q.Level)}}, {"source", []string{q.Source.String()}},
		{"checks", orEmpty(checksOf(doc)[q.ID])}, {"deviations", orEmpty(breakers()[q.ID])},
	}}
	if len(e.Facts[2].Values) == 0 {
		e.Facts[2].Values = []string{checkedBy(q, nil)}
	}
	return e, true
}

func explainCheck(doc *spec.Document, id string) (explanation, bool) {
	checks := suites.Checks(doc)
	i := slices.IndexFunc(checks, func(c suites.Check) bool { return c.Covers(id) })
	if i < 0 {
		return explanation{}, false
	}
	c := checks[i]
	q, _ := doc.Requirement(c.Requirement())
	return explanation{"check", c.ID, c.Title, []fact{
		{"requirement", []string{q.ID + ", " + string(q.Level) + ": " + q.Text}}, {"source", []string{q.Source.String()}},
		{"deviations", orEmpty(breakers()[q.ID])}, {"run alone", []string{"gwcheck run --mock --only " + c.ID}},
	}}, true
}

func explainDeviation(doc *spec.Document, id string) (explanation, bool) {
	all := mock.Deviations()
	i := slices.IndexFunc(all, func(d mock.Deviation) bool { return d.Name == id })
	if i < 0 {
		return explanation{}, false
	}
	violates := []string{}
	for _, name := range all[i].Violates {
		q, _ := doc.Requirement(name)
		violates = append(violates, name+", "+string(q.Level)+": "+q.Text)
	}
	return explanation{"deviation", id, all[i].Sentence, []fact{
		{"violates", violates}, {"may fail too", orEmpty(all[i].Suffers)},
		{"serve it", []string{"gwcheck mock --deviation " + id}}, {"judge it", []string{"gwcheck run --mock --deviation " + id}},
	}}, true
}

func explainReading(_ *spec.Document, id string) (explanation, bool) {
	all := mock.Readings()
	i := slices.IndexFunc(all, func(v mock.Variant) bool { return v.Name == id })
	if i < 0 {
		return explanation{}, false
	}
	return explanation{"reading", id, all[i].Sentence, []fact{
		{"open point", []string{all[i].Source}}, {"warns", orEmpty(all[i].Warns)},
		{"serve it", []string{"gwcheck mock --reading " + id}},
	}}, true
}

func explainRetcode(doc *spec.Document, id string) (explanation, bool) {
	c, ok := doc.Code(id)
	if !ok {
		return explanation{}, false
	}
	given := []string{}
	for _, k := range c.Conditions {
		given = append(given, conditionText(k))
	}
	return explanation{"retcode", c.Code, c.Meaning, []fact{{"given for", given}, {"source", []string{c.Source}}}}, true
}
