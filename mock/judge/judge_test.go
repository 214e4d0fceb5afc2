package judge_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/mock/judge"
	"github.com/gwcheck/gwcheck/spec"
)

var start = time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC)

const call = "y:/1/0/20181217/120/1524488.V3"

// digest is what the recording of the tests has.
const digest = "aa00"

func newJudge(t *testing.T) *judge.Judge {
	t.Helper()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	return judge.New(doc, func(_, id, _ string) (int64, string, error) {
		if id != call {
			return 0, "", errors.New("no such recording")
		}
		return 48000, digest, nil
	})
}

// entry is an exchange n seconds after the start.
func entry(n int, agent, operation string, findings ...explain.Finding) journal.Entry {
	e := journal.Entry{ID: int64(n + 1), Kind: journal.Exchange, Began: start.Add(time.Duration(n) * time.Second), Deployment: "dynamic",
		Agent: agent, Operation: operation, Status: 200, Retcode: "0", Outcome: journal.Complete, Findings: findings}
	if len(findings) > 0 {
		e.Retcode, e.Condition = "000-003", "guid-refused"
	}
	return e
}

func download(n int, agent string) journal.Entry {
	e := entry(n, agent, spec.DownloadRecordFile)
	e.Retcode, e.RecordID, e.Promised, e.Written = "", call, 48000, 48000
	return e
}

var absentGuid = explain.Finding{Requirement: "auth/guid-absent", Level: spec.Must, Slip: explain.GuidAbsent, Fault: explain.Client, Expected: "a Guid", Got: "none"}

// broken are the requirements of the violations, separated by commas.
func broken(v judge.Verdict) string {
	var ids []string
	for _, x := range v.Violations {
		ids = append(ids, x.Requirement)
	}
	return strings.Join(ids, ",")
}

func TestFaultsOfOthersAreNoViolations(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	for i, fault := range []explain.Fault{explain.Fixture, explain.Mock, explain.Unclear} {
		f := absentGuid
		f.Fault = fault
		j.See(entry(i, "102", spec.GetAgentEvent, f))
	}
	if v := j.Verdict("", ""); len(v.Violations) != 0 || v.Requests != 3 {
		t.Errorf("%+v", v)
	}
}

func TestRepeatsAreCountedOnce(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	for i := range 5 {
		j.See(entry(i, "102", spec.GetAgentEvent, absentGuid))
	}
	v := j.Verdict("", "")
	if len(v.Violations) != 1 || v.Violations[0].Times != 5 || v.Violations[0].Entry != 1 || !v.Failed(spec.Must) {
		t.Errorf("%+v", v)
	}
}

func TestAnnouncedRefusalsAreIntended(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	if err := j.Announce(judge.Expected{Agent: "102"}); err == nil {
		t.Error("an announcement of anything was accepted")
	}
	for _, x := range []judge.Expected{{Agent: "102", Slip: explain.GuidAbsent}, {Agent: "103", Condition: "guid-refused", Count: 2}} {
		if err := j.Announce(x); err != nil {
			t.Fatal(err)
		}
	}
	j.See(entry(0, "102", spec.GetAgentEvent, absentGuid))
	j.See(entry(1, "103", spec.GetAgentEvent, absentGuid))
	v := j.Verdict("", "")
	if len(v.Violations) != 0 || v.Intended != 2 || len(v.Missing) != 1 || v.Missing[0].Count != 1 || v.Missing[0].Agent != "103" {
		t.Errorf("%+v", v)
	}
	j.See(entry(2, "102", spec.GetAgentEvent, absentGuid))
	if got := broken(j.Verdict("", "")); got != "auth/guid-absent" {
		t.Errorf("after the announced one: %s", got)
	}
}

