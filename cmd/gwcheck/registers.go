package main

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
)

func listChecks(doc *spec.Document, edition string) register {
	type row struct {
		ID          string   `json:"id"`
		Requirement string   `json:"requirement"`
		Level       string   `json:"level"`
		Area        string   `json:"area"`
		Title       string   `json:"title"`
		Deviations  []string `json:"deviations"`
	}
	r := register{columns: []string{"check", "level", "title", "deviations"}}
	data := []row{}
	breaks := breakers()
	for _, c := range suites.Checks(doc) {
		req, _ := doc.Requirement(c.Requirement())
		if edition != "" && !req.In(edition) {
			continue
		}
		one := row{c.ID, c.Requirement(), string(req.Level), c.Area(), c.Title, orEmpty(breaks[c.Requirement()])}
		data = append(data, one)
		r.rows = append(r.rows, []string{one.ID, one.Level, one.Title, strings.Join(one.Deviations, ", ")})
	}
	r.data = data
	return r
}

func listRequirements(doc *spec.Document, edition string) register {
	type row struct {
		ID         string   `json:"id"`
		Level      string   `json:"level"`
		Area       string   `json:"area"`
		Text       string   `json:"text"`
		Source     string   `json:"source"`
		Operation  string   `json:"operation,omitempty"`
		From       string   `json:"from,omitempty"`
		Until      string   `json:"until,omitempty"`
		Excluded   string   `json:"excluded,omitempty"`
		Checks     []string `json:"checks"`
		Deviations []string `json:"deviations"`
	}
	r := register{columns: []string{"requirement", "level", "text", "source", "checks", "deviations"}}
	data := []row{}
	checks, breaks := checksOf(doc), breakers()
	for _, q := range doc.Requirements {
		if edition != "" && !q.In(edition) {
			continue
		}
		one := row{q.ID, string(q.Level), q.Area, q.Text, q.Source.String(), q.Operation, q.From, q.Until, q.Excluded,
			orEmpty(checks[q.ID]), orEmpty(breaks[q.ID])}
		data = append(data, one)
		r.rows = append(r.rows, []string{one.ID, one.Level, one.Text, one.Source, checkedBy(q, checks), strings.Join(one.Deviations, ", ")})
	}
	r.data = data
	return r
}

func listRetcodes(doc *spec.Document, _ string) register {
	type condition struct {
		Name string   `json:"name"`
		Also []string `json:"also"`
	}
	type row struct {
		Code       string      `json:"code"`
		Meaning    string      `json:"meaning"`
		Source     string      `json:"source"`
		Conditions []condition `json:"conditions"`
	}
	r := register{columns: []string{"retcode", "meaning", "given for (also conformant)", "source"}}
	data := []row{}
	for _, c := range doc.Retcodes {
		one := row{c.Code, c.Meaning, c.Source, []condition{}}
		var given []string
		for _, k := range c.Conditions {
			one.Conditions = append(one.Conditions, condition{string(k.Name), orEmpty(k.Also)})
			given = append(given, conditionText(k))
		}
		data = append(data, one)
		r.rows = append(r.rows, []string{c.Code, c.Meaning, strings.Join(given, ", "), c.Source})
	}
	r.data = data
	return r
}

func conditionText(c spec.CodeCondition) string {
	if len(c.Also) == 0 {
		return string(c.Name)
	}
	return string(c.Name) + " (" + strings.Join(c.Also, " ") + ")"
}

func listDeviations(*spec.Document, string) register {
	type row struct {
		Name     string   `json:"name"`
		Sentence string   `json:"sentence"`
		Violates []string `json:"violates"`
		Suffers  []string `json:"suffers"`
	}
	r := register{columns: []string{"deviation", "what the mock then does", "violates"}}
	data := []row{}
	for _, d := range mock.Deviations() {
		data = append(data, row{d.Name, d.Sentence, orEmpty(d.Violates), orEmpty(d.Suffers)})
		r.rows = append(r.rows, []string{d.Name, d.Sentence, strings.Join(d.Violates, ", ")})
	}
	r.data = data
	return r
}

func listReadings(*spec.Document, string) register {
	type row struct {
		Name     string `json:"name"`
		Sentence string `json:"sentence"`
	}
	r := register{columns: []string{"reading", "what the mock then does"}}
	data := []row{}
	for _, v := range mock.Readings() {
		data = append(data, row{v.Name, v.Sentence})
		r.rows = append(r.rows, []string{v.Name, v.Sentence})
	}
	r.data = data
	return r
}

// checksOf groups the ids of the checks by requirement.
func checksOf(doc *spec.Document) map[string][]string {
	of := map[string][]string{}
	for _, c := range suites.Checks(doc) {
		of[c.Requirement()] = append(of[c.Requirement()], c.ID)
	}
	return of
}

// breakers groups the names of the deviations by the requirements they violate.
func breakers() map[string][]string {
	of := map[string][]string{}
	for _, d := range mock.Deviations() {
		for _, id := range d.Violates {
			of[id] = append(of[id], d.Name)
		}
	}
	for _, names := range of {
		slices.Sort(names)
	}
	return of
}

// checkedBy names the checks of a requirement, or why there are none.
func checkedBy(q spec.Requirement, checks map[string][]string) string {
	switch {
	case len(checks[q.ID]) > 0:
		return strings.Join(checks[q.ID], ", ")
	case q.Excluded != "":
		return "none: " + q.Excluded
	case q.Level == spec.Info:
		return "observed, not judged"
	}
	return "none"
}

// orEmpty makes JSON show a list where there is none.
func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
