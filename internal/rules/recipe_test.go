package rules_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// neverStored are the functions whose rules cannot be made again.
var neverStored = []string{"New", "All", "Without", "UnlikeGuids", "RetcodeIn", "EveryValue", "OutsideOr"}

// made is one rule of each function that makes rules.
func made(doc *spec.Document, earlier *wire.Exchange) map[string]rules.Rule {
	rec := target.Recording{Name: "one", Size: 3, SHA256: [32]byte{1, 2}}
	renewal := spec.Renewal{Header: "Set-GUID", Prefix: "JSESSIONID="}
	return map[string]rules.Rule{
		"Available": rules.Available(rec), "NoEvent": rules.NoEvent(), "NoBlockPage": rules.NoBlockPage(earlier),
		"Answered": rules.Answered(), "Responded": rules.Responded(), "Failure": rules.Failure(doc), "FailureEnvelope": rules.FailureEnvelope(doc),
		"OneEvent": rules.OneEvent(), "EventEnvelope": rules.EventEnvelope(), "WorkNumber": rules.WorkNumber("102"), "EmptyPoll": rules.EmptyPoll(doc),
		"RecordEventFields": rules.RecordEventFields(), "RecordEventTypes": rules.RecordEventTypes(), "RecordEventLocation": rules.RecordEventLocation(),
		"FailureOneType": rules.FailureOneType(doc), "JSONText": rules.JSONText(), "UTF8": rules.UTF8(), "FailureObject": rules.FailureObject(doc),
		"UniqueNames": rules.UniqueNames(), "RetcodeString": rules.RetcodeString(), "RetcodeForm": rules.RetcodeForm(doc),
		"RetcodeNotSuccess": rules.RetcodeNotSuccess(doc), "FailureField": rules.FailureField(doc, "message", "a string"), "Readable": rules.Readable(),
		"AnyJSON": rules.AnyJSON(), "WellFormed": rules.WellFormed("streaming/framing"), "DeliversGuid": rules.DeliversGuid(renewal),
		"GuidForm": rules.GuidForm(renewal), "GuidSpelling": rules.GuidSpelling(renewal), "GuidCharacters": rules.GuidCharacters(renewal),
		"GuidInResult": rules.GuidInResult(doc), "NoGuid": rules.NoGuid(renewal), "RecordingType": rules.RecordingType(doc),
		"RecordingCharset": rules.RecordingCharset(doc), "FailureType": rules.FailureType(doc), "FailureCharset": rules.FailureCharset(doc),
		"NoContentCoding": rules.NoContentCoding(), "Status": rules.Status(200, 206),
		"RenewedWithin": rules.RenewedWithin("Set-GUID", time.Minute, rules.Renewal{Polls: 2, Took: 2 * time.Minute, Arrived: true}),
		"Between":       rules.Between("an answer", time.Second, time.Minute, time.Hour), "EventArrived": rules.EventArrived("a", time.Second, false),
		"EventOrder": rules.EventOrder("a", "b", []string{"b", "a"}), "EachEventOnce": rules.EachEventOnce([]string{"a", "a"}), "AnEvent": rules.AnEvent(), "EventOfType": rules.EventOfType("a"),
		"NoStream": rules.NoStream(doc), "NothingFromOutside": rules.NothingFromOutside(doc), "NoField": rules.NoField("X-A"),
		"Served": rules.Served(rec), "NotServed": rules.NotServed(rec), "SomeRecording": rules.SomeRecording(doc),
		"Refused": rules.Refused(doc, spec.GuidRefused), "RefusedWith": rules.RefusedWith(doc, spec.PathInvalid),
		"DownloadsEnabled": rules.DownloadsEnabled(doc), "Succeeded": rules.Succeeded(doc), "NoSuccess": rules.NoSuccess(doc),
		"NoInternals": rules.NoInternals(), "JSONType": rules.JSONType(doc, spec.DownloadRecordFile), "JSONCharset": rules.JSONCharset(doc, spec.DownloadRecordFile),
		"ResultNames": rules.ResultNames("agentId", "102"), "RetcodeIsString": rules.RetcodeIsString(), "OverTLS": rules.OverTLS(), "NotStored": rules.NotStored(),
		"NotPartial": rules.NotPartial(), "Granted": rules.Granted(rec), "SameBytes": rules.SameBytes(earlier), "NoOtherThan": rules.NoOtherThan(rec, rec),
		"NoneOf": rules.NoneOf(rec, rec), "NothingOf": rules.NothingOf(earlier), "NoEnvelope": rules.NoEnvelope(), "NotRefused": rules.NotRefused(doc, rec),
	}
}

