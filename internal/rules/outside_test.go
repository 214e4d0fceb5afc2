package rules_test

import (
	"errors"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

const (
	jsonType   = "application/json;charset=UTF-8"
	streamType = "application/octet-stream;charset=utf-8"
	refusal    = `{"retcode":"104-003","message":"the file name is invalid","result":""}`
	hosts      = "127.0.0.1 localhost\n"
)

// silent is an exchange without an answer.
func silent() *wire.Exchange { return &wire.Exchange{ID: "x1", Err: errors.New("connection reset")} }

// verdicts is a rule with exchanges that it accepts and exchanges that it refuses.
type verdicts struct {
	rule      rules.Rule
	good, bad map[string]*wire.Exchange
}

func (v verdicts) check(t *testing.T) {
	t.Helper()
	for name, x := range v.good {
		if found := v.rule.Judge(x); len(found) > 0 {
			t.Errorf("%s is refused: %v", name, found)
		}
	}
	for name, x := range v.bad {
		if len(v.rule.Judge(x)) == 0 {
			t.Errorf("%s is not refused", name)
		}
	}
}

func TestNoStream(t *testing.T) {
	t.Parallel()
	verdicts{
		rule: rules.NoStream(document(t)),
		good: map[string]*wire.Exchange{
			"a failure":                           answer(200, jsonType, refusal),
			"a failure under the type of streams": answer(200, streamType, refusal),
			"405 without a body":                  answer(405, "", ""),
			"404 with the type and no body":       answer(404, streamType, ""),
			"a page":                              answer(404, "text/html", "<html></html>"),
			"no answer":                           silent(),
		},
		bad: map[string]*wire.Exchange{
			"a stream":                      answer(200, streamType, hosts),
			"a stream with another charset": answer(200, "Application/Octet-Stream; charset=GBK", hosts),
			"an empty file":                 answer(200, streamType, ""),
			"a stream with status 403":      answer(403, streamType, hosts),
			"two types":                     answer(200, jsonType, hosts, "content-type", streamType),
		},
	}.check(t)
}

func TestNothingFromOutside(t *testing.T) {
	t.Parallel()
	verdicts{
		rule: rules.NothingFromOutside(document(t)),
		good: map[string]*wire.Exchange{
			"a failure":                      answer(200, jsonType, refusal),
			"a failure with a mark in front": answer(200, jsonType, "\ufeff"+refusal),
			"a failure in a list":            answer(200, jsonType, "["+refusal+"]"),
			"a failure without retcode":      answer(200, jsonType, `{"message":"no"}`),
			"a page with status 403":         answer(403, "text/html", "<html></html>"),
			"a redirect":                     answer(302, "text/html", "<html></html>", "Location", "/"),
			"nothing":                        answer(200, "", ""),
			"no answer":                      silent(),
		},
		bad: map[string]*wire.Exchange{
			"a stream":                      answer(200, streamType, hosts),
			"a text":                        answer(200, "text/plain", hosts),
			"a text without type":           answer(200, "", hosts),
			"a page with status 200":        answer(200, "text/html", "<html><li>1524488.V3</html>"),
			"a text under the type of JSON": answer(200, jsonType, hosts),
			"JSON under another type":       answer(206, "text/plain", `{"key":"value"}`),
		},
	}.check(t)
}

func TestNoField(t *testing.T) {
	t.Parallel()
	trailing := answer(200, jsonType, refusal)
	trailing.Response.Trailer = []wire.Field{{Name: "x-injected", Value: "1"}}
	verdicts{
		rule: rules.NoField("X-Injected"),
		good: map[string]*wire.Exchange{
			"no such field":              answer(200, jsonType, refusal, "X-Other", "X-Injected: 1"),
			"the text within the body":   answer(200, jsonType, "X-Injected: 1"),
			"no answer":                  silent(),
			"the name as part of a name": answer(200, jsonType, refusal, "X-Injected-By", "1"),
		},
		bad: map[string]*wire.Exchange{
			"the field":               answer(200, jsonType, refusal, "X-Injected", "1"),
			"the field in lower case": answer(200, jsonType, refusal, "x-injected", ""),
			"the field as a trailer":  trailing,
		},
	}.check(t)
}
