package rules_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

const envelope = `{"retcode":"104-005","message":"no such file","result":""}`

// Each rule of the form of a failure accepts what is right in its own matter,
// whatever else is wrong, and refuses what is wrong in it.
func TestRulesOfTheFormOfAFailure(t *testing.T) {
	doc := document(t)
	for _, c := range []struct {
		name string
		rule rules.Rule
		good []string
		bad  []string
	}{
		{"valid JSON", rules.JSONText(),
			[]string{envelope, " " + envelope + "\r\n", `[1,2]`, `"x"`, "\ufeff" + envelope, utf16le(envelope), utf16be(envelope), `{"a":1,"a":2}`},
			[]string{"", " \n", "<html>", "retcode=104-005", envelope[:len(envelope)-1], envelope + "x", envelope + envelope,
				strings.ReplaceAll(envelope, `"`, `'`), `{"retcode":"104-005",}`, `{"retcode":"104-005"}` + "\x00"}},
		{"UTF-8", rules.UTF8(),
			[]string{envelope, `{"message":"录音"}`, "<html>", ""},
			[]string{"\ufeff" + envelope, "{\"message\":\"\xfc\"}", "\xff\xfe{\x00}\x00", "\xfe\xff\x00{\x00}", utf16le(envelope), utf16be(envelope)}},
		{"object", rules.FailureObject(doc),
			[]string{envelope, `{"retcode":1}`, `{"message":null}`, `{"message":"","result":[]}`, "<html>", envelope + " end", `{"retcode":"1","more":{}}`},
			[]string{`[` + envelope + `]`, `{"response":` + envelope + `}`, `{}`, `null`, `"text"`, `104`, `{"resultCode":"0405"}`}},
		{"unique names", rules.UniqueNames(),
			[]string{envelope, `{"a":{"b":1},"b":{"a":1}}`, `{"a":"a","b":"a"}`, `[{"a":1},{"a":1}]`, `{"a":["a","a"],"b":0}`, "<html>", `{"a":{},"b":[],"c":"a"}`},
			[]string{`{"a":1,"a":1}`, `{"a":"x","b":{"c":1,"c":2}}`, `{"a":[{"b":null,"b":null}]}`, `{"a":{"x":1},"a":2}`, `{"a":[],"a":2}`, `{"a":"a","a":"b"}`}},
		{"retcode is a string", rules.RetcodeString(),
			[]string{envelope, `{"retcode":""}`, `{"retcode":"0"}`, `<html>`, `{"other":1}`},
			[]string{`{"retcode":104005}`, `{"retcode":null}`, `{"retcode":["104-005"]}`, `{"message":""}`, `{"Retcode":"104-005","message":""}`}},
		{"retcode form", rules.RetcodeForm(doc),
			[]string{envelope, `{"retcode":"000-003"}`, `{"retcode":"0"}`, `{"retcode":7}`, `{"message":""}`},
			[]string{`{"retcode":""}`, `{"retcode":"104005"}`, `{"retcode":"104-5"}`, `{"retcode":"104-005 "}`, `{"retcode":" 104-005"}`,
				`{"retcode":"104_005"}`, `{"retcode":"1104-005"}`, `{"retcode":"104-0055"}`, `{"retcode":"ABC-DEF"}`, `{"retcode":"00"}`, `{"retcode":"104-005\n"}`}},
		{"no success", rules.RetcodeNotSuccess(doc),
			[]string{envelope, `{"retcode":""}`, `{"retcode":"00"}`, `{"message":""}`, `<html>`},
			[]string{`{"retcode":"0"}`, `{"retcode":0}`}},
		{"message", rules.FailureField(doc, "message", "a string"),
			[]string{envelope, `{"retcode":"x","message":""}`, `{"message":"x","result":7}`, `<html>`},
			[]string{`{"retcode":"104-005"}`, `{"retcode":"104-005","message":null}`, `{"message":7}`, `{"message":{}}`, `{"retcode":"","msg":"x"}`}},
		{"result", rules.FailureField(doc, "result", "nothing"),
			[]string{envelope, `{"retcode":"x"}`, `{"retcode":"x","result":{}}`, `{"retcode":"x","result":null}`, `{"retcode":"x","result":{"a":[]}}`, `{"retcode":"x","results":7}`},
			[]string{`{"retcode":"x","result":"none"}`, `{"retcode":"x","result":[]}`, `{"retcode":"x","result":0}`, `{"retcode":"x","result":false}`}},
		{"readable", rules.Readable(),
			[]string{envelope, `{"retcode":7}`, `{"message":null}`, envelope + "x", utf16be(envelope)},
			[]string{``, `{}`, `[]`, `null`, `<html>`, `{"response":` + envelope + `}`, `{"retcode":`}},
		{"any JSON", rules.AnyJSON(),
			[]string{envelope, `[]`, `null`, `7`, `{} and more`},
			[]string{``, `<html>`, `{"retcode":`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, body := range c.good {
				if found := c.rule.Judge(answer(200, jsonType, body)); len(found) > 0 {
					t.Errorf("%q is refused: %v", body, found)
				}
			}
			for _, body := range c.bad {
				if found := c.rule.Judge(answer(200, jsonType, body)); len(found) == 0 {
					t.Errorf("%q is not refused", body)
				}
			}
			if found := c.rule.Judge(&wire.Exchange{Err: errors.New("no answer")}); len(found) == 0 {
				t.Error("no answer at all is not refused")
			}
		})
	}
}

