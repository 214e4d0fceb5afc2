package rules_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// poll is the response to a poll with this event.
func poll(event string) *wire.Exchange {
	return answer(200, jsonType, `{"retcode":"0","message":"","event":`+event+`}`)
}

// Mismatches contain the received value in printable form, up to a bound.
func TestMismatchesContainTheReceivedValue(t *testing.T) {
	t.Parallel()
	doc := document(t)
	json := func(body string) *wire.Exchange { return answer(200, jsonType, body) }
	guid := func(fields ...string) *wire.Exchange { return answer(200, jsonType, "{}", fields...) }
	line := strings.Repeat("y", 5000)
	const longest, more = 4096, "... (904 more bytes)"
	long := `{"retcode":"` + line
	digest := recordingOf("", call).SHA256
	sum := hex.EncodeToString(digest[:6]) + "…"
	unlike := rules.UnlikeGuids(setGuid, "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb")
	for _, c := range []struct {
		rule rules.Rule
		x    *wire.Exchange
		got  string // of all mismatches
	}{
		{rules.RetcodeIsString(), json(strings.Repeat(" ", wire.HeadKept+1)), fmt.Sprintf("body: %d bytes, too long for a JSON envelope", wire.HeadKept+1)},
		{rules.RetcodeIsString(), json(" \n"), "body: an empty body"},
		{rules.RetcodeIsString(), json("<" + line), "body: markup: <" + line[:longest-1] + "... (905 more bytes)"},
		{rules.RetcodeIsString(), json("<"), "body: markup: <"},
		{rules.RetcodeIsString(), json(" <!DOCTYPE html><p>Not found"), "body: an HTML page:  <!DOCTYPE html><p>Not found"},
		{rules.RetcodeIsString(), json("<HTML><head><title> Error\n 404 </title>"), "body: an HTML page: Error 404"},
		{rules.RetcodeIsString(), json("<html><title> </title>"), "body: an HTML page: <html><title> </title>"},
		{rules.RetcodeIsString(), json("<htmlx/>"), "body: markup: <htmlx/>"},
		{rules.RetcodeIsString(), json(line), "body: text that is not a JSON object: " + line[:longest] + more},
		{rules.RetcodeIsString(), json(strings.Repeat("录", 1400)), "body: text that is not a JSON object: " + strings.Repeat("录", 1365) + "... (105 more bytes)"},
		{rules.RetcodeIsString(), json(envelope + "x"), "body: a JSON object followed by more text: " + envelope + "x"},
		{rules.RetcodeIsString(), json("\xff\x00\x01\x02\x03\x04\x05\x06\x07\x08"), "body: 10 bytes that are not UTF-8 text"},
		{rules.RetcodeIsString(), json(line[:longest-1] + "\xff"), "body: 4096 bytes that are not UTF-8 text, first 79797979"},
		{rules.RetcodeIsString(), json(line[:longest] + "\xff"), "body: " + line[:longest] + "... (1 more bytes)"},
		{rules.RetcodeIsString(), json(`{"retcode":1e999,"n":1e999}`), "retcode: a number"},
		{rules.RetcodeIsString(), json(`{"retcode":null}`), "retcode: null or absent"},
		{rules.RefusedWith(doc, "recording-absent"), json("{}"), "retcode: none"},
		{rules.RefusedWith(doc, "recording-absent"), json(`{"retcode":"7"}`), "retcode: 7"},
		{rules.DownloadsEnabled(doc), json(`{"retcode":"104-001"}`), "retcode: 104-001 (recording download is switched off)"},
		{rules.Succeeded(doc), json("<p>"), "body: markup: <p>"},
		{rules.Succeeded(doc), json("{}"), "retcode: none"},
		{rules.Succeeded(doc), json(`{"retcode":"100-004"}`), "retcode: 100-004 (wrong user name or password)"},
		{rules.RetcodeNotSuccess(doc), json(`{"retcode":0}`), "retcode: 0 (success)"},
		{rules.FailureEnvelope(doc), json("\ufeff" + envelope), "body: text that is not a JSON object: \\u{feff}" + envelope},

		{rules.JSONText(), json(""), "body: an empty body"},
		{rules.JSONText(), json("="), "body: ="},
		{rules.JSONText(), json("<p>"), "body: markup: <p>"},
		{rules.JSONText(), json(envelope + " end"), "body: a JSON text followed by end"},
		{rules.FailureObject(doc), json(`[7]`), "body: an array of length 1"},
		{rules.FailureObject(doc), json(`null`), "body: null"},
		{rules.FailureObject(doc), json(`"a"`), `body: the string "a"`},
		{rules.FailureObject(doc), json(`7`), "body: the number 7"},
		{rules.FailureObject(doc), json(`true`), "body: the boolean true"},
		{rules.FailureObject(doc), json(`{}`), "body: an object with no fields"},
		{rules.FailureObject(doc), json(`{"h":0,"g":0,"f":0,"e":0,"d":0,"c":0,"b":0,"a":0,"i":0}`), "body: an object with the fields a, b, c, d, e, f, g, h and 1 more"},
		{rules.FailureObject(doc), json("\xfe\xff\x00{\x00\"\x5f\x55\x00\"\x00:\x000\x00}"), "body: an object with the fields 录"},
		{rules.RetcodeString(), json(`{"message":""}`), "retcode: absent"},
		{rules.RetcodeString(), json(`{"retcode":{}}`), "retcode: an object"},

		{rules.OneEvent(), json(""), "body: an empty body"},
		{rules.OneEvent(), poll("null"), "event: null or absent"},
		{rules.OneEvent(), poll(`"a"`), "event: a string"},
		{rules.OneEvent(), poll("7"), "event: a number"},
		{rules.OneEvent(), poll("true"), "event: a boolean"},
		{rules.OneEvent(), poll("[]"), "event: an array"},
		{rules.WorkNumber("7"), poll(`{"workNo":{}}`), "workNo: an object"},
		{rules.RecordEventTypes(), poll(`{"content":"a"}`), "content: a string"},
		{rules.EventEnvelope(), poll(`{"eventType":"","workNo":7}`), "eventType: an empty string; workNo: a number"},
		{rules.RecordEventLocation(), poll(`{"content":{"locationId":2.5}}`), "locationId: a number that is not a whole number"},
		{rules.RecordEventLocation(), poll(`{"content":{}}`), "locationId: null or absent"},
		{rules.NothingFromOutside(doc), stream("x"), "body: 1 byte as application/octet-stream"},
		{rules.NothingFromOutside(doc), answer(200, "", "x"), "body: 1 byte without Content-Type"},
		{rules.ResultNames("workno", "7"), json("<p>"), "body: markup: <p>"},
		{rules.ResultNames("workno", "7"), json("{}"), "result: null or absent"},

		{rules.DeliversGuid(setGuid), guid(), "Set-GUID: no field"},
		{rules.DeliversGuid(setGuid), guid("Set-GUID", ""), "Set-GUID: one field without a value"},
		{rules.GuidForm(setGuid), guid("Set-GUID", "a", "Set-GUID", "b"), "Set-GUID: 2 fields"},
		{rules.GuidSpelling(setGuid), guid(), "header name: no such field"},
		{rules.GuidSpelling(setGuid), guid("X", "1", "set-guid", "b", "Y", "2"), "header name: set-guid"},
		{unlike, guid("Set-GUID", "bbbbbbbbbbbbbbbb"), "Guid: the Guid of sign-in 2 again"},
		{unlike, guid("Set-GUID", "aaaaaaaaabbbbbbb"), "Guid: 7 characters that differ from the Guid of sign-in 1"},
		{unlike, guid("Set-GUID", "aaaaaaaabbbbbbbb"), ""},

		{rules.FailureCharset(doc), answer(200, "", envelope), "Content-Type: no Content-Type"},
		{rules.FailureType(doc), answer(200, line, envelope), "Content-Type: " + line[:longest] + more},
		{rules.Served(recordingOf("call", other)), stream(call), "body: other bytes of the same length with SHA-256 " + sum},
		{rules.Served(recordingOf("call", "x")), stream(call), "body: 1000 bytes with SHA-256 " + sum},
		{rules.Served(recordingOf("call", other)), broken(stream(call)), "body: 1000 bytes, then it broke off"},
		{rules.Served(recordingOf("call", other)), stream(long), "body: the JSON text " + long[:longest] + "... (916 more bytes)"},
		{rules.Granted(recordingOf("call", other)), stream(long), "body: the JSON text " + long[:longest] + "... (916 more bytes)"},
		{rules.NoEnvelope(), stream(long), "body: the JSON text " + long[:longest] + "... (916 more bytes)"},
		{rules.SomeRecording(doc), stream(long), "body: the JSON text " + long[:longest] + "... (916 more bytes)"},
	} {
		var got []string
		for _, m := range c.rule.Judge(c.x) {
			got = append(got, m.What+": "+m.Got)
		}
		if joined := strings.Join(got, "; "); joined != c.got {
			t.Errorf("rule %q of %q got\n%s\nwant\n%s", c.rule.Name, wire.Excerpt(c.x.Response.Body.Head, 60), joined, c.got)
		}
	}
}