// samples are exchanges of different kinds.
func samples() []*wire.Exchange {
	answer := func(status int, kind, body string, fields ...wire.Field) *wire.Exchange {
		return &wire.Exchange{ID: "x1", Response: &wire.Response{
			Status: status, Fields: append(fields, wire.Field{Name: "Content-Type", Value: kind}),
			Body: wire.Body{Length: int64(len(body)), Head: []byte(body), Tail: []byte(body), Complete: true},
		}}
	}
	return []*wire.Exchange{
		{ID: "x1", Err: &wire.Error{Cause: wire.ErrReset, Text: "reset"}},
		answer(200, "application/octet-stream;charset=UTF-8", "abc"),
		answer(200, "application/json;charset=UTF-8", `{"retcode":"000-003","message":"m","result":""}`),
		answer(200, "application/json", `{"retcode":"0","event":{"eventType":"a","workNo":"102"},"result":{"guid":"g","agentId":"102"}}`,
			wire.Field{Name: "Set-GUID", Value: "JSESSIONID=g"}, wire.Field{Name: "X-A", Value: "1"}),
		answer(404, "text/html", "<html>at a.b(C.java:1)</html>"),
	}
}

func TestARuleThatIsMadeAgainJudgesTheSame(t *testing.T) {
	t.Parallel()
	doc := document(t)
	earlier := &wire.Exchange{ID: "x0", Response: &wire.Response{Body: wire.Body{Length: 3, Head: []byte(strings.Repeat("a", 40)), Tail: []byte(strings.Repeat("b", 40))}}}
	find := func(id string) *wire.Exchange { return map[string]*wire.Exchange{"x0": earlier}[id] }
	for name, rule := range made(doc, earlier) {
		text, err := json.Marshal(rule.Recipe())
		if err != nil {
			t.Fatal(err)
		}
		var recipe report.Recipe
		if err := json.Unmarshal(text, &recipe); err != nil || recipe.Rule != name {
			t.Fatalf("%s is stored as %s (%v)", name, text, err)
		}
		again, _, err := rules.Remake(doc, recipe, find)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, x := range samples() {
			if got, want := again.Judge(x), rule.Judge(x); !slices.Equal(got, want) {
				t.Errorf("%s on sample %d: got %v, want %v", name, i, got, want)
			}
		}
	}
}

func TestEveryFunctionThatMakesARuleCanBeMadeAgain(t *testing.T) {
	t.Parallel()
	known := made(document(t), &wire.Exchange{})
	packages, err := parser.ParseDir(token.NewFileSet(), ".", nil, 0) //nolint:staticcheck // the types are not needed
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range packages["rules"].Files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !f.Name.IsExported() || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				continue
			}
			if result, ok := f.Type.Results.List[0].Type.(*ast.Ident); !ok || result.Name != "Rule" {
				continue
			}
			count++
			if _, ok := known[f.Name.Name]; !ok && !slices.Contains(neverStored, f.Name.Name) {
				t.Errorf("%s: add it to makers in makers.go, and to made in this test; or, if it is about a secret, to neverStored", f.Name.Name)
			}
		}
	}
	if count < 60 {
		t.Errorf("only %d functions found", count)
	}
}

func TestRulesAboutSecretsCannotBeMadeAgain(t *testing.T) {
	t.Parallel()
	doc := document(t)
	for _, rule := range []rules.Rule{
		rules.Without("password", "secret-1"), rules.UnlikeGuids(spec.Renewal{}, "secret-2"),
		rules.All("all", rules.Answered(), rules.Without("password", "secret-1")),
		rules.OutsideOr(doc, &wire.Exchange{ID: "x0"}),
	} {
		text, err := json.Marshal(rule.Recipe())
		if err != nil || strings.Contains(string(text), "secret") {
			t.Errorf("stored as %s (%v)", text, err)
		}
		if _, _, err := rules.Remake(doc, rule.Recipe(), nil); !errors.Is(err, rules.ErrNoRecipe) {
			t.Errorf("%s: %v", rule.Name, err)
		}
	}
}

func TestRecipesThatMakeNoSenseAreRefused(t *testing.T) {
	t.Parallel()
	doc := document(t)
	none := func(string) *wire.Exchange { return nil }
	for text, want := range map[string]string{
		`{"rule":"Nothing"}`:                          `"Nothing"`,
		`{"rule":"Status"}`:                           "an argument is missing",
		`{"rule":"Answered","args":[1]}`:              "more arguments",
		`{"rule":"NoField","args":[1]}`:               "wrong type",
		`{"rule":"Served","args":[{"sha256":""}]}`:    "not a SHA-256",
		`{"rule":"NoneOf","args":[[{"sha256":"x"}]]}`: "not a SHA-256",
		`{"rule":"SameBytes","args":["x9"]}`:          `"x9" is not stored`,
		`{"of":[{"rule":"Nothing"}]}`:                 `"Nothing"`,
	} {
		var recipe report.Recipe
		if err := json.Unmarshal([]byte(text), &recipe); err != nil {
			t.Fatal(err)
		}
		if _, _, err := rules.Remake(doc, recipe, none); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}
