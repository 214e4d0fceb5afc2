package rules_test

import (
	"encoding/base64"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestRecordingRulesAcceptTheLastAndRejectTheNextCase(t *testing.T) {
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
