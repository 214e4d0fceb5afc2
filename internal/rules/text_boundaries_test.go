package rules_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

func TestTextRulesAcceptTheLastAndRejectTheNextCase(t *testing.T) {
	t.Parallel()
	doc := document(t)
	for name, v := range map[string]verdicts{
		"valid JSON": {rules.JSONText(), bodies("7", utf16le(envelope)+"x"), nil},
		"UTF-8": {rules.UTF8(), map[string]*wire.Exchange{
			"a zero byte": answer(200, jsonType, "\x00"), "two": answer(200, jsonType, "\x00\x00"),
			"a character cut after a wide one": kept("x\U0001F4DE\xc3"), "nothing but a cut one": kept("\xc3"),
		}, map[string]*wire.Exchange{
			"UTF-16 of two bytes": answer(200, jsonType, "\x00{"), "the other order": answer(200, jsonType, "{\x00"),
			"a character cut in a whole body": answer(200, jsonType, "x\xc3"), "no beginning of a character": kept("x\x80\x80\x80"),
		}},
		"unique names":                     {rules.UniqueNames(), bodies(`"a"`, `{"a":1`, `{"a":1}{"b":1,"b":2}`, "7"), bodies(`{"a":1,"a":2`)},
		"a field that begins like another": {rules.FailureField(doc, "res", ""), bodies(`{"retcode":"104-005","message":"","result":7}`), nil},
		"none of the codes": {rules.DownloadsEnabled(doc),
			bodies(`{"retcode":"000-003"}`, `{}`, "", "<p>", envelope), bodies(`{"retcode":"104-001"}`)},
		"location": {rules.RecordEventLocation(),
			map[string]*wire.Exchange{"zero": poll(`{"content":{"locationId":0}}`)},
			map[string]*wire.Exchange{"less": poll(`{"content":{"locationId":-1}}`)}},
		"JSON type":                 {rules.JSONType(doc, spec.DownloadRecordFile), map[string]*wire.Exchange{"as documented": stream(call)}, bodies(envelope)},
		"JSON type of no operation": {rules.JSONType(doc, "unheardOf"), nil, bodies(envelope)},
		"not stored":                {rules.NotStored(), map[string]*wire.Exchange{"private for no field": stream(call, "Cache-Control", `private=""`)}, nil},
	} {
		t.Run(name, v.check)
	}
}