// The traces of a conversion are named only where they are present.
func TestConversionTracesAreNamed(t *testing.T) {
	t.Parallel()
	const no0, noEnd, no128 = "no zero byte", "no Ctrl-Z byte", "no byte above 127"
	for body, want := range map[string]string{
		"":                         "",
		"x":                        ", with " + no0 + ", " + noEnd + ", " + no128,
		"\x00\x1a\xc4":             "",
		"\x00\xc4":                 ", with " + noEnd,
		"\x00\x1a\x80\xc3":         ", with no byte above 195",
		"\x00\x1a\xc4\r\n":         ", with a carriage return before every line feed",
		"\x00\x1a\xc4\n":           ", with no carriage return",
		"\x00\x1a\xc4\r":           ", with no carriage return before a line feed",
		"\x00\x1a\xc4\r\n\r\n\n":   "",
		"\x00\x1a\xef\xbf\xbd":     ", with the replacement character U+FFFD",
		"\x00\x1a\xbd\xbf\xef\xbd": "",
		"\x00\x1a\xef\xbf\xbe":     "",
	} {
		var seen rules.ByteValues
		seen.Write([]byte(body)) //nolint:errcheck // cannot fail
		rec := target.Recording{Name: "values", Size: 1 << 20}
		found := rules.EveryValue(rec, &seen).Judge(stream(body))
		plain := rules.Served(rec).Judge(stream(body))
		if len(found) != 1 || found[0].Got != plain[0].Got+want {
			t.Errorf("%q: got %v, want %q at the end", body, found, want)
		}
		if found := rules.EveryValue(recordingOf("values", body), &seen).Judge(stream(body)); len(found) > 0 {
			t.Errorf("%q is refused as itself: %v", body, found)
		}
	}
}

func TestRulesKeepTheirParameters(t *testing.T) {
	t.Parallel()
	rec := recordingOf("call", call)
	served := rules.Served(rec).Params
	if served["recording"] != "call" || served["size"] != "1000" || served["sha256"] != hex.EncodeToString(rec.SHA256[:]) {
		t.Errorf("the parameters of a recording are %v", served)
	}
	if got := rules.Refused(document(t), "recording-absent").Params["condition"]; got != "recording-absent" {
		t.Errorf("the condition of a refusal is %q", got)
	}
	if ok, err := rules.NoEnvelope().Match("text"); ok || err == nil {
		t.Errorf("a text matches: %v, %v", ok, err)
	}
	if found := rules.FailureType(&spec.Document{}).Judge(answer(200, jsonType, envelope)); len(found) == 0 {
		t.Error("a document without a download accepts a media type")
	}
}
