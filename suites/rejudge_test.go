package suites_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// archived is a run against a mock with deviations, as it is stored and read again.
func archived(t *testing.T, deviations ...string) report.Result {
	t.Helper()
	u := startMock(t, mock.WithDeviation(deviations...))
	cfg := u.config(t)
	cfg.Archive = true
	dir := t.TempDir()
	if err := report.WriteFiles(dir, u.run(t, cfg)); err != nil {
		t.Fatal(err)
	}
	r, err := report.ReadFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// again judges a stored result again.
func again(t *testing.T, r report.Result) suites.Rejudged {
	t.Helper()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	out, err := suites.Rejudge(doc, r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// everyNth are the names of every nth deviation.
func everyNth(n int) (names []string) {
	for i, d := range mock.Deviations() {
		if i%n == n/2 {
			names = append(names, d.Name)
		}
	}
	return names
}

func TestAStoredRunIsJudgedTheSameAgain(t *testing.T) {
	skipTable(t)
	step := 68
	if everyCase {
		step = 10
	}
	for _, name := range everyNth(step) {
		out := again(t, archived(t, name))
		if len(out.Differences) > 0 {
			t.Errorf("%s: %+v", name, out.Differences)
		}
		if n := len(out.Result.Checks); out.Recomputed+out.Planned+len(out.Insufficient) != n {
			t.Errorf("%s: %d checks, but %d judged again, %d planned, %d without evidence", name, n, out.Recomputed, out.Planned, len(out.Insufficient))
		}
	}
}

func TestVerdictsAreDerivedFromExchangesAndNotFromStoredVerdicts(t *testing.T) {
	skipTable(t)
	r := archived(t, "recording-as-json")
	lost := r
	lost.Checks = slices.Clone(r.Checks)
	for i := range lost.Checks {
		c := &lost.Checks[i]
		c.Verdict, c.Reason = report.Inconclusive, ""
		c.Assertions = slices.Clone(c.Assertions)
		for k := range c.Assertions {
			c.Assertions[k].Mismatches = nil
		}
	}
	out := again(t, lost)
	without := map[string]bool{}
	for _, i := range out.Insufficient {
		without[i.Check] = true
	}
	derived := map[report.Verdict]int{}
	for i, c := range out.Result.Checks {
		if without[c.ID] {
			continue
		}
		derived[c.Verdict]++
		if c.Verdict != r.Checks[i].Verdict {
			t.Errorf("%s: %s, want %s", c.ID, c.Verdict, r.Checks[i].Verdict)
		}
	}
	if derived[report.Pass] < 300 || derived[report.Fail] < 4 {
		t.Errorf("derived %v", derived)
	}
}

// published is the list of checks in docs/rejudging.md.
func published(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../docs/rejudging.md")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, line := range strings.Split(string(text), "\n") {
		if id, ok := strings.CutPrefix(line, "- `"); ok {
			ids = append(ids, strings.TrimSuffix(id, "`"))
		}
	}
	return ids
}

func TestChecksWithoutEvidenceArePublished(t *testing.T) {
	skipTable(t)
	r := archived(t)
	out := again(t, r)
	var ids []string
	for _, i := range out.Insufficient {
		ids = append(ids, i.Check)
	}
	if want := published(t); !slices.Equal(ids, want) {
		t.Errorf("docs/rejudging.md lists\n%s\nbut these %d of %d cannot be judged again:\n- `%s`", want, len(ids), len(r.Checks), strings.Join(ids, "`\n- `"))
	}
}

func TestAChangedByteOfAnExchangeChangesAVerdict(t *testing.T) {
	skipTable(t)
	r := archived(t)
	for _, tc := range []struct {
		name, check string
		change      func(x *report.Exchange)
	}{
		{"digest of a body", "success/exact-bytes:agent-call", func(x *report.Exchange) {
			x.BodySHA256 = flipped(x.BodySHA256)
		}},
		{"length of a body", "success/exact-bytes:agent-call", func(x *report.Exchange) { x.BodyLength++ }},
		{"status", "success/status:everywhere", func(x *report.Exchange) { x.Status++ }},
		{"media type", "success/content-type:everywhere", func(x *report.Exchange) {
			for i := range x.Response {
				x.Response[i].Value = strings.Replace(x.Response[i].Value, "octet-stream", "octet-strean", 1)
			}
		}},
		{"retcode", "auth/guid-absent:core:static", func(x *report.Exchange) { x.BodyText = strings.Replace(x.BodyText, "000-003", "000-002", 1) }},
		{"fault", "streaming/chunked-coding:everywhere", func(x *report.Exchange) {
			x.Wire.Faults = []report.Fault{{Kind: "chunk-size", Detail: "x"}}
		}},
	} {
		i := slices.IndexFunc(r.Checks, func(c report.Check) bool { return c.ID == tc.check })
		if i < 0 {
			t.Fatalf("no check %s", tc.check)
		}
		c := r.Checks[i]
		id := ""
		switch {
		case len(c.Basis.Judged) > 0:
			id = c.Basis.Judged[0].Exchanges[0]
		default:
			last := c.Assertions[len(c.Assertions)-1]
			id = last.Exchanges[0]
		}
		changed := r
		changed.Exchanges = slices.Clone(r.Exchanges)
		at := slices.IndexFunc(changed.Exchanges, func(x report.Exchange) bool { return x.ID == id })
		x := cloned(t, changed.Exchanges[at])
		tc.change(&x)
		changed.Exchanges[at] = x
		out := again(t, changed)
		if !slices.ContainsFunc(out.Differences, func(d suites.RejudgedDifference) bool { return d.Check == tc.check && d.Now == report.Fail }) {
			t.Errorf("%s of %s: %s stays as it was; differences %+v", tc.name, id, tc.check, out.Differences)
		}
		if out.Result.Overall != report.Nonconformant {
			t.Errorf("%s: the run is %s", tc.name, out.Result.Overall)
		}
	}
}

// flipped is a hexadecimal text with another first digit.
func flipped(s string) string {
	if s[0] == '0' {
		return "1" + s[1:]
	}
	return "0" + s[1:]
}

// cloned is a deep copy of an exchange.
func cloned(t *testing.T, x report.Exchange) (out report.Exchange) {
	t.Helper()
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(x); err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(&b).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAResultWithoutEvidenceIsNotJudgedAgain(t *testing.T) {
	t.Parallel()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := suites.Rejudge(doc, report.Result{}); err == nil || !strings.Contains(err.Error(), "a run with --out stores both") {
		t.Errorf("got %v", err)
	}
}

// A later version may know better: its levels and rules decide, and it says where.
func TestALaterRegisterJudgesByItsOwnLevels(t *testing.T) {
	skipTable(t)
	r := archived(t, "recording-as-json")
	text := strings.Replace(string(spec.Source()), "- id: success/content-type\n          level: MUST", "- id: success/content-type\n          level: SHOULD", 1)
	doc, err := spec.Load([]byte(text))
	if err != nil || text == string(spec.Source()) {
		t.Fatalf("the document was not edited: %v", err)
	}
	out, err := suites.Rejudge(doc, r)
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for _, d := range out.Differences {
		switch {
		case strings.HasPrefix(d.Check, "success/content-type") && d.Stored == report.Fail && d.Now == report.Warning:
			changed++
		case d.Check == "": // the run as a whole: checks that rest on these were not tried
		default:
			t.Errorf("%+v", d)
		}
	}
	if changed < 4 || out.Result.Overall == report.Nonconformant {
		t.Errorf("%d checks became warnings, and the run is %s", changed, out.Result.Overall)
	}
}
