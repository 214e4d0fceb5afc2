package journal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/mock/mocktest"
)

const (
	patience = 30 * time.Second
	resource = "/agentgateway/resource"
	call     = "/recordfile/102?recordId=y:/1/0/20181217/120/1524488.V3"
)

// caller is a client of a mock with a journal.
type caller struct {
	t    *testing.T
	s    *mocktest.Server
	http *http.Client
}

func start(t *testing.T, l journal.Limits, opts ...mock.Option) (*journal.Journal, *caller) {
	t.Helper()
	j := journal.New(l)
	s := mocktest.Start(t, append(opts, j.Options()...)...)
	return j, &caller{t, s, s.Client()}
}

// send sends a request and reads the answer to its end.
func (c *caller) send(method, target, body, guid string, fields ...string) (*http.Response, string) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.s.URL+resource+target, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if guid != "" {
		req.Header.Set("Guid", guid)
	}
	for _, f := range fields {
		name, v, _ := strings.Cut(f, ": ")
		req.Header.Set(name, v)
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res, string(text)
}

func (c *caller) signIn(agent string) string {
	c.t.Helper()
	res, body := c.send("PUT", "/onlineagent/"+agent, `{"password":"`+agent+`-password","phonenum":"1"}`, "")
	guid := strings.TrimPrefix(res.Header.Get("Set-GUID"), "JSESSIONID=")
	if guid == "" {
		c.t.Fatalf("sign-in: %s", body)
	}
	return guid
}

// wait returns the first entries that a filter selects.
func wait(t *testing.T, j *journal.Journal, f journal.Filter, n int) []journal.Entry {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	found, err := j.Wait(ctx, f, n)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEntriesSayWhatHappened(t *testing.T) {
	t.Parallel()
	j, c := start(t, journal.Limits{}, mock.WithName("dynamic"))
	guid := c.signIn("102")
	c.send("GET", call, "", guid)
	c.send("GET", call, "", "")
	found := wait(t, j, journal.Filter{Kind: journal.Exchange}, 3)
	signIn, download, refused := found[0], found[1], found[2]
	if signIn.Operation != "login" || signIn.Issued != "Guid 1 of agent 102" || signIn.Deployment != "dynamic" || signIn.Refused() {
		t.Errorf("sign-in %+v", signIn)
	}
	if !download.Recording() || download.Written != 48000 || download.Promised != 48000 || download.Outcome != journal.Complete ||
		download.Guid != "Guid 1 of agent 102" || download.BodyText != "" || download.RecordID != "y:/1/0/20181217/120/1524488.V3" {
		t.Errorf("download %+v", download)
	}
	if !refused.Refused() || refused.Recording() || refused.Retcode != "000-003" || refused.Findings[0].Slip != explain.GuidAbsent ||
		!strings.Contains(refused.BodyText, "000-003") || refused.Remote != download.Remote {
		t.Errorf("refusal %+v", refused)
	}
}

func TestJournalHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	j, c := start(t, journal.Limits{})
	guid := c.signIn("102")
	c.send("GET", call+"&token="+guid, "", guid, "Cookie: JSESSIONID="+guid, "X-Copy: "+guid, "Authorization: Bearer "+guid)
	c.send("GET", "/recordfile/102?recordId="+guid+"&p=102-password", "", "JSESSIONID="+guid)
	c.send("PUT", "/onlineagent/102/updateGuid", "", guid)
	c.send("GET", "/"+guid+"/x", "", strings.ToUpper(guid))
	wait(t, j, journal.Filter{Kind: journal.Exchange}, 5)
	var text bytes.Buffer
	if err := journal.WriteLines(&text, j.List(journal.Filter{}, 0)); err != nil {
		t.Fatal(err)
	}
	if err := journal.WriteHAR(&text, j.List(journal.Filter{}, 0), c.s.URL, "test"); err != nil {
		t.Fatal(err)
	}
	stem, _, _ := strings.Cut(guid, ".")
	for _, secret := range []string{stem, strings.ToUpper(stem), stem[8:], "102-password"} {
		if strings.Contains(text.String(), secret) {
			t.Errorf("the journal holds %q", secret)
		}
	}
	if !strings.Contains(text.String(), "Guid 2 of agent 102") {
		t.Error("the answer of updateGuid is not told by its pseudonym")
	}
}

