package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// outcomeRows are requirements on what an operation does, whenever all that it depends
// on is known: whose Guid a request offers, whether the session is alive, and what the
// target declares.
func outcomeRows(doc *spec.Document) []everywhereRow {
	refusal := func(requirement, title string, c spec.Condition, k kindOfExchange, needs ...engine.Need) everywhereRow {
		return everywhereRow{requirement: requirement, title: title, needs: engine.Requires(needs...), kind: k.decided(doc), rule: fixed(rules.RefusedWith(doc, c))}
	}
	succeeds := func(requirement, title string, k kindOfExchange) everywhereRow {
		return everywhereRow{requirement: requirement, title: title, needs: engine.Requires(), kind: k, rule: fixed(rules.Succeeded(doc))}
	}
	ofEvents := func(requirement, title string, rule func(*engine.Situation) rules.Rule) everywhereRow {
		return everywhereRow{requirement: requirement, title: title, needs: engine.Requires(), kind: pollsWithEvent, rule: rule}
	}
	servedWith := func(requirement, title, origin string) everywhereRow {
		return everywhereRow{requirement: requirement, title: title, needs: served(engine.Dynamic), kind: entitledBy(origin), rule: ofItsRecording(rules.Available)}
	}
	return []everywhereRow{
		refusal("retcodes/guid-refused", "every download with a wrong Guid is rejected for it", spec.GuidRefused, wronglyOffered),
		refusal("retcodes/recording-absent", "every download of the absent recording is rejected for it", spec.RecordingAbsent, asked("downloads of the absent recording", asksForAbsent), engine.DownloadOn, absentPath),
		refusal("retcodes/drive-unmapped", "every download from the unmapped drive is rejected for it", spec.DriveUnmapped, asked("downloads from the unmapped drive", asksForDrive), engine.DownloadOn, absentDrive),
		refusal("retcodes/download-disabled", "every download is rejected with 104-001 where downloads are off", spec.DownloadDisabled, askedWhereOff, engine.DownloadOff, somePath),
		refusal("retcodes/location-missing", "every download without locationId is rejected in pool mode", spec.LocationMissing, asked("downloads without locationId in pool mode", asksWithoutLocation), engine.DownloadOn, engine.PoolOn),
		refusal("parameters/record-id-missing", "every download without recordId is rejected", spec.RecordIDMissing, asked("downloads without recordId", asksWithout(false))),
		refusal("parameters/record-id-empty", "every download with an empty recordId is rejected", spec.RecordIDMissing, asked("downloads with an empty recordId", asksWithout(true))),
		refusal("auth/poll-needs-guid", "every poll with a wrong Guid is rejected", spec.GuidRefused, wrongCalls(spec.GetAgentEvent)),
		refusal("auth/sign-out-needs-guid", "every sign-out with a wrong Guid is rejected", spec.GuidRefused, wrongCalls(spec.Logout)),
		refusal("auth/update-guid-needs-guid", "every updateGuid with a wrong Guid is rejected", spec.GuidRefused, wrongCalls(spec.UpdateGuid), engine.Dynamic),
		refusal("session/second-sign-in-refused", "every sign-in of an agent who is signed in is rejected", spec.AlreadySignedIn, secondSignIns),
		succeeds("session/forced-sign-in", "every forced sign-in with the right password succeeds", forcedSignIns),
		succeeds("session/sign-out", "every sign-out with the newest Guid succeeds", entitledCalls(spec.Logout)),
		succeeds("session/forced-sign-out", "every forced sign-out with the newest Guid succeeds", entitledCalls(spec.ForceLogout)),
		{requirement: "auth/update-guid-answer", title: "every updateGuid returns a Guid in its result", needs: engine.Requires(engine.Dynamic),
			kind: entitledCalls(spec.UpdateGuid), rule: fixed(rules.GuidInResult(doc))},
		servedWith("auth/update-guid-works", "every download with a Guid of updateGuid is served", spec.UpdateGuid),
		{requirement: "security/no-caching", title: "no recording is stored in shared caches", needs: served(), kind: grantedDownloads, rule: fixed(rules.NotStored())},
		{requirement: "security/no-server-internals", title: "no refusal shows server internals", needs: engine.Requires(), kind: refusedRequests, rule: fixed(rules.NoInternals())},
		ofEvents("events/envelope", "every event has eventType and workNo as strings", fixed(rules.EventEnvelope())),
		ofEvents("events/one-per-poll", "every answer to a poll has one event at most, as an object", fixed(rules.OneEvent())),
		ofEvents("events/work-number", "workNo of every event is the number of the polling agent",
			func(s *engine.Situation) rules.Rule { return rules.WorkNumber(s.Request.Agent) }),
	}
}

