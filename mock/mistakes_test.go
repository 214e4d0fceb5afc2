package mock_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// bench is a gateway with a log and an observer, on which a test makes a mistake.
type bench struct {
	t     *testing.T
	g     *mock.Gateway
	clock *clockwork.FakeClock
	log   *bytes.Buffer
	last  mock.Observation
}

func newBench(t *testing.T, opts ...mock.Option) *bench {
	t.Helper()
	b := &bench{t: t, clock: fakeClock(), log: &bytes.Buffer{}}
	opts = append([]mock.Option{
		mock.WithClock(b.clock), mock.WithPollWait(false, 0, 0), mock.WithName("dynamic"),
		mock.WithLogger(slog.New(slog.NewJSONHandler(b.log, nil))), mock.WithExplanationHeader("X-Explanation"),
		mock.WithObserver(func(o mock.Observation) { b.last = o }),
	}, opts...)
	b.g = newGateway(t, opts...)
	return b
}

// send sends one request; fields are "Name: value".
func (b *bench) send(method, target, body string, fields ...string) reply {
	b.t.Helper()
	r := httptest.NewRequest(method, "https://gateway/", strings.NewReader(body))
	path, query, _ := strings.Cut(target, "?")
	r.URL.Path, r.URL.RawQuery = path, query
	for _, f := range fields {
		name, v, _ := strings.Cut(f, ": ")
		r.Header.Add(name, v)
	}
	w := httptest.NewRecorder()
	b.log.Reset()
	b.g.ServeHTTP(w, r)
	return reply{status: w.Code, header: w.Result().Header, body: w.Body.Bytes()}
}

func (b *bench) signIn(agent string) string {
	b.t.Helper()
	re := b.send("PUT", resource+"/onlineagent/"+agent, signInBody(agent))
	if re.retcode() != "0" {
		b.t.Fatalf("sign-in of %s: %s", agent, re.body)
	}
	return guidOf(re)
}

func (b *bench) poll(agent, guid string) reply {
	b.t.Helper()
	return b.send("GET", resource+"/agentevent/"+agent, "", "Guid: "+guid)
}

func (b *bench) download(query string, fields ...string) reply {
	b.t.Helper()
	return b.send("GET", resource+"/recordfile/102?"+query, "", fields...)
}

// mistake is one slip of a client developer, and what the mock says about it.
type mistake struct {
	name        string
	opts        []mock.Option
	make        func(b *bench)
	slip        explain.Slip
	requirement string
	fault       explain.Fault
	says        []string // in the log
}

const voiceQuery = "recordId=y:/1/record/20190412/playvoice1551276018824.wav"

// signedInThen is a mistake of an agent who is signed in.
func signedInThen(f func(b *bench, guid string)) func(*bench) {
	return func(b *bench) { f(b, b.signIn("102")) }
}

// downloadOf is a download with the Guid of agent 102.
func downloadOf(query string) func(*bench) {
	return signedInThen(func(b *bench, guid string) { b.download(query, "Guid: "+guid) })
}

