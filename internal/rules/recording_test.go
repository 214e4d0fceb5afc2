package rules_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// bytesOf is content that begins and ends in ways of its own.
func bytesOf(seed byte, size int) string {
	b := make([]byte, size)
	for i := range b {
		b[i] = seed*byte(i) + byte(i/256)
	}
	return string(b)
}

func recordingOf(name, content string) target.Recording {
	return target.Recording{Name: name, Size: int64(len(content)), SHA256: sha256.Sum256([]byte(content))}
}

var (
	call  = bytesOf(7, 1000)
	other = bytesOf(91, 1000)
)

// broken is an answer that ended early.
func broken(x *wire.Exchange) *wire.Exchange {
	x.Err, x.Response.Body.Complete = &wire.Error{Op: wire.OpBody, Cause: wire.ErrTruncated, Text: "it broke off"}, false
	return x
}

func stream(content string, more ...string) *wire.Exchange {
	return answer(200, streamType, content, more...)
}

func TestRulesAboutWhichRecordingCame(t *testing.T) {
	rec, another := recordingOf("call", call), recordingOf("other", other)
	base64ed := base64.StdEncoding.EncodeToString([]byte(call))
	for name, v := range map[string]verdicts{
		"served": {rules.Served(rec),
			map[string]*wire.Exchange{"exact": stream(call), "under another status and type": answer(404, "text/html", call), "exact, then broken off": broken(stream(call))},
			map[string]*wire.Exchange{"silence": silent(), "cut": stream(call[:999]), "cut and broken off": broken(stream(call[:999])), "longer": stream(call + "\n"),
				"changed": stream("x" + call[1:]), "empty": stream(""), "an envelope": stream(envelope), "another": stream(other)}},
		"not served": {rules.NotServed(rec),
			map[string]*wire.Exchange{"another": stream(other), "an envelope": stream(envelope), "empty": stream("")},
			map[string]*wire.Exchange{"exact": stream(call), "silence": silent()}},
		"granted": {rules.Granted(rec),
			map[string]*wire.Exchange{"exact": stream(call), "another of the same length": stream(other)},
			map[string]*wire.Exchange{"silence": silent(), "cut": stream(call[:999]), "an envelope": stream(envelope), "broken off": broken(stream(call[:5]))}},
		"granted, though it looks like an envelope": {rules.Granted(recordingOf("odd", envelope)),
			map[string]*wire.Exchange{"exact": stream(envelope)}, nil},
		"none of": {rules.NoneOf(another, rec, target.Recording{Name: "empty", SHA256: sha256.Sum256(nil)}),
			map[string]*wire.Exchange{"an envelope": stream(envelope), "nothing": stream(""), "cut": stream(call[:999])},
			map[string]*wire.Exchange{"the first": stream(other), "the second": stream(call)}},
		"nothing of": {rules.NothingOf(stream(call)),
			map[string]*wire.Exchange{"an envelope": stream(envelope), "another": stream(other), "nothing": stream("")},
			map[string]*wire.Exchange{"all of it": stream(call), "its beginning after an envelope": stream(envelope + call[:100]),
				"its end": stream("<html>" + call[900:]), "in base64": stream(`{"data":"` + base64ed + `"}`),
				"in base64 for addresses": stream(`{"data":"` + base64.URLEncoding.EncodeToString([]byte(call[:300])) + `"}`),
				"its end after much else": stream(strings.Repeat("x", wire.HeadKept) + call[900:])}},
		"nothing of what did not arrive": {rules.NothingOf(silent()), map[string]*wire.Exchange{"an envelope": stream(envelope)}, nil},
		"nothing of a tiny one":          {rules.NothingOf(stream("x")), map[string]*wire.Exchange{"a text with its byte": stream("x and y")}, nil},
		"the same bytes": {rules.SameBytes(stream(call)),
			map[string]*wire.Exchange{"the same": stream(call)},
			map[string]*wire.Exchange{"another": stream(other), "cut": stream(call[:999]), "silence": silent()}},
		"the same as silence": {rules.SameBytes(silent()), nil, map[string]*wire.Exchange{"bytes": stream(call)}},
		"no envelope": {rules.NoEnvelope(),
			map[string]*wire.Exchange{"a recording": stream(call), "an empty one": stream(""), "braces": stream("{}")},
			map[string]*wire.Exchange{"an envelope": stream(envelope), "with white space": stream("\r\n " + envelope), "silence": silent()}},
		"whole": {rules.NotPartial(),
			map[string]*wire.Exchange{"a whole one": stream(call), "a failure": answer(404, jsonType, envelope), "a field without meaning": stream(call, "Content-Range", "bytes 0-999/1000")},
			map[string]*wire.Exchange{"status 206": answer(206, streamType, call), "silence": silent()}},
		"status": {rules.Status(200, 204),
			map[string]*wire.Exchange{"200": stream(call), "204": answer(204, "", "")},
			map[string]*wire.Exchange{"201": answer(201, "", ""), "404": answer(404, "", ""), "silence": silent()}},
		"no content coding": {rules.NoContentCoding(),
			map[string]*wire.Exchange{"none": stream(call), "identity": stream(call, "Content-Encoding", " Identity")},
			map[string]*wire.Exchange{"gzip": stream(call, "content-encoding", "gzip"), "both": stream(call, "Content-Encoding", "identity", "Content-Encoding", "br"), "silence": silent()}},
		"some recording": {rules.SomeRecording(document(t)),
			map[string]*wire.Exchange{"one": stream(call)},
			map[string]*wire.Exchange{"silence": silent(), "an envelope": stream(envelope), "404": answer(404, streamType, call), "audio": answer(200, "audio/x-wav", call),
				"compressed": stream(call, "Content-Encoding", "gzip"), "broken off": broken(stream(call))}},
		"answered": {rules.Answered(),
			map[string]*wire.Exchange{"anything": answer(500, "", "")},
			map[string]*wire.Exchange{"silence": silent(), "broken off": broken(stream(call)), "nothing at all": {}}},
		"responded": {rules.Responded(),
			map[string]*wire.Exchange{"anything": answer(500, "", ""), "broken off": broken(stream(call))},
			map[string]*wire.Exchange{"silence": silent(), "nothing at all": {}}},
	} {
		t.Run(name, v.check)
	}
}