var (
	wronglyOffered = kindOfExchange{"downloads with a wrong Guid", func(s *engine.Situation, x *wire.Exchange) bool {
		_, known := s.Recording()
		return known && isDocumentedDownload(s, x) && s.Offer.Wrong() && s.Deployment.Download
	}}
	askedWhereOff = kindOfExchange{"downloads where they are off", func(s *engine.Situation, x *wire.Exchange) bool {
		path, _ := recordIDOf(s.Request)
		return !s.Deployment.Download && isDocumentedDownload(s, x) && s.Entitled && s.Alone && hasLocation(s) && hasKnownForm(s.Request.Doc, path)
	}}
	secondSignIns = kindOfExchange{"sign-ins of agents who are signed in", func(s *engine.Situation, x *wire.Exchange) bool {
		return s.SignedIn && s.Alone && isSignInWith(s, x, spec.Login)
	}}
	forcedSignIns = kindOfExchange{"forced sign-ins with the right password", func(s *engine.Situation, x *wire.Exchange) bool {
		return s.SignedIn && s.Alone && isSignInWith(s, x, spec.ForceLogin) // from scratch it is only advice
	}}
	pollsWithEvent = kindOfExchange{"polls with an event", func(s *engine.Situation, x *wire.Exchange) bool {
		return s.Request.Op.LogName == spec.GetAgentEvent && s.Offer == engine.OffersNewest && isCall(s, x) && rules.HasEvent(x)
	}}
)

// decided leaves out answers that are neither an envelope nor a recording: what they
// are is a matter of their form.
func (k kindOfExchange) decided(doc *spec.Document) kindOfExchange {
	return kindOfExchange{k.name, func(s *engine.Situation, x *wire.Exchange) bool {
		return k.has(s, x) && (len(rules.NoEnvelope().Judge(x)) > 0 || len(rules.NoStream(doc).Judge(x)) > 0)
	}}
}

// refusedRequests have answers that carry no recording and are no success.
var refusedRequests = kindOfExchange{"refusals", func(s *engine.Situation, x *wire.Exchange) bool {
	return isRefusedOfAnyName(s, x) || isCall(s, x) && len(rules.Succeeded(s.Request.Doc).Judge(x)) > 0
}}

// entitledBy are documented downloads with the newest Guid, which an operation delivered.
func entitledBy(origin string) kindOfExchange {
	return kindOfExchange{"downloads with a Guid of this origin", func(s *engine.Situation, x *wire.Exchange) bool {
		return s.Origin() == origin && isEntitled(s, x)
	}}
}

// asked are downloads by an agent whom nothing but the request keeps from a recording.
func asked(name string, why func(s *engine.Situation) bool) kindOfExchange {
	return kindOfExchange{name, func(s *engine.Situation, x *wire.Exchange) bool {
		return s.Deployment.Download && isDocumentedDownload(s, x) && s.Entitled && s.Alone && why(s)
	}}
}

// isDocumentedDownload leaves out requests whose answer is open for another reason.
func isDocumentedDownload(s *engine.Situation, x *wire.Exchange) bool {
	r := s.Request
	return r.Op.LogName == spec.DownloadRecordFile && r.Method == r.Op.Method && r.Path == "" && !r.Attack && s.Complete(x) &&
		isDeclared(s, r.Agent) && len(r.Guid) <= longestSent && hasUsualFields(r) && hasUsualQuery(s) && !isBusy(x) &&
		!slices.ContainsFunc(r.Query, func(p wire.Param) bool { return !isPlain(p.Value) })
}

