package suites

import (
	"cmp"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// coreChecks run on every deployment that the target declares: one build is
// configured in several ways, and what works under one configuration may fail
// under another. What an answer looks like is judged by the checks of every
// exchange; these make the requests.
func coreChecks(doc *spec.Document) []engine.Check {
	checks := []engine.Check{
		core("auth/guid-absent", "a download without a Guid is rejected", served(), refused(spec.GuidRefused, withoutGuid())),
		core("auth/guid-empty", "a download with an empty Guid is rejected", served(), refused(spec.GuidRefused, withGuid(""))),
		core("auth/guid-altered", "an altered Guid is rejected", served(), refused(spec.GuidRefused, guidAltered(middleFlipped))),
		core("auth/guid-never-issued", "a Guid that was never issued is rejected", served(), refused(spec.GuidRefused, withGuid(inventedGuid))),
		core("auth/guid-of-another-agent", "the Guid of one agent is rejected on the path of another", served().WithAgents(2), guidOfAnotherAgent),
		core("auth/path-agent-not-signed-in", "a Guid is rejected on the path of an agent who is not signed in", served().WithAgents(2), pathAgentNotSignedIn),
		core("success/exact-bytes:core-every-agent", "every agent can download every kind of recording", served().WithAgents(2), kindsForEveryAgent),
		core("auth/guid-after-sign-out", "a Guid is rejected after the sign-out", served(),
			guidAfter(func(t *engine.T, s *engine.Session) { t.Given(t.SignOut(s), rules.Succeeded(t.Doc())) })),
		core("auth/guid-after-forced-sign-out", "a Guid is rejected after a forced sign-out", served(), guidAfter(forcedOut)),
		core("session/second-sign-in-refused", "a second sign-in is rejected", engine.Requires(), secondSignIn),
		core("success/exact-bytes", "every declared recording is served exactly", served(), everyDeclaredHere),
		core("parameters/location-outside-pool", "outside pool mode a recording of every kind is served with its locationId", served(engine.PoolOff), everyKindWithLocation),
		core("paths/backslash-separators", "paths of every kind are accepted with backslashes", served(), everyKindWith(backslashed)),
		core("paths/slash-separators", "paths of every kind are accepted with slashes", served(), everyKindWith(slashed)),
		core("retcodes/recording-absent", "a path without a recording is rejected", served(absentPath), refusedFor(spec.RecordingAbsent, absent)),
		core("retcodes/drive-unmapped", "a drive without a mapping is rejected", served(absentDrive),
			refusedFor(spec.DriveUnmapped, func(t *engine.T) recording { return onDrive(t.AgentCall(), t.Deployment().Absent.Drive) })),
		core("parameters/record-id-missing", "a download without recordId is rejected", served(), refused(spec.RecordIDMissing, without(spec.RoleRecord))),
		core("parameters/record-id-empty", "a download with an empty recordId is rejected", served(), refused(spec.RecordIDMissing, withParam(spec.RoleRecord, ""))),
		core("paths/neither-grammar", "a path of no documented form is rejected", served(), refusedFor(spec.PathInvalid, nameOnly)),
		core("method/post-refused", "POST serves no recording", served(), servesNothing("POST", nil)),
		core("security/traversal", "no file from outside the mounted drives is served for dot segments", served(), nothingDelivered(dotSegments[0])),
		core("security/traversal-backslashes", "no file from outside the mounted drives is served for backslashes", served(), nothingDelivered(dotSegments[5])),
		core("failure/next-download-works", "the download after each failure is served", served(), servedAfterFailures),
		core("retcodes/download-disabled", "every download is rejected with 104-001 where downloads are disabled", engine.Requires(engine.DownloadOff, somePath), disabledInEverySpelling),
	}
	for _, in := range badGuids() {
		checks = append(checks,
			core("auth/poll-needs-guid:core-"+in.variant, "a poll "+in.with+" is rejected", engine.Requires().WithAgents(in.agents), pollNeedsGuid(in)),
			core("auth/sign-out-needs-guid:core-"+in.variant, "a sign-out "+in.with+" is rejected and ends no session", served().WithAgents(in.agents), signOutNeedsGuid(in)))
	}
	return checks
}

// core makes a check that runs on each deployment.
func core(id, title string, needs engine.Needs, body func(t *engine.T)) engine.Check {
	if !strings.Contains(id, ":") {
		id += ":core"
	}
	c := engine.Check{ID: id, Title: title + ", on every deployment", Needs: needs, EachDeployment: true, Body: body}
	switch c.Requirement() {
	case "success/exact-bytes":
		c.Requests = engine.DefaultRequests + mostDeclared
	case "failure/next-download-works", "retcodes/download-disabled":
		if strings.Contains(id, ":round-") {
			c.Requests = mostInRound
		}
	case "session/wrong-password-refused":
		c.WrongPasswords = 1
	}
	return c
}

// everyDeclaredHere downloads every declared recording: those above 1 MiB on the
// first deployment with this authentication and pool mode, and those above 8 MiB
// on the first with this authentication.
func everyDeclaredHere(t *engine.T) {
	sameMode := func(a, b target.Deployment) bool { return a.AuthMode == b.AuthMode && a.Download == b.Download }
	sameKind := func(a, b target.Deployment) bool { return sameMode(a, b) && a.Pool == b.Pool }
	most := int64(mib)
	switch {
	case t.FirstOf(sameMode) && !t.Virtual():
		most = thirtyMegabytes
	case t.FirstOf(sameKind):
		most = 8 * mib
	}
	s := t.SignIn(0)
	for _, rec := range declared(t, 1, most) {
		t.Then(t.Download(s, rec), rules.Served(rec))
	}
}

// kindsForEveryAgent downloads a recording of each kind as two agents who are
// signed in at the same time.
func kindsForEveryAgent(t *engine.T) {
	for _, s := range []*engine.Session{t.SignIn(0), t.SignIn(1)} {
		for _, rec := range ofEachKind(t) {
			t.Then(t.Download(s, rec), rules.Served(rec))
		}
	}
}

// everyKindWith downloads a recording of each kind whose path is spelled in
// another way, if its form allows that.
func everyKindWith(spell func(string) string) func(t *engine.T) {
	return func(t *engine.T) {
		s := t.SignIn(0)
		for _, rec := range ofEachKind(t) {
			t.Then(t.Download(s, rec, withParam(spec.RoleRecord, spell(rec.RecordID))), rules.Served(rec))
		}
	}
}

func everyKindWithLocation(t *engine.T) {
	s := t.SignIn(0)
	for _, rec := range ofEachKind(t) {
		t.Then(t.Download(s, rec, withParam(spec.RoleLocation, cmp.Or(rec.LocationID, ownNode(t)))), rules.Served(rec))
	}
}

// nameOnly is a recording's drive and file name without its folders.
func nameOnly(t *engine.T) recording {
	rec := t.AgentCall()
	_, name := splitName(rec.RecordID)
	rec.Name, rec.RecordID = "name only", driveOf(rec.RecordID)+"/"+name
	return rec
}

// servedAfterFailures downloads after each of several failures in a row, so that
// what a failure leaves in the session or on the connection shows.
func servedAfterFailures(t *engine.T) {
	s, rec := t.Twin()
	for range 3 {
		t.Given(t.Download(s, neverRecorded(rec)), rules.Responded())
		t.Given(t.Download(s, nameOnly(t)), rules.Responded())
		t.Then(t.Download(s, rec), rules.Served(rec))
	}
}

// disabledInEverySpelling requests what would be a recording elsewhere: every
// kind of path, with and without the optional parameters.
func disabledInEverySpelling(t *engine.T) {
	s := t.SignIn(0)
	for _, rec := range requestedWhereDisabled(t) {
		for _, changes := range [][]engine.RequestOption{
			nil,
			{withParam(spec.RoleRecord, backslashed(rec.RecordID))},
			{withParam(spec.RoleRecord, slashed(rec.RecordID))},
		} {
			t.Then(t.Download(s, rec, changes...), rules.Refused(t.Doc(), spec.DownloadDisabled))
		}
	}
}

func requestedWhereDisabled(t *engine.T) []recording {
	if len(t.Deployment().Recordings) == 0 {
		return []recording{{Name: "absent", RecordID: t.Deployment().Absent.RecordID}}
	}
	return ofEachKind(t)
}