func TestReceiptsAreComparedWithTheAnswer(t *testing.T) {
	t.Parallel()
	refused := download(0, "102")
	refused.Retcode, refused.Condition, refused.Written = "104-005", "recording-absent", 73
	cut := download(0, "102")
	cut.Written, cut.Outcome = 1000, journal.Truncated
	whole := download(0, "102")
	for _, tc := range []struct {
		name   string
		answer journal.Entry
		got    bool
		bytes  int64
		sha    string
		want   string
	}{
		{"recording", whole, true, 48000, strings.ToUpper(digest), ""},
		{"recording without digest", whole, true, 48000, "", ""},
		{"recording of another length", whole, true, 47999, "", "client/recording-intact"},
		{"recording of another content", whole, true, 48000, "bb", "client/recording-intact"},
		{"recording not taken", whole, false, 0, "", "client/receives-recordings"},
		{"refusal noticed", refused, false, 0, "", ""},
		{"refusal taken for a recording", refused, true, 73, "", "client/refusal-noticed"},
		{"truncation noticed", cut, false, 0, "", ""},
		{"truncation taken for a recording", cut, true, 1000, "", "client/truncation-noticed"},
	} {
		j := newJudge(t)
		j.See(tc.answer)
		if err := j.Receive(judge.Receipt{Agent: "102", RecordID: call, Got: tc.got, Bytes: tc.bytes, SHA256: tc.sha}); err != nil {
			t.Error(err)
		}
		if got := broken(j.Verdict("", "")); got != tc.want {
			t.Errorf("%s: broken %q, want %q", tc.name, got, tc.want)
		}
	}
	if err := newJudge(t).Receive(judge.Receipt{Agent: "102", RecordID: call}); err == nil {
		t.Error("a receipt without a download was accepted")
	}
}

func TestSessionsEndedFromOutsideAreNoFault(t *testing.T) {
	t.Parallel()
	ended := explain.Finding{Requirement: "retcodes/not-signed-in", Level: spec.Must, Slip: explain.SessionEnded, Fault: explain.Client}
	j := newJudge(t)
	j.See(entry(0, "102", spec.Login))
	j.See(entry(1, "102", spec.GetAgentEvent, ended))
	j.See(entry(2, "102", spec.ForceLogin))
	j.See(entry(3, "102", spec.GetAgentEvent))
	if got := broken(j.Verdict("", "")); got != "" {
		t.Errorf("broken %s", got)
	}
	j.See(entry(4, "102", spec.GetAgentEvent, ended))
	j.See(entry(5, "102", spec.GetAgentEvent, ended))
	if got := broken(j.Verdict("", "")); got != "client/signs-in-again" {
		t.Errorf("broken %s", got)
	}
}

func TestAgentsAreJudgedAndForgottenApart(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	j.See(entry(0, "102", spec.GetAgentEvent, absentGuid))
	j.See(entry(1, "103", spec.GetAgentEvent, absentGuid))
	j.Reset("dynamic", "102")
	if v := j.Verdict("", "102"); v.Requests != 0 || len(v.Violations) != 0 || !v.Failed(spec.Must) {
		t.Errorf("agent 102: %+v", v)
	}
	if v := j.Verdict("dynamic", "103"); v.Requests != 1 || len(v.Violations) != 1 {
		t.Errorf("agent 103: %+v", v)
	}
	j.See(entry(2, "103", spec.GetAgentEvent, absentGuid))
	if v := j.Verdict("", "103"); len(v.Violations) != 1 || v.Violations[0].Times != 2 {
		t.Errorf("agent 103 again: %+v", v)
	}
}

func TestAdviceFailsOnlyIfWanted(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	fast := explain.Finding{Requirement: "client/poll-pace", Level: spec.Should, Slip: explain.PolledTooFast, Fault: explain.Client}
	for i := range 3 {
		e := entry(i, "102", spec.GetAgentEvent, fast)
		e.Retcode, e.Condition = "0", ""
		if v := j.Verdict("", ""); len(v.Violations) != 0 {
			t.Errorf("after %d fast polls: %+v", i, v)
		}
		j.See(e)
	}
	v := j.Verdict("", "")
	if len(v.Violations) != 1 || v.Failed(spec.Must) || !v.Failed(spec.Should) {
		t.Errorf("%+v", v)
	}
}
