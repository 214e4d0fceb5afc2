package suites_test

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites/report"
)

// reasonRow is a gateway with one or two broken properties: the checks that may
// fail, those that must, and for some others the check that they rest on. Checks
// that judge every exchange may fail too.
type reasonRow struct {
	deviations []string
	may        []string // globs
	must       []string
	rests      map[string]string // check id to glob
}

func reasonRows() map[string]reasonRow {
	page := []string{"failure/content-type:*", "failure/valid-json:*"}
	lastByte := []string{"success/exact-bytes:*", "streaming/size-one", "streaming/every-byte-value"}
	return map[string]reasonRow{
		"a second response": {[]string{"second-response"}, []string{"streaming/nothing-after-end:*"}, []string{"streaming/nothing-after-end:recording"},
			nil},
		"a sign-out without its last chunk": {[]string{"sign-out-last-chunk-missing"}, []string{"streaming/chunked-coding:session"}, []string{"streaming/chunked-coding:session"}, nil},
		"an empty poll of the wrong length": {[]string{"poll-declared-too-long"}, []string{"streaming/declared-length:poll"}, []string{"streaming/declared-length:poll"}, nil},
		"an empty poll without its last chunk": {[]string{"poll-last-chunk-missing"}, []string{"streaming/chunked-coding:poll"}, []string{"streaming/chunked-coding:poll"},
			map[string]string{"auth/dynamic-guid-renewed": "streaming/chunked-coding:poll", "auth/set-guid-form:renewal": "streaming/chunked-coding:poll"}},
		"an empty poll with an unknown transfer coding": {[]string{"poll-transfer-coding-unknown"}, []string{"streaming/framing:poll"}, []string{"streaming/framing:poll"}, nil},
		"a Guid that cannot be sent back": {[]string{"set-guid-like-cookie"}, []string{"auth/set-guid-form:*", "auth/guid-characters:*"},
			[]string{"auth/set-guid-form:forced-sign-in"}, map[string]string{"session/sign-out": "auth/*"}},
		"failures as HTML": {[]string{"failure-as-html"}, page, []string{"failure/valid-json:guid"},
			map[string]string{"auth/guid-altered:first": "failure/*", "retcodes/location-missing": "failure/*"}},
		"failures as HTML, and a way out of the drives": {[]string{"failure-as-html", "dot-segments-followed"},
			append(page, "security/*"), []string{"failure/valid-json:guid", "security/traversal:climb"}, nil},
		"failures as HTML, and no Guid needed": {[]string{"failure-as-html", "guid-not-needed"},
			append(page, "auth/*", "failure/no-recording:guid", "security/no-sign-in-no-recording:*"), []string{"auth/guid-absent:dynamic"}, nil},
		"a page for one condition": {[]string{"refused-guid-as-html"}, []string{"failure/*:guid"}, []string{"failure/valid-json:guid"}, nil},
		"last byte missing": {[]string{"last-byte-lost"}, lastByte, []string{"success/exact-bytes:every-declared"},
			map[string]string{"paths/agent-call:agent-call-slash": "success/*", "streaming/size-boundaries:64-kib": "success/*"}},
		"last byte missing, and no Guid needed": {[]string{"last-byte-lost", "guid-not-needed"},
			append(lastByte, "auth/*", "failure/no-recording:guid", "security/no-sign-in-no-recording:*"), []string{"success/exact-bytes:every-declared"}, nil},
		"downloads off": {[]string{"download-never-on"}, []string{"claims/*", "success/exact-bytes:every-declared"}, []string{"claims/download:static"},
			map[string]string{"paths/agent-call:agent-call-slash": "*/*"}},
		"one recording for all": {[]string{"one-recording-for-all"}, []string{"success/right-recording:*", "streaming/every-byte-value"},
			[]string{"success/right-recording:each-its-own"}, map[string]string{"streaming/size-boundaries:64-kib": "success/right-recording:each-its-own"}},
		"every third download cut": {[]string{"third-download-cut"},
			[]string{"success/repeatable", "success/exact-bytes:every-declared", "streaming/every-byte-value"}, []string{"success/repeatable"}, nil},
		"everything served to everybody": {[]string{"serves-all"},
			[]string{"auth/guid-absent:*", "auth/guid-empty*", "auth/path-agent-not-signed-in:*", "retcodes/recording-absent*", "retcodes/download-disabled*",
				"security/no-sign-in-no-recording:*", "failure/no-recording:*", "claims/no-download:*", "claims/pool:*"},
			[]string{"auth/guid-absent:dynamic", "retcodes/recording-absent"},
			map[string]string{"security/traversal:climb": "*/*", "auth/guid-altered:first": "*/*", "paths/no-drive:colon": "retcodes/recording-absent*"}},
		"invalid paths served": {[]string{"unknown-path-serves-last"},
			[]string{"paths/neither-grammar:*", "paths/no-drive:*", "paths/event-serial:*", "failure/no-recording:request"}, []string{"paths/no-drive:colon"},
			map[string]string{"security/absolute-paths:host": "paths/*"}},
	}
}

func TestFirstBrokenPropertyDecides(t *testing.T) {
	skipTable(t)
	rows := reasonRows()
	for i, name := range slices.Sorted(maps.Keys(rows)) {
		if row := rows[name]; i%6 == 0 || everyCase {
			t.Run(name, func(t *testing.T) {
				var opts []mock.Option
				for _, d := range row.deviations {
					opts = append(opts, mock.WithDeviation(d))
				}
				u := startMock(t, opts...)
				assertReasons(t, row, u.run(t, u.config(t)))
			})
		}
	}
}

func assertReasons(t *testing.T, row reasonRow, res report.Result) {
	t.Helper()
	verdicts := map[string]report.Verdict{}
	for _, c := range res.Checks {
		verdicts[c.ID] = c.Verdict
		if c.Verdict == report.Fail && !matchesAny(append(row.may, "*:everywhere", "*/*:everywhere"), c.ID) {
			t.Errorf("%s fails: %s", c.ID, c.Reason)
		}
		want, ok := row.rests[c.ID]
		if !ok {
			continue
		}
		if c.Verdict != report.NotRun || c.RestsOn == nil || !matchesAny([]string{want}, *c.RestsOn) {
			t.Errorf("%s: got %s (%s), want not-run, resting on %s", c.ID, c.Verdict, c.Reason, want)
		}
	}
	for _, id := range row.must {
		if verdicts[id] != report.Fail {
			t.Errorf("%s: got %q, want fail", id, verdicts[id])
		}
	}
	for id := range row.rests {
		if verdicts[id] == "" {
			t.Errorf("there is no check %s", id)
		}
	}
}

func matchesAny(globs []string, id string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { ok, err := path.Match(g, id); return ok && err == nil })
}

// Where every failure has the wrong form, three checks find that out. The checks
// that establish something or look for files from outside are made all the same.
func TestBrokenFormIsTriedThreeTimes(t *testing.T) {
	skipTable(t)
	u := startMock(t, mock.WithDeviation("failure-as-html"))
	tried := map[bool]int{}
	for _, c := range u.run(t, u.config(t)).Checks {
		if c.Verdict == report.NotRun && c.RestsOn != nil && strings.HasPrefix(*c.RestsOn, "failure/") && strings.HasPrefix(c.ID, "parameters/") {
			tried[len(c.Exchanges) > 0]++
		}
	}
	if tried[true] > 3 || tried[false] == 0 {
		t.Errorf("got %d checks of parameters tried and %d not tried, want at most 3, and some", tried[true], tried[false])
	}
}