var mistakes = []mistake{
	{"no Guid", nil, signedInThen(func(b *bench, _ string) { b.download(callQuery) }),
		explain.GuidAbsent, "auth/guid-absent", explain.Client, []string{"no header Guid", "Set-GUID"}},
	{"empty Guid", nil, signedInThen(func(b *bench, _ string) { b.download(callQuery, "Guid: ") }),
		explain.GuidEmpty, "auth/guid-empty", explain.Client, []string{"empty"}},
	{"Guid in a cookie", nil, signedInThen(func(b *bench, guid string) { b.download(callQuery, "Cookie: JSESSIONID="+guid) }),
		explain.GuidElsewhere, "auth/guid-in-cookie", explain.Client, []string{"cookie", "not a cookie"}},
	{"Guid in another header", nil, signedInThen(func(b *bench, guid string) { b.download(callQuery, "Authorization: Bearer "+guid) }),
		explain.GuidElsewhere, "auth/guid-only-in-header", explain.Client, []string{"Authorization"}},
	{"Guid in the query", nil, signedInThen(func(b *bench, guid string) { b.download(callQuery + "&guid=" + guid) }),
		explain.GuidElsewhere, "auth/guid-only-in-header", explain.Client, []string{"query parameter"}},
	{"JSESSIONID= left on", nil, signedInThen(func(b *bench, guid string) { b.download(callQuery, "Guid: JSESSIONID="+guid) }),
		explain.GuidPrefixed, "auth/guid-prefixed", explain.Client, []string{"Guid 1 of agent 102 with JSESSIONID= in front"}},
	{"Guid in quotes", nil, signedInThen(func(b *bench, guid string) { b.download(callQuery, `Guid: "`+guid+`"`) }),
		explain.GuidQuoted, "auth/guid-extended", explain.Client, []string{"without quotes"}},
	{"Guid cut at the dot", nil, signedInThen(func(b *bench, guid string) {
		stem, _, _ := strings.Cut(guid, ".")
		b.download(callQuery, "Guid: "+stem)
	}), explain.GuidCut, "auth/guid-truncated", explain.Client, []string{"a part of Guid 1 of agent 102"}},
	{"Guid in capitals", nil, signedInThen(func(b *bench, guid string) { b.download(callQuery, "Guid: "+strings.ToUpper(guid)) }),
		explain.GuidLetterCase, "auth/guid-letter-case", explain.Client, []string{"letter case"}},
	{"Guid expired", nil, signedInThen(func(b *bench, guid string) {
		b.clock.Advance(100 * time.Second)
		b.send("POST", resource+"/onlineagent/102/handshake", "", "Guid: "+guid) // keeps the session; the client drops the new Guid
		b.clock.Advance(25 * time.Second)
		b.download(callQuery, "Guid: "+guid)
	}), explain.GuidReplaced, "auth/replaced-guid-lapses", explain.Client, []string{"Guid 1 of agent 102: replaced 25 s ago by Guid 2"}},
	{"Guid expired and not renewed", nil, signedInThen(func(b *bench, guid string) {
		b.clock.Advance(time.Minute - time.Second)
		b.send("PUT", resource+"/onlineagent/102/heartbeat", "", "Guid: "+guid)
		b.clock.Advance(time.Minute + 4*time.Second)
		b.download(callQuery, "Guid: "+guid)
	}), explain.GuidExpired, "auth/idle-guid-lapses", explain.Client, []string{"Guid 1 of agent 102: expired 3 s ago", "has not polled since the sign-in"}},
	{"Guid of another agent", nil, signedInThen(func(b *bench, _ string) { b.download(callQuery, "Guid: "+b.signIn("103")) }),
		explain.GuidOfOtherAgent, "auth/guid-of-another-agent", explain.Client, []string{"Guid 1 of agent 103 on the path of agent 102"}},
	{"Guid of an ended session", nil, signedInThen(func(b *bench, guid string) {
		b.send("PUT", resource+"/onlineagent/102/forcelogin", signInBody("102"))
		b.clock.Advance(7 * time.Second)
		b.download(callQuery, "Guid: "+guid)
	}), explain.GuidOfEndedAgent, "auth/guid-after-forced-sign-in", explain.Client, []string{"7 s ago", "forcelogin"}},
	{"unknown Guid", nil, signedInThen(func(b *bench, _ string) { b.download(callQuery, "Guid: made-up") }),
		explain.GuidUnknown, "auth/guid-never-issued", explain.Client, []string{"never issued", "restarted"}},
	{"not signed in", nil, func(b *bench) { b.download(callQuery, "Guid: x") },
		explain.NotSignedIn, "retcodes/not-signed-in", explain.Client, []string{"Sign in first"}},
	{"signed out before", nil, signedInThen(func(b *bench, guid string) {
		b.send("DELETE", resource+"/onlineagent/102/logout", "", "Guid: "+guid)
		b.clock.Advance(3 * time.Second)
		b.download(callQuery, "Guid: "+guid)
	}), explain.SessionEnded, "retcodes/not-signed-in", explain.Client, []string{"3 s ago", "by a sign-out"}},
	{"nobody polled", nil, signedInThen(func(b *bench, guid string) {
		b.clock.Advance(150 * time.Second)
		b.download(callQuery, "Guid: "+guid)
	}), explain.SessionNotPolled, "session/unpolled-session-ends", explain.Client, []string{"30 s ago", "nobody polled for 120 s"}},
	{"drive without mapping", nil, downloadOf("recordId=q:/1/0/1.V3"),
		explain.DriveUnmapped, "retcodes/drive-unmapped", explain.Fixture, []string{"--mount q=DIR"}},
	{"file in other case", nil, downloadOf("recordId=y:/1/0/20181217/120/1524488.v3"),
		explain.FileOtherCase, "retcodes/recording-absent", explain.Client, []string{"y:/1/0/20181217/120/1524488.V3"}},
	{"no such file", nil, downloadOf("recordId=y:/1/0/20181217/120/1.V3"),
		explain.FileAbsent, "retcodes/recording-absent", explain.Unclear, []string{"fixtures list"}},
	{"backslashes eaten", nil, downloadOf("recordId=y:10201812171201524488.V3"),
		explain.BackslashesEaten, "paths/backslash-separators", explain.Client, []string{"double them"}},
	{"voice message without filetype", nil, downloadOf(voiceQuery),
		explain.FiletypeMissing, "parameters/filetype-voice-message", explain.Client, []string{"filetype=2"}},
	{"agent call with filetype 2", nil, downloadOf(callQuery + "&filetype=2"),
		explain.FiletypeMismatch, "parameters/filetype-mismatch", explain.Client, []string{"filetype=1"}},
	{"recordID sent", nil, downloadOf("recordId=Yc1v6a20011d20161025t1902050"),
		explain.SerialSent, "paths/event-serial", explain.Client, []string{"send its fileName"}},
	{"parameter misspelled", nil, downloadOf("recordID=y:/1/0/20181217/120/1524488.V3"),
		explain.RecordIDMisnamed, "parameters/record-id-missing", explain.Client, []string{"case-sensitive"}},
	{"encoded twice", nil, downloadOf("recordId=y%253A%252F1%252F0%252F20181217%252F120%252F1524488.V3"),
		explain.EncodedTwice, "parameters/reserved-encoded", explain.Client, []string{"encode it once"}},
	{"path without drive", nil, downloadOf("recordId=1/0/20181217/120/1524488.V3"),
		explain.DriveMissing, "paths/no-drive", explain.Client, []string{"begins with a drive"}},
	{"signed in already", nil, signedInThen(func(b *bench, _ string) {
		b.clock.Advance(time.Minute)
		b.send("PUT", resource+"/onlineagent/102", signInBody("102"))
	}), explain.AlreadySignedIn, "session/second-sign-in-refused", explain.Client, []string{"/onlineagent/102/forcelogin", "60 s ago"}},
	{"wrong password", nil, func(b *bench) { b.send("PUT", resource+"/onlineagent/102", `{"password":"nope","phonenum":"1"}`) },
		explain.PasswordWrong, "session/wrong-password-refused", explain.Client, []string{"line break"}},
	{"unknown agent", nil, func(b *bench) { b.send("PUT", resource+"/onlineagent/555", signInBody("555")) },
		explain.AgentUnknown, "session/wrong-password-refused", explain.Fixture, []string{"102, 103"}},
	{"sign-in as a form", nil, func(b *bench) {
		b.send("PUT", resource+"/onlineagent/102", "password=x&phonenum=1", "Content-Type: application/x-www-form-urlencoded")
	}, explain.BodyForm, "session/sign-in-unreadable", explain.Client, []string{"JSON, not a form"}},
	{"sign-in without phone", nil, func(b *bench) { b.send("PUT", resource+"/onlineagent/102", `{"password":"102-password"}`) },
		explain.BodyIncomplete, "session/sign-in-incomplete", explain.Client, []string{"phonenum is mandatory"}},
	{"wrong path", nil, func(b *bench) { b.send("PUT", "/agentgateway/resource/onlineagents/102", signInBody("102")) },
		explain.AddressUnknown, "parameters/address", explain.Client, []string{"nearest is PUT /agentgateway/resource/onlineagent/102"}},
	{"path without prefix", nil, func(b *bench) { b.send("PUT", "/onlineagent/102", signInBody("102")) },
		explain.AddressUnknown, "parameters/address", explain.Client, []string{"begins with /agentgateway/resource"}},
	{"voice call", nil, func(b *bench) { b.send("PUT", resource+"/voicecall/102/callout", "{}") },
		explain.AddressNotMocked, "parameters/address", explain.Mock, []string{"not part of this mock"}},
	{"wrong method", nil, func(b *bench) { b.send("POST", resource+"/recordfile/102?"+callQuery, "") },
		explain.MethodWrong, "method/get", explain.Client, []string{"expected GET"}},
	{"polled too fast", nil, signedInThen(func(b *bench, guid string) {
		for range 3 { // two deliver the first events
			b.poll("102", guid)
		}
		b.poll("102", guid)
	}), explain.PolledTooFast, "client/poll-pace", explain.Client, []string{"200 to 500 ms"}},
	{"renewed Guid ignored", nil, signedInThen(func(b *bench, guid string) {
		b.clock.Advance(time.Minute)
		b.poll("102", guid)
		b.clock.Advance(10 * time.Second)
		b.download(callQuery, "Guid: "+guid)
	}), explain.GuidStale, "client/guid-adopted", explain.Client, []string{"replaced 10 s ago", "Guid 2 of agent 102"}},
	{"download switched off", []mock.Option{mock.WithDownload(false)}, downloadOf(callQuery),
		explain.DownloadOff, "retcodes/download-disabled", explain.Fixture, []string{"--download=off"}},
	{"pool without locationId", []mock.Option{mock.WithPool(true)}, downloadOf(callQuery),
		explain.LocationMissing, "retcodes/location-missing", explain.Client, []string{"CTI pool mode"}},
	{"a deviation", []mock.Option{mock.WithDeviation("agent-call-refused")}, downloadOf(callQuery),
		explain.MockDeviates, "", explain.Mock, nil},
}