func TestJournalIsBounded(t *testing.T) {
	t.Parallel()
	for _, l := range []journal.Limits{{Entries: 5}, {Bytes: 8000}} {
		j, c := start(t, l)
		for range 40 {
			c.send("GET", call, "", "")
		}
		wait(t, j, journal.Filter{After: 39}, 1)
		s := j.Stats()
		if s.Entries >= 40 || s.Entries < 1 || s.Last != 40 || s.Dropped != int64(40-s.Entries) || l.Bytes > 0 && s.Bytes > l.Bytes || l.Entries > 0 && s.Entries != 5 {
			t.Errorf("limits %+v: %+v", l, s)
		}
		if _, ok := j.Get(1); ok {
			t.Error("the oldest entry is still there")
		}
		if e, ok := j.Get(40); !ok || e.ID != 40 {
			t.Error("the latest entry is not there")
		}
	}
}

func TestTestsShareAMockByAgent(t *testing.T) {
	t.Parallel()
	j, c := start(t, journal.Limits{})
	c.signIn("102")
	c.signIn("103")
	of := func(agent string) journal.Filter { return journal.Filter{Agent: agent, Operation: "login"} }
	wait(t, j, journal.Filter{Operation: "login"}, 2)
	if n := j.Clear(of("102")); n != 1 {
		t.Errorf("%d entries were removed", n)
	}
	one, none := 1, 0
	if n, err := j.Verify(of("103"), journal.Count{Exactly: &one}); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	if n, err := j.Verify(of("102"), journal.Count{AtLeast: &one}); err == nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := j.Verify(of("103"), journal.Count{AtMost: &none}); err == nil {
		t.Error("one entry is not at most none")
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	j := journal.New(journal.Limits{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := j.Wait(ctx, journal.Filter{}, 1); !errors.Is(err, context.Canceled) || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
}

func TestFollowersGetOldAndNewEntries(t *testing.T) {
	t.Parallel()
	j := journal.New(journal.Limits{})
	j.Notify(mock.Notice{Kind: mock.TLSFailed, Text: "first"})
	var got []string
	done := errors.New("enough")
	err := j.Follow(t.Context(), journal.Filter{Kind: journal.Notice}, func(e journal.Entry) error {
		got = append(got, e.Text)
		if len(got) == 2 {
			return done
		}
		j.Notify(mock.Notice{Kind: mock.TLSFailed, Text: "second"})
		return nil
	})
	if !errors.Is(err, done) || strings.Join(got, ",") != "first,second" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestAbortsAndSessionsAreTold(t *testing.T) {
	t.Parallel()
	large := fixtures.Large(32 << 20)
	tree, err := fixtures.NewTree(large)
	if err != nil {
		t.Fatal(err)
	}
	drive, err := tree.Drive(large.Drive())
	if err != nil {
		t.Fatal(err)
	}
	j, c := start(t, journal.Limits{}, mock.WithMount(large.Drive(), drive))
	guid := c.signIn("102")
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", c.s.URL+resource+"/recordfile/102?recordId="+large.RecordID, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Guid", guid)
	res, err := c.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	io.CopyN(io.Discard, res.Body, 1000) //nolint:errcheck // the entry tells
	cancel()
	res.Body.Close()
	e := wait(t, j, journal.Filter{Operation: "downloadRecordFile"}, 1)[0]
	if e.Outcome != journal.Aborted && e.Outcome != journal.Reset || e.ClosedBy != "client" || e.Promised != 32<<20 || e.Written >= e.Promised {
		t.Errorf("%+v", e)
	}
	c.s.Gateway.Expire("102")
	if n := wait(t, j, journal.Filter{Notice: string(mock.SessionEnded), Agent: "102"}, 1)[0]; !strings.Contains(n.Text, "ended") {
		t.Errorf("%+v", n)
	}
}

func TestLinesAreJSON(t *testing.T) {
	t.Parallel()
	j := journal.New(journal.Limits{})
	j.Notify(mock.Notice{Kind: mock.PlainHTTP, Text: "a"})
	j.Notify(mock.Notice{Kind: mock.PlainHTTP, Text: "b"})
	var b bytes.Buffer
	if err := journal.WriteLines(&b, j.List(journal.Filter{}, 0)); err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(b.String()) {
		var e journal.Entry
		if err := json.Unmarshal([]byte(line), &e); err != nil || e.Kind != journal.Notice {
			t.Errorf("%q: %v", line, err)
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d lines", n)
	}
}
