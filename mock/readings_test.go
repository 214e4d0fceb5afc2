package mock_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
)

// soon makes polls without an event end at once.
var soon = mock.WithPollWait(true, 1, time.Millisecond)

var kebab = regexp.MustCompile(`^[a-z0-9]+(?:[-.][a-z0-9]+)*$`)

func TestVariantsAreWellDescribed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	check := func(v mock.Variant) {
		if !kebab.MatchString(v.Name) || seen[v.Name] {
			t.Errorf("name %q is not kebab-case or not unique", v.Name)
		}
		seen[v.Name] = true
		if !strings.HasSuffix(v.Sentence, ".") {
			t.Errorf("%s: %q is no sentence", v.Name, v.Sentence)
		}
	}
	for _, r := range mock.Readings() {
		check(r)
		if r.Source == "" {
			t.Errorf("%s: no source", r.Name)
		}
	}
	for _, d := range mock.Deviations() {
		check(d.Variant)
		if len(d.Violates) == 0 {
			t.Errorf("%s: violates nothing", d.Name)
		}
	}
}

// What variants say of requirements refers to requirements that there are.
func TestVariantsNameKnownRequirements(t *testing.T) {
	t.Parallel()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	known := func(id string) bool { _, ok := doc.Requirement(id); return ok }
	for _, d := range mock.Deviations() {
		for _, id := range d.Violates {
			r, ok := doc.Requirement(id)
			if !ok || r.Excluded != "" || r.Level == spec.Info {
				t.Errorf("%s violates %q, which is no requirement that is judged", d.Name, id)
			}
		}
		for _, pattern := range d.Suffers {
			matches := func(r spec.Requirement) bool { ok, err := path.Match(pattern, r.ID); return ok && err == nil }
			if !slices.ContainsFunc(doc.Requirements, matches) {
				t.Errorf("%s suffers %q, which matches no requirement", d.Name, pattern)
			}
		}
	}
	for _, r := range mock.Readings() {
		for _, id := range r.Warns {
			if !known(id) {
				t.Errorf("%s warns of %q, which is no requirement", r.Name, id)
			}
		}
	}
}

// Whatever legal reading a gateway follows, a conforming client reaches its recordings.
func TestEveryReadingServesAConformingClient(t *testing.T) {
	t.Parallel()
	for _, reading := range mock.Readings() {
		t.Run(reading.Name, func(t *testing.T) {
			t.Parallel()
			g, c := start(t, mock.WithReading(reading.Name), soon)
			conformingClient(t, g, c)
		})
	}
}

// Readings that write an answer themselves decide its framing.
func TestChunkedEnvelopesAndRawHeads(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"http-1.0", "no-reason-phrase", "header-white-space"} {
		t.Run(raw, func(t *testing.T) {
			t.Parallel()
			g, c := start(t, mock.WithReading("json-chunked", raw), soon)
			conformingClient(t, g, c)
		})
	}
}

// conformingClient is the way through the interface of a client that adopts each new Guid.
func conformingClient(t *testing.T, g *mock.Gateway, c *client) {
	re := c.send("PUT", resource+"/onlineagent/102", signInBody("102"))
	if re.retcode() != "0" || guidOf(re) == "" {
		t.Fatalf("sign-in: %s, Guid of %d characters", re.body, len(guidOf(re)))
	}
	guid := c.drain("102", guidOf(re))
	call, ivr := recordingNamed(t, "agent-call"), recordingNamed(t, "ivr")
	if re := c.download("102", guid, "recordId", call.RecordID); call.Verify(strings.NewReader(string(re.body))) != nil || re.err != nil {
		t.Errorf("agent call: %.100q %v", re.body, re.err)
	}
	if re := c.download("102", guid, "recordId", ivr.RecordID, "filetype", "2"); ivr.Verify(strings.NewReader(string(re.body))) != nil || re.err != nil {
		t.Errorf("IVR message: %.100q %v", re.body, re.err)
	}
	c.wantCode(spec.RecordingAbsent, c.download("102", guid, "recordId", "y:/1/0/20181217/120/0000000.V3"))
	c.wantCode(spec.PathInvalid, c.download("102", guid, "recordId", "y:/../../etc/passwd"))
	guid = c.recordedCall(g, guid)
	if re := c.send("DELETE", resource+"/onlineagent/102/logout", "", "Guid: "+guid); re.retcode() != "0" {
		t.Errorf("sign-out: %s", re.body)
	}
	c.wantCode(spec.NotSignedIn, c.download("102", guid, "recordId", call.RecordID))
}

// drain polls until there is no event, and returns the Guid to go on with.
func (c *client) drain(agent, guid string) string {
	c.t.Helper()
	for range 10 {
		re := c.poll(agent, guid)
		if re.retcode() != "0" {
			c.t.Fatalf("poll: %s", re.body)
		}
		if next := guidOf(re); next != "" {
			guid = next
		}
		if re.event() == nil {
			return guid
		}
	}
	c.t.Fatal("ten polls, and there are still events")
	return ""
}

func (c *client) recordedCall(g *mock.Gateway, guid string) string {
	c.t.Helper()
	name, err := g.RecordCall("102")
	if err != nil {
		c.t.Fatal(err)
	}
	re := c.poll("102", guid)
	content, _ := re.event()["content"].(map[string]any)
	delivered, _ := content["fileName"].(string)
	if next := guidOf(re); next != "" {
		guid = next
	}
	if got := c.download("102", guid, "recordId", delivered); len(got.body) != 12000 {
		c.t.Errorf("%s, delivered as %q: %.100q", name, delivered, got.body)
	}
	return guid
}

func (c *client) wantCode(cond spec.Condition, re reply) {
	c.t.Helper()
	doc, err := spec.Default()
	if err != nil {
		c.t.Fatal(err)
	}
	if code := re.retcode(); !doc.Accepts(cond).Has(code) {
		c.t.Errorf("%s: retcode %q, want %v; body %.100q", cond, code, doc.Accepts(cond), re.body)
	}
}

// A reading that spells a field leaves it to others what the field says,
// whichever comes first.
func TestTypeFieldHasOneNameInEveryOrder(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{{"header-name-case", "octet-type-quoted"}, {"octet-type-quoted", "header-name-case"}} {
		_, c := start(t, soon, mock.WithReading(names...))
		re := c.send("PUT", resource+"/onlineagent/102", signInBody("102"))
		re = c.download("102", guidOf(re), "recordId", recordingNamed(t, "agent-call").RecordID)
		if got := re.header.Values("Content-Type"); len(got) != 1 || got[0] != `application/octet-stream;charset="utf-8"` {
			t.Errorf("%q: Content-Type %q", names, got)
		}
	}
}

func TestGuidFieldHasOneNameInEveryOrder(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{{"set-guid-other-case", "set-guid-on-every-poll"}, {"set-guid-on-every-poll", "set-guid-other-case"}} {
		_, c := start(t, soon, mock.WithReading(names...))
		re := c.send("PUT", resource+"/onlineagent/102", signInBody("102"))
		if got := c.poll("102", guidOf(re)).header; len(got["Set-Guid"]) != 1 {
			t.Errorf("%q: Set-GUID %q", names, got["Set-Guid"])
		}
	}
}