func utf16le(s string) string { return wide(s, func(b byte) string { return string([]byte{b, 0}) }) }
func utf16be(s string) string { return wide(s, func(b byte) string { return string([]byte{0, b}) }) }

// wide writes ASCII in two bytes to a character.
func wide(s string, unit func(b byte) string) string {
	var out strings.Builder
	for i := range len(s) {
		out.WriteString(unit(s[i]))
	}
	return out.String()
}

// A body that is longer than what is kept is no envelope, and is never taken
// for one because of how it begins.
func TestALongBodyIsNoFailure(t *testing.T) {
	long := answer(200, jsonType, `{"retcode":"104-005","message":"`+strings.Repeat("x", wire.TextKept)+`"}`)
	doc := document(t)
	for name, rule := range map[string]rules.Rule{
		"valid JSON": rules.JSONText(), "object": rules.FailureObject(doc), "retcode": rules.RetcodeString(),
		"readable": rules.Readable(), "envelope": rules.FailureEnvelope(doc),
	} {
		if len(rule.Judge(long)) == 0 {
			t.Errorf("%s: a body of %d bytes is accepted", name, long.Response.Body.Length)
		}
	}
	cut := answer(200, jsonType, strings.Repeat("x", wire.HeadKept-1)+"ü")
	if found := rules.UTF8().Judge(cut); len(found) > 0 {
		t.Errorf("a character that is cut where the kept part ends is taken for an error: %v", found)
	}
	if found := rules.UTF8().Judge(answer(200, jsonType, strings.Repeat("x", wire.HeadKept-9)+"\xfc"+strings.Repeat("x", 20))); len(found) == 0 {
		t.Error("a byte that is not UTF-8 is passed over in a long body")
	}
}

func TestMediaTypesOfFailuresAndRecordings(t *testing.T) {
	doc := document(t)
	for _, c := range []struct {
		name string
		rule rules.Rule
		good [][]string // Content-Type fields
		bad  [][]string
	}{
		{"failure type", rules.FailureType(doc),
			[][]string{{jsonType}, {"Application/JSON ; charset=x"}, {"application/json"}, {"application/json;broken"}},
			[][]string{{}, {""}, {streamType}, {"text/html;charset=UTF-8"}, {"application/jsonp"}, {"application/problem+json"}}},
		{"one failure type", rules.FailureOneType(doc),
			[][]string{{jsonType}},
			[][]string{{}, {streamType}, {jsonType, jsonType}, {jsonType, "text/html"}}},
		{"failure charset", rules.FailureCharset(doc),
			[][]string{{jsonType}, {"application/json; Charset=utf-8"}, {`application/json;charset="UTF-8"`}, {"text/html;charset=UTF-8"}},
			[][]string{{}, {"application/json"}, {"application/json;charset=GBK"}, {"application/json;charset="}, {"json;charset=UTF-8"}}},
		{"recording type", rules.RecordingType(doc),
			[][]string{{streamType}, {"APPLICATION/Octet-Stream"}},
			[][]string{{}, {jsonType}, {"audio/x-wav"}, {"application/octet-streams"}}},
		{"recording charset", rules.RecordingCharset(doc),
			[][]string{{streamType}, {"application/octet-stream; charset=UTF-8"}},
			[][]string{{}, {"application/octet-stream"}, {"application/octet-stream;charset=GBK"}}},
	} {
		for _, types := range c.good {
			if found := c.rule.Judge(typed(types)); len(found) > 0 {
				t.Errorf("%s: %q is refused: %v", c.name, types, found)
			}
		}
		for _, types := range c.bad {
			if len(c.rule.Judge(typed(types))) == 0 {
				t.Errorf("%s: %q is not refused", c.name, types)
			}
		}
		if len(c.rule.Judge(&wire.Exchange{Err: errors.New("no answer")})) == 0 {
			t.Errorf("%s: no answer at all is not refused", c.name)
		}
	}
}

// typed is an answer with these Content-Type fields.
func typed(types []string) *wire.Exchange {
	x := answer(200, "", envelope)
	for _, v := range types {
		x.Response.Fields = append(x.Response.Fields, wire.Field{Name: "content-type", Value: v})
	}
	return x
}

// The schema of the document decides what a failure must have beyond the
// three fields that every edition has.
func TestFailureFieldsFollowTheDocumentSchema(t *testing.T) {
	source := string(spec.Source())
	const fields = "required: [retcode, message]\n      properties:\n"
	if strings.Count(source, fields) != 1 {
		t.Fatal("the document does not say once what a failure requires")
	}
	edited, err := spec.Load([]byte(strings.Replace(source, fields, fields+"        traceId: {type: string}\n", 1)))
	if err != nil {
		t.Fatal(err)
	}
	rule := rules.FailureObject(edited)
	wrong := `{"retcode":"104-005","message":"","traceId":7}`
	if found := rule.Judge(answer(200, jsonType, wrong)); len(found) != 1 || !strings.Contains(found[0].Got, "traceId") {
		t.Errorf("a field that is not as the document has it: %v", found)
	}
	if found := rules.FailureObject(document(t)).Judge(answer(200, jsonType, wrong)); len(found) > 0 {
		t.Errorf("a field of which the document knows nothing: %v", found)
	}
	if found := rule.Judge(answer(200, jsonType, `{"traceId":"a","retcode":7,"message":7,"result":7}`)); len(found) > 0 {
		t.Errorf("fields with rules of their own are judged twice: %v", found)
	}
}
