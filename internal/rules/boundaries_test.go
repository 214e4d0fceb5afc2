package rules_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// bodies are answers of JSON with these bodies.
func bodies(all ...string) map[string]*wire.Exchange {
	answers := map[string]*wire.Exchange{}
	for _, body := range all {
		answers[body] = answer(200, jsonType, body)
	}
	return answers
}

// kept is an answer of which only the beginning was kept.
func kept(head string) *wire.Exchange {
	x := answer(200, jsonType, head)
	x.Response.Body.Length += 9
	return x
}

// The last case that a rule accepts and the first that it refuses.
func TestEdgesOfRulesAboutTexts(t *testing.T) {
	t.Parallel()
	doc := document(t)
	for name, v := range map[string]verdicts{
		"valid JSON": {rules.JSONText(), bodies("7", utf16le(envelope)+"x"), nil},
		"UTF-8": {rules.UTF8(), map[string]*wire.Exchange{
			"a zero byte": answer(200, jsonType, "\x00"), "two": answer(200, jsonType, "\x00\x00"),
			"a character cut behind a wide one": kept("x\U0001F4DE\xc3"), "nothing but a cut one": kept("\xc3"),
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

func TestEdgesOfRulesAboutRecordings(t *testing.T) {
	t.Parallel()
	const marks = "\xff\xfb\xfe\xff\xfb\xfe\xff\xfb\xfe\xff\xfb\xfe\xff\xfb\xfe\xff\xfb\xfe" // 18 bytes, unlike in the two alphabets
	headOnly := stream(call[:20])
	headOnly.Response.Body.Tail = nil
	doc := document(t)
	for name, v := range map[string]verdicts{
		"not an empty one":  {rules.NotServed(recordingOf("empty", "")), map[string]*wire.Exchange{"nothing": stream("")}, nil},
		"not one of a byte": {rules.NotServed(recordingOf("x", "x")), nil, map[string]*wire.Exchange{"it": stream("x")}},
		"none of a byte":    {rules.NoneOf(recordingOf("x", "x")), nil, map[string]*wire.Exchange{"it": stream("x")}},
		"nothing of 18 bytes": {rules.NothingOf(stream(marks)), map[string]*wire.Exchange{"17 of them": stream(marks[:17])}, map[string]*wire.Exchange{
			"them": stream("x" + marks), "in base64": stream(base64.StdEncoding.EncodeToString([]byte(marks))),
			"in base64 for addresses": stream(base64.URLEncoding.EncodeToString([]byte(marks)))}},
		"nothing of one whose end is not known": {rules.NothingOf(headOnly), map[string]*wire.Exchange{"another": stream(other)}, nil},
		"nothing from outside": {rules.NothingFromOutside(doc),
			map[string]*wire.Exchange{"an envelope as text": answer(200, "text/plain", refusal), "a brace": answer(200, jsonType, "{")},
			map[string]*wire.Exchange{"a stream with status 403": answer(403, streamType, hosts), "white space": answer(200, jsonType, "  "),
				"a text with status 299": answer(299, "text/plain", hosts)}},
		"no internals": {rules.NoInternals(), nil, bodies("com.vendor.GatewayError")},
	} {
		t.Run(name, v.check)
	}
	for _, secret := range []string{"ÿÿÿsecret", "ÿþ>?secret?"} {
		verdicts{rules.Without("password", secret), nil, bodies(
			base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
		)}.check(t)
	}
}

// Every documented field of a record event is asked for.
func TestEachFieldOfARecordEvent(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"taskId", "caller", "called", "locationId", "recordID", "fileName", "callId", "fileMediaType"} {
		without := answer(200, jsonType, strings.Replace(documentedEvent, `"`+field+`"`, `"x"`, 1))
		if found := rules.RecordEventFields().Judge(without); len(found) != 1 || found[0].What != field {
			t.Errorf("an event without %s: %v", field, found)
		}
		if found := rules.RecordEventTypes().Judge(without); len(found) > 0 {
			t.Errorf("the type of %s is judged though it is absent: %v", field, found)
		}
		listed := answer(200, jsonType, `{"retcode":"0","event":{"content":{"`+field+`":[]}}}`)
		if found := rules.RecordEventTypes().Judge(listed); len(found) != 1 || found[0].What != field {
			t.Errorf("an event with a list as %s: %v", field, found)
		}
	}
}

func TestSpaceAndPrefixAreNoPartOfAGuid(t *testing.T) {
	t.Parallel()
	colon := spec.Renewal{Header: "Set-GUID", Prefix: "GUID:"}
	for _, c := range []struct {
		r           spec.Renewal
		value, want string
	}{
		{setGuid, " abc ", "abc"}, {setGuid, "JSESSIONID= abc", "abc"}, {colon, "GUID:ab=c", "ab=c"}, {colon, "GUID: ab=c", "ab=c"},
	} {
		if got, ok := rules.DeliveredGuid(c.r, answer(200, "", "", "Set-GUID", c.value)); !ok || got != c.want {
			t.Errorf("%q: got %q, want %q", c.value, got, c.want)
		}
	}
}

// Fields within a field belong to it.
func TestSchemasOfInnerFieldsAreKept(t *testing.T) {
	t.Parallel()
	const fields = "required: [retcode, message]\n      properties:\n"
	inner := fields + "        trace: {type: object, properties: {id: {type: string}}}\n"
	edited, err := spec.Load([]byte(strings.Replace(string(spec.Source()), fields, inner, 1)))
	if err != nil {
		t.Fatal(err)
	}
	verdicts{rules.FailureField(edited, "trace", "an object with a text as id"),
		bodies(envelope, `{"retcode":"104-005","message":"","trace":{"id":"a"}}`),
		bodies(`{"retcode":"104-005","message":"","trace":{"id":7}}`, `{"retcode":"104-005","message":"","trace":7}`)}.check(t)
}
