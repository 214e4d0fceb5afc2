package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestExchangeIsShownInOneLine(t *testing.T) {
	t.Parallel()
	many := make([]string, 20)
	for i := range many {
		many[i] = fmt.Sprintf("fault %d", i+1)
	}
	json := []report.HeaderField{{Name: "CONTENT-TYPE", Value: "application/json"}}
	for _, tt := range []struct {
		name string
		x    report.Exchange
		want string
	}{
		{"answered", report.Exchange{Status: 200, Response: json, BodyLength: 7, BodyText: `{"a":1}`}, "GET /a -> 200, application/json, 7 bytes: {\"a\":1}\n"},
		{"recording", report.Exchange{Status: 200, BodyLength: 48000}, "GET /a -> 200, no Content-Type, 48000 bytes\n"},
		{"no answer", report.Exchange{}, "GET /a -> no answer\n"},
		{"refused", report.Exchange{Err: "connection refused"}, "GET /a -> connection refused\n"},
		{"cut off", report.Exchange{Status: 200, BodyLength: 3, Err: "reset"}, "GET /a -> 200, no Content-Type, 3 bytes, reset\n"},
		{"faulty", report.Exchange{Status: 200, Faults: []string{"bare LF"}}, "GET /a -> 200, no Content-Type, 0 bytes, bare LF\n"},
		{"many faults", report.Exchange{Status: 200, Faults: many}, ", fault 11, fault 12\n"},
		{"long body", report.Exchange{Status: 200, BodyText: strings.Repeat("b", 1000)}, strings.Repeat("b", 240) + "… (760 more bytes)\n"},
	} {
		c := must("a/a", report.Fail)
		c.Exchanges = []string{"x7", "x8"} // x8 is not recorded
		tt.x.ID, tt.x.Method, tt.x.URL = "x7", "GET", "/a"
		r := with(run(c), func(r *report.Result) { r.Exchanges = []report.Exchange{tt.x} })
		got := junit(t, r).Suites[0].Cases[0].Failure.Text
		_, line, _ := strings.Cut(got, "exchange: x7 ")
		line, _, _ = strings.Cut(line, "repeat:")
		if !strings.HasSuffix(line, tt.want) || strings.Count(got, "exchange:") != 1 {
			t.Errorf("%s: got %q, want %q", tt.name, line, tt.want)
		}
	}
}

func TestExplanationsAreBounded(t *testing.T) {
	t.Parallel()
	c := must("a/a", report.Fail)
	c.Exchanges = nil
	r := run(c)
	for i := range 30 {
		id := fmt.Sprintf("x%d", i+1)
		r.Checks[0].Exchanges = append(r.Checks[0].Exchanges, id)
		r.Exchanges = append(r.Exchanges, report.Exchange{ID: id, Method: "GET", URL: "/" + id})
		r.Checks[0].Assertions = append(r.Checks[0].Assertions, report.Assertion{
			Mismatches: []report.Mismatch{{What: fmt.Sprintf("field %d", i+1), Expected: "A", Got: "B"}}})
	}
	report.Finish(&r)
	got := junit(t, r).Suites[0].Cases[0].Failure.Text
	inOrder(t, got, "expected: field 12: A\n", "got: field 12: B\n", "also: 18 more differences\n",
		"exchange: x12 GET /x12 -> no answer\n", "exchange: and more, see exchanges.har\n")
	if strings.Contains(got, "field 13") || strings.Contains(got, "/x13") {
		t.Errorf("more than the limit is shown:\n%s", got)
	}
}