func TestMistakesAreTold(t *testing.T) {
	t.Parallel()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, m.opts...)
			m.make(b)
			if len(b.last.Findings) == 0 {
				t.Fatalf("nothing was found: %+v", b.last)
			}
			first := b.last.Findings[0]
			if first.Slip != m.slip || m.requirement != "" && first.Requirement != m.requirement || first.Fault != m.fault {
				t.Errorf("got %+v, want slip %q, requirement %q, fault %q", first, m.slip, m.requirement, m.fault)
			}
			_, gateway := doc.Requirement(first.Requirement)
			if _, client := doc.ClientRequirement(first.Requirement); !gateway && !client && m.requirement != "" {
				t.Errorf("the register has no requirement %q", first.Requirement)
			}
			if m.requirement != "" && first.Section == "" {
				t.Errorf("no section: %+v", first)
			}
			for _, want := range m.says {
				if !strings.Contains(logged(t, b.log), want) {
					t.Errorf("the log does not say %q:\n%s", want, b.log)
				}
			}
		})
	}
}

// logged is the text of "why" in the record of the last request.
func logged(t *testing.T, log *bytes.Buffer) string {
	t.Helper()
	for line := range strings.Lines(log.String()) {
		var record struct{ Why string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		if record.Why != "" {
			return record.Why
		}
	}
	return ""
}

func TestEveryBrokenRuleIsTold(t *testing.T) {
	t.Parallel()
	b := newBench(t, mock.WithPool(true))
	b.signIn("102")
	re := b.download("recordID=x&fileType=2")
	var slips []explain.Slip
	for _, f := range b.last.Findings {
		slips = append(slips, f.Slip)
	}
	want := []explain.Slip{explain.GuidAbsent, explain.RecordIDMisnamed, explain.ParameterMisnamed, explain.LocationMissing}
	if !slices.Equal(slips, want) {
		t.Errorf("got %v, want %v", slips, want)
	}
	if got := re.header.Get("X-Explanation"); !strings.HasPrefix(got, "auth/guid-absent") {
		t.Errorf("header %q", got)
	}
}

func TestRequestWithoutFaultIsNotExplained(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	guid := b.signIn("102")
	for _, what := range []func() reply{
		func() reply { return b.poll("102", guid) },
		func() reply { return b.download(callQuery, "Guid: "+guid) },
		func() reply { return b.download(voiceQuery+"&filetype=2", "Guid: "+guid) },
	} {
		re := what()
		if len(b.last.Findings) != 0 || re.header.Get("X-Explanation") != "" {
			t.Errorf("found %v", b.last.Findings)
		}
	}
}

// What the client gets does not depend on whether anybody listens.
func TestExplanationLeavesTheAnswerAsItIs(t *testing.T) {
	t.Parallel()
	quiet := newGateway(t)
	loud := newBench(t).g
	for _, query := range []string{callQuery, "recordId=", "recordId=q:/1/0/1.V3"} {
		a := serve(quiet, http.MethodGet, resource+"/recordfile/102", query, "", "x")
		b := serve(loud, http.MethodGet, resource+"/recordfile/102", query, "", "x")
		b.header.Del("X-Explanation")
		if a.status != b.status || !bytes.Equal(a.body, b.body) || len(a.header) != len(b.header) {
			t.Errorf("%s: %+v and %+v", query, a, b)
		}
	}
}
