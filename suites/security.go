package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// securityChecks: nothing without TLS, nothing without sign-in, nothing from
// outside the mounted drives, and nothing said that is nobody's business.
func securityChecks(doc *spec.Document) []engine.Check {
	return slices.Concat(transportChecks(), entitlementChecks(), securityTraversalChecks(), directoryChecks(), injectionChecks(), robustnessChecks(), securitySecrecyChecks(doc))
}

func transportChecks() []engine.Check {
	return []engine.Check{
		{ID: "security/https", Title: "a recording is served over TLS", Needs: served(), Body: overTLS},
		{ID: "security/plain-http-refused", Title: "plain HTTP at the port of TLS gets no recording", Needs: served(), Requests: 10, Body: plainHTTP},
	}
}

func overTLS(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.OverTLS(), rules.Served(rec))
}

// plainHTTP sends a good request without TLS. Its Guid goes over the network
// in the clear, so it is one that ends with the check.
func plainHTTP(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	a := t.DownloadRequest(s, rec)
	getsNoRecording(t, t.DoWithoutTLS(a), rec)
}

// entitlementChecks: whoever has not signed in gets nothing, whether the agent
// whose path it is has or not.
func entitlementChecks() []engine.Check {
	return []engine.Check{
		{ID: "security/no-sign-in-no-recording:signed-in-agent", Title: "nobody gets a recording on the path of an agent who is signed in", Needs: served(), Requests: 10, Body: strangers(false)},
		{ID: "security/no-sign-in-no-recording:signed-out-agent", Title: "nobody gets a recording on the path of an agent who is not signed in", Needs: served(), Requests: 12, Body: strangers(true)},
		{ID: "security/no-sign-in-no-recording:unknown-agent", Title: "nobody gets a recording on the path of an agent who does not exist", Needs: served(),
			Requests: 10, Body: unknownAgents},
	}
}

// unknownAgents also reports whether one agent gets the recordings of another.
func unknownAgents(t *engine.T) {
	s, rec := t.Twin()
	offerNothing(t, s, rec, asAgent(unknownAgent(t)))
	own := ofDefaultFiletype(t.Doc())
	other, ok := engine.FirstRecording(t.Deployment(), func(r recording) bool {
		id := agentIn(r)
		return own(r) && id != "" && id != s.Agent.ID
	})
	if ok {
		remark(t, "security/recording-of-another-agent", "a call of agent "+agentIn(other), s, other)
	}
}

// agentIn is the agent in the path of an agent call, as all samples have it:
// the number of the folder that the file is in.
func agentIn(rec recording) string {
	directory, _ := splitName(slashed(rec.RecordID))
	_, folder := splitName(strings.TrimSuffix(directory, "/"))
	if strings.Trim(folder, "0123456789") != "" {
		return ""
	}
	return folder
}

func strangers(signedOut bool) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		if signedOut {
			t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
		}
		offerNothing(t, s, rec)
	}
}

// offerNothing asks for a recording with what everybody has in place of a Guid.
func offerNothing(t *engine.T, s *engine.Session, rec recording, also ...engine.RequestOption) {
	for _, c := range []engine.RequestOption{withoutGuid(), withGuid(""), withGuid(inventedGuid), withGuid(s.Agent.ID)} {
		getsNoRecording(t, t.Download(s, rec, append(also[:len(also):len(also)], c)...), rec)
	}
}

// unknownAgent is the number of no agent that the target declares.
func unknownAgent(t *engine.T) string {
	for _, id := range []string{"59998", "59997", "59996"} {
		if !slices.ContainsFunc(t.Deployment().Agents, func(a agent) bool { return a.ID == id }) {
			return id
		}
	}
	return "59995"
}

// directoryChecks: what names a directory is no recording.
func directoryChecks() []engine.Check {
	folder := func(path string) string { directory, _ := splitName(path); return directory }
	var checks []engine.Check
	for _, v := range []struct {
		variant, what string
		spell         func(path string) string
	}{
		{"folder", "the folder of a recording", func(p string) string { return strings.TrimRight(folder(p), "/") }},
		{"trailing-slash", "the folder of a recording with a slash at its end", folder},
		{"drive", "the root of a drive", func(p string) string { return driveOf(p) + "/" }},
	} {
		checks = append(checks, engine.Check{
			ID: "security/no-directory-listing:" + v.variant, Title: v.what + " gets neither a recording nor a listing", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				t.Then(t.Download(s, rec, withParam(spec.RoleRecord, v.spell(slashed(rec.RecordID)))), rules.NothingFromOutside(t.Doc()))
			},
		})
	}
	return checks
}

// injected is the field that line breaks in a parameter would make.
const injected = "X-Gwcheck-Injected"

// injectionChecks: a parameter stays a parameter. The unicode variant is made of
// two characters whose low bytes are a carriage return and a line feed.
func injectionChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, what, raw string
		role               spec.Role
	}{
		{"record-id", "a line break in recordId", "%0D%0A", spec.RoleRecord},
		{"line-feed", "a line feed in recordId", "%0A", spec.RoleRecord},
		{"unicode", "characters in recordId that end in the bytes of a line break", wire.Escape("嘍嘊"), spec.RoleRecord},
		{"filetype", "a line break in filetype", "%0D%0A", spec.RoleFiletype},
		{"location", "a line break in locationId", "%0D%0A", spec.RoleLocation},
	} {
		checks = append(checks, engine.Check{
			ID: "security/no-header-injection:" + v.variant, Title: v.what + " makes no header field", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				value := map[spec.Role]string{spec.RoleRecord: wire.Escape(rec.RecordID), spec.RoleFiletype: t.Doc().DefaultFiletype(), spec.RoleLocation: "1"}[v.role]
				x := t.Download(s, rec, withRawParam(v.role, value+v.raw+injected+":%201"))
				t.Then(x, rules.NoField(injected))
			},
		})
	}
	return checks
}

// overlong is longer than any buffer for one value, and shorter than what most
// servers take for a whole head.
const overlong = 6000

// robustnessChecks: an overlong value may be answered in any way, or not at
// all, but the next client must not suffer.
func robustnessChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, what string
		change        func(rec recording) engine.RequestOption
	}{
		{"record-id", "recordId", func(rec recording) engine.RequestOption {
			directory, _ := splitName(rec.RecordID)
			return withParam(spec.RoleRecord, directory+strings.Repeat("9", overlong)+".V3")
		}},
		{"guid", "Guid", func(recording) engine.RequestOption { return withGuid(strings.Repeat("f", overlong)) }},
		{"unknown", "parameter that the interface does not know", func(recording) engine.RequestOption { return withExtra("x", strings.Repeat("1", 2*overlong)) }},
	} {
		checks = append(checks, engine.Check{
			ID: "security/overlong-values:" + v.variant, Title: "after an overlong " + v.what + " the next download is served", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				x := t.Download(s, rec, v.change(rec))
				t.Then(t.Download(s, rec), rules.Served(rec))
				if v.variant == "record-id" {
					t.Observe("parameters/long-record-id", "recordId of %d characters: %s", overlong, answerIn(x, rec))
				}
			},
		})
	}
	return checks
}