// A mismatch of a recording never shows more of it than length and digest.
func TestMismatchesShowNothingOfARecording(t *testing.T) {
	rec := recordingOf("call", other)
	for name, rule := range map[string]rules.Rule{
		"served": rules.Served(rec), "granted": rules.Granted(target.Recording{Size: 5}), "none of": rules.NoneOf(recordingOf("x", call)),
		"nothing of": rules.NothingOf(stream(call)), "the same": rules.SameBytes(stream(other)), "not served": rules.NotServed(recordingOf("x", call)),
	} {
		found := rule.Judge(stream(call))
		if len(found) == 0 {
			t.Errorf("%s: nothing is found wrong", name)
		}
		for _, m := range found {
			if strings.Contains(m.Got+m.Expected, call[:8]) || strings.Contains(m.Got+m.Expected, wire.Excerpt([]byte(call[:8]), 80)) {
				t.Errorf("%s: bytes of the recording are shown: %s", name, m.Got)
			}
		}
	}
}

func TestEveryByteValue(t *testing.T) {
	var pairs bytes.Buffer
	for i := range 256 * 256 {
		pairs.Write([]byte{byte(i >> 8), byte(i)})
	}
	rec := recordingOf("pairs", pairs.String())
	for name, c := range map[string]struct {
		convert func(string) string
		sign    string
	}{
		"as it is":            {func(s string) string { return s }, ""},
		"line feeds doubled":  {func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n") }, "carriage return before every line feed"},
		"line ends shortened": {func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }, "no carriage return before"},
		"returns dropped":     {func(s string) string { return strings.ReplaceAll(s, "\r", "") }, "no carriage return"},
		"seven bits": {func(s string) string {
			return strings.Map(func(r rune) rune { return r & 0x7f }, strings.ToValidUTF8(s, "x"))
		}, "no byte above 127"},
		"not UTF-8 replaced":  {func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }, "U+FFFD"},
		"zero bytes left out": {func(s string) string { return strings.ReplaceAll(s, "\x00", "") }, "no zero byte"},
		"one byte is another": {func(s string) string { return "x" + s[1:] }, "same length"},
	} {
		var seen rules.ByteValues
		body := c.convert(pairs.String())
		for half := range 2 { // the writer is given pieces, between any two bytes
			seen.Write([]byte(body)[half*(len(body)/2) : len(body)/2+half*(len(body)-len(body)/2)]) //nolint:errcheck // cannot fail
		}
		found := rules.EveryValue(rec, &seen).Judge(stream(body))
		switch {
		case c.sign == "" && (len(found) > 0 || !seen.Exhaustive()):
			t.Errorf("%s: %v, revealing %v", name, found, seen.Exhaustive())
		case c.sign != "" && (len(found) == 0 || !strings.Contains(found[0].Got, c.sign)):
			t.Errorf("%s: got %v, want a sign %q", name, found, c.sign)
		}
	}
}