func asksForAbsent(s *engine.Situation) bool {
	path, _ := recordIDOf(s.Request)
	absent := s.Deployment.Absent.RecordID
	return absent != "" && path == slashed(absent) && hasLocation(s) && hasFiletypeOf(s, path)
}

func asksForDrive(s *engine.Situation) bool {
	path, _ := recordIDOf(s.Request)
	drive, _ := engine.SplitDrive(path)
	return drive != "" && drive == s.Deployment.Absent.Drive && !strings.Contains(path, `\`) && hasKnownForm(s.Request.Doc, path) && hasLocation(s) && hasFiletypeOf(s, path)
}

// asksWithoutLocation: a recording is declared, and only its node is not named.
func asksWithoutLocation(s *engine.Situation) bool {
	path, _ := recordIDOf(s.Request)
	declared := slices.ContainsFunc(s.Deployment.Recordings, func(r recording) bool { return r.RecordID == path && r.Size > 0 })
	return s.Deployment.Pool && declared && !hasParam(s, spec.RoleLocation) && hasFiletypeOf(s, path)
}

func asksWithout(given bool) func(s *engine.Situation) bool {
	return func(s *engine.Situation) bool {
		path, has := recordIDOf(s.Request)
		return path == "" && has == given && hasLocation(s)
	}
}

// hasLocation reports whether a node is named where one must be, and nowhere else.
func hasLocation(s *engine.Situation) bool {
	return s.Deployment.Pool == hasParam(s, spec.RoleLocation)
}

// hasFiletypeOf reports whether the filetype is that of the form of a path.
func hasFiletypeOf(s *engine.Situation, path string) bool {
	want, filetype := "", s.Request.Doc.DefaultFiletype()
	for _, g := range s.Request.Doc.Grammars {
		if g.Pattern.MatchString(slashed(path)) {
			want = g.Filetype
		}
	}
	for _, p := range s.Request.Query {
		if role, known := roleOf(s.Request.Op, p.Name); known && role == spec.RoleFiletype {
			filetype = p.Value
		}
	}
	return want == filetype
}

func hasParam(s *engine.Situation, role spec.Role) bool {
	p, ok := s.Request.Op.Param(role)
	return ok && slices.ContainsFunc(s.Request.Query, func(q wire.Param) bool { return q.Name == p.Name && strings.TrimSpace(q.Value) != "" })
}

// wrongCalls are calls of an operation with a Guid that must be refused. What a sign-out
// without a session gets is only advice.
func wrongCalls(logName string) kindOfExchange {
	return kindOfExchange{"calls with a wrong Guid", func(s *engine.Situation, x *wire.Exchange) bool {
		documented := logName != spec.UpdateGuid || s.Deployment.AuthMode == 2
		return isPlainCall(s, x, logName) && documented && s.Offer.Wrong() && (s.SignedIn || logName == spec.GetAgentEvent)
	}}
}

// entitledCalls are calls of an operation in a session that is known to be alive.
func entitledCalls(logName string) kindOfExchange {
	return kindOfExchange{"calls with the newest Guid", func(s *engine.Situation, x *wire.Exchange) bool {
		return isPlainCall(s, x, logName) && s.Entitled && s.Alone
	}}
}

func isPlainCall(s *engine.Situation, x *wire.Exchange, logName string) bool {
	r := s.Request
	return r.Op.LogName == logName && r.Method == r.Op.Method && r.Path == "" && len(r.Query) == 0 && len(r.Body) == 0 && !r.Attack &&
		s.Complete(x) && len(x.Faults) == 0 && isDeclared(s, r.Agent) && len(r.Guid) <= longestSent && hasUsualFields(r) && !isBusy(x)
}

func isSignInWith(s *engine.Situation, x *wire.Exchange, logName string) bool {
	return s.Request.Op.LogName == logName && isCall(s, x) && len(x.Faults) == 0 && !s.WrongPassword() && !isBusy(x)
}
