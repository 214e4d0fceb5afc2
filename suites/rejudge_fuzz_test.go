package suites_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Files of others: whatever they contain, they are refused or judged.
func FuzzRejudge(f *testing.F) {
	doc, err := spec.Default()
	if err != nil {
		f.Fatal(err)
	}
	head := func(rule string) string {
		r := report.Result{Checks: []report.Check{{
			ID: "auth/a", Requirement: "auth/a", Level: "MUST", Verdict: report.Pass, Exchanges: []string{"x1"},
			Assertions: []report.Assertion{{Rule: "r", By: "r1", Exchanges: []string{"x1"}}}, Basis: &report.Basis{Ending: "completed", Contact: "answering"},
		}}, Rules: map[string]report.Recipe{}}
		var recipe report.Recipe
		if err := json.Unmarshal([]byte(rule), &recipe); err != nil {
			f.Fatal(err)
		}
		r.Rules["r1"] = recipe
		report.Finish(&r)
		var b bytes.Buffer
		if err := report.WriteJSON(&b, r); err != nil {
			f.Fatal(err)
		}
		return b.String()
	}
	const entry = `{"startedDateTime":"2026-01-01T00:00:00Z","_id":"x1","_wire":{"text":true},"response":{"status":200,"content":{"size":5,"text":"{\\u{7b}"}}}`
	har := `{"log":{"creator":{"name":"gwcheck"},"entries":[` + entry + `]}}`
	for _, rule := range []string{
		`{"rule":"Answered"}`, `{"rule":"SameBytes","args":[""]}`, `{"rule":"Status","args":[null]}`, `{"rule":"FailureField","args":["message","x"]}`,
		`{"rule":"NoneOf","args":[null]}`, `{"of":[{"of":[{"rule":"JSONText"}]}]}`, `{"rule":"WellFormed","args":["x"]}`,
	} {
		f.Add(head(rule), har)
		f.Add(head(rule), strings.Replace(har, `"text":true`, `"retcode":"0","framing":"x","error":"x"`, 1))
	}
	f.Fuzz(func(t *testing.T, result, archive string) {
		r, err := report.ReadJSON(strings.NewReader(result))
		if err != nil {
			return
		}
		if r.Exchanges, err = report.ReadHAR(strings.NewReader(archive)); err != nil {
			return
		}
		again, err := suites.Rejudge(doc, r)
		if err != nil {
			return
		}
		if n := len(again.Result.Checks); again.Recomputed+again.Planned+len(again.Insufficient) != n {
			t.Errorf("%d checks, but %d judged again, %d planned, %d without evidence", n, again.Recomputed, again.Planned, len(again.Insufficient))
		}
		var b bytes.Buffer
		if err := report.WriteJSON(&b, again.Result); err != nil {
			t.Error(err)
		}
	})
}