func TestHowMuchByteValuesTell(t *testing.T) {
	without := func(b string) string { return strings.ReplaceAll(all256(), b, "") }
	for name, c := range map[string]struct {
		body               string
		telling, revealing bool
	}{
		"nothing":              {"", false, false},
		"a text":               {"a text\r\n", false, false},
		"every value":          {all256(), true, false},
		"with a line end":      {all256() + "\r\n", true, true},
		"no lone line feed":    {strings.ReplaceAll(all256(), "\n", "\r\n"), true, false},
		"no lone return":       {strings.ReplaceAll(all256(), "\r", "\r\n"), true, false},
		"some values missing":  {strings.Replace(all256(), all256()[150:200], "", 1), true, false},
		"no line feed":         {without("\n"), false, false},
		"no carriage return":   {without("\r"), false, false},
		"no zero byte":         {without("\x00"), false, false},
		"no control-Z":         {without("\x1a"), false, false},
		"few values above 127": {all256()[:128+63], false, false},
		"64 values above 127":  {all256()[:128+64], true, false},
	} {
		var seen rules.ByteValues
		seen.Write([]byte(c.body)) //nolint:errcheck // cannot fail
		if seen.Sufficient() != c.telling || seen.Exhaustive() != c.revealing || seen.Total != int64(len(c.body)) {
			t.Errorf("%s: telling %v, revealing %v, want %v, %v", name, seen.Sufficient(), seen.Exhaustive(), c.telling, c.revealing)
		}
	}
}

func all256() string {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return string(b)
}

func TestRulesAsMatchers(t *testing.T) {
	rule := rules.All("both", rules.Status(200), rules.NoEnvelope()).For("a test")
	good, bad := stream(call), answer(500, "", envelope)
	if ok, err := rule.Match(good); !ok || err != nil {
		t.Errorf("a matching exchange: %v, %v", ok, err)
	}
	if ok, err := rule.Match(bad); ok || err != nil {
		t.Errorf("a mismatching exchange: %v, %v", ok, err)
	}
	if _, err := rule.Match("text"); err == nil {
		t.Error("a text is judged like an exchange")
	}
	if message := rule.FailureMessage(bad); !strings.Contains(message, "500") || !strings.Contains(message, "retcode") || !strings.Contains(message, "both for a test") {
		t.Errorf("not all mismatches are listed: %s", message)
	}
	if message := rule.NegatedFailureMessage(good); !strings.Contains(message, "both for a test") || !strings.Contains(message, "x1") {
		t.Errorf("the negated message is %q", message)
	}
	if twice := rules.All("twice", rules.Status(200), rules.Status(200)).Judge(bad); len(twice) != 1 {
		t.Errorf("the same mismatch is told %d times", len(twice))
	}
	if rule.Params["status"] != "200" {
		t.Errorf("parameters of the parts are lost: %v", rule.Params)
	}
}

func TestRefusalsAreTakenForTheirCauseOnly(t *testing.T) {
	doc := document(t)
	json := func(body string) *wire.Exchange { return answer(200, jsonType, body) }
	for name, v := range map[string]verdicts{
		"refused": {rules.Refused(doc, "recording-absent"),
			map[string]*wire.Exchange{"the code": json(envelope), "under status 404": answer(404, jsonType, envelope), "no message": json(`{"retcode":"104-005"}`),
				"a complete body on a torn connection": broken(json(envelope))},
			map[string]*wire.Exchange{"silence": silent(), "another code": json(`{"retcode":"000-003","message":""}`), "success": json(`{"retcode":"0","message":""}`),
				"octet stream": stream(envelope), "no type": answer(200, "", envelope), "markup": json("<html>"), "nothing": json(""), "a number": json(`{"retcode":104005,"message":""}`),
				"trailing text": json(envelope + "x"), "a list": json("[" + envelope + "]"), "a byte order mark": json("\ufeff" + envelope), "not UTF-8": json("{\"retcode\":\"104-005\",\"message\":\"\xff\"}")}},
		"any failure": {rules.Failure(doc),
			map[string]*wire.Exchange{"a known code": json(envelope), "an unknown code": json(`{"retcode":"999-999","message":""}`)},
			map[string]*wire.Exchange{"no form": json(`{"retcode":"104005","message":""}`), "success": json(`{"retcode":"0"}`), "no code": json(`{"message":"x"}`), "silence": silent()}},
		"retcode": {rules.RefusedWith(doc, "recording-absent"),
			map[string]*wire.Exchange{"the code": stream(envelope)},
			map[string]*wire.Exchange{"another": json(`{"retcode":"104-001"}`), "none": json(`{}`), "silence": silent()}},
		"succeeded": {rules.Succeeded(doc),
			map[string]*wire.Exchange{"success": json(`{"retcode":"0"}`)},
			map[string]*wire.Exchange{"a failure": json(envelope), "a number": json(`{"retcode":0}`), "markup": json("<p>"), "silence": silent()}},
		"no success": {rules.NoSuccess(doc),
			map[string]*wire.Exchange{"a failure": json(envelope), "markup": json("<p>"), "nothing": json("")},
			map[string]*wire.Exchange{"success": json(`{"retcode":"0"}`)}},
	} {
		t.Run(name, v.check)
	}
	if _, err := rules.ReadEnvelope(silent()); err == nil || errors.Is(err, wire.ErrClosed) {
		t.Errorf("an envelope is read from silence: %v", err)
	}
}
