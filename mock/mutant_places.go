package mock

import (
	"errors"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// mutantPlaces are the answers and decisions that can be wrong.
func mutantPlaces() []mutantPlace {
	return slices.Concat([]mutantPlace{recordingPlace()}, guidPlaces(), requestPlaces(), callPlaces(), refusedCallPlaces())
}

func recordingPlace() mutantPlace {
	return mutantPlace{
		name: "recording", what: "a recording", kinds: ofRecording | ofGrant, on: whereEnabled,
		facts: ofPath | ofSize | ofGuid, logName: download, is: (*answer).streams,
		breaks: []string{"success/availability"},
	}
}

// guidPlaces are refusals of downloads because of their Guid.
func guidPlaces() []mutantPlace {
	var list []mutantPlace
	add := func(name, what, state string, on deploymentSet, breaks ...string) {
		list = append(list, mutantPlace{
			name: name, what: "the refusal of a download " + what, kinds: ofFailure | ofRefusal, on: on, facts: ofPath, logName: download,
			is:     func(a *answer) bool { return a.request.is(download) && guidRefusedAs(a, state) },
			breaks: breaks, accept: acceptGuid(download, state),
		})
	}
	const refused, signIn = "retcodes/guid-refused", "security/no-sign-in-no-recording"
	add("guid-absent", "without a Guid", "absent", anywhere, "auth/guid-absent", refused)
	add("guid-empty", "with an empty Guid", "empty", anywhere, "auth/guid-empty", refused)
	add("guid-unknown", "with a Guid that was never issued", "unknown", anywhere,
		"auth/guid-never-issued", "auth/guid-altered", "auth/guid-truncated", "auth/guid-extended", refused)
	add("guid-of-another", "with the Guid of another agent", guidOfAnother, anywhere, "auth/guid-of-another-agent", refused)
	add("guid-after-sign-out", "with a Guid of a session that was signed out", guidSignedOut, anywhere, "auth/guid-after-sign-out", "retcodes/not-signed-in", signIn)
	add("guid-after-forced-sign-out", "with a Guid of a session that was forcibly signed out", guidForcedOut, anywhere, "auth/guid-after-forced-sign-out", "retcodes/not-signed-in", signIn)
	add("guid-of-ended-session", "with a Guid of the session before", guidForcedIn, anywhere, "auth/guid-after-forced-sign-in", "auth/guid-after-sign-out")
	add("guid-replaced", "with a replaced Guid that has lapsed", "replaced", onDynamic, "auth/replaced-guid-lapses", refused)
	add("guid-expired", "with a Guid that has lapsed unused", "expired", onDynamic, "auth/idle-guid-lapses", refused)
	add("agent-not-signed-in", "for an agent who is not signed in", guidNoSession, anywhere,
		"auth/path-agent-not-signed-in", "retcodes/not-signed-in", signIn)
	add("session-timed-out", "with a Guid of a session that timed out", guidTimedOut, anywhere, "session/unpolled-session-ends", "auth/idle-guid-lapses", "retcodes/not-signed-in")
	return list
}

func guidRefusedAs(a *answer, state string) bool {
	if a.refusal == nil || a.refusal.Stage != stageGuid {
		return false
	}
	return stateIn(a.request, state)
}

// stateIn reports whether the check of the Guid found a state. Each mutant has a
// history of its own, and all of them find the same.
func stateIn(r *request, state string) bool {
	s, _ := r.http.Context().Value(anySituation{}).(*situation)
	return s != nil && s.guidState == state
}

// acceptGuid accepts a Guid that was refused, as if it were the newest of the
// agent in the path.
func acceptGuid(logName, state string) func(condition) func(*behavior) {
	return func(when condition) func(*behavior) {
		return replaceStage(logName, stageGuid, func(check checker) checker {
			return func(g *Gateway, r *request) error {
				err := check(g, r)
				if err == nil || !stateIn(r, state) || !when(r) {
					return err
				}
				offered := g.behavior.findGuid(r)
				g.sessions.mu.Lock()
				defer g.sessions.mu.Unlock()
				if s := g.currentSession(r.agent, r.now); s != nil {
					g.authenticated(r, s.newest())
				} else if k := g.sessions.issued(offered); k != nil {
					r.session = k.session
				}
				return nil
			}
		})
	}
}

// requestPlaces are refusals of downloads because of what they request.
func requestPlaces() []mutantPlace {
	at := func(name, what string, cond spec.Condition, on deploymentSet, which func(*request) bool, breaks ...string) mutantPlace {
		return mutantPlace{
			name: name, what: "the refusal of a download " + what, kinds: ofFailure | ofRefusal, on: on, facts: ofGuid | ofPath, logName: download,
			is:     func(a *answer) bool { return a.request.is(download) && a.cond == cond && which(a.request) },
			breaks: breaks, accept: acceptRequest(cond, which),
		}
	}
	any := func(*request) bool { return true }
	given := func(r *request) bool { return r.values[spec.RoleRecord].given }
	dots := func(r *request) bool { return strings.Contains(r.value(spec.RoleRecord), "..") }
	list := []mutantPlace{
		at("switched-off", "that is switched off", spec.DownloadDisabled, onDisabled, any, "retcodes/download-disabled", "claims/no-download"),
		at("recording-absent", "of a recording that does not exist", spec.RecordingAbsent, whereEnabled, any, "retcodes/recording-absent"),
		at("drive-unmapped", "from a drive without a mapping", spec.DriveUnmapped, whereEnabled, any, "retcodes/drive-unmapped"),
		at("path-invalid", "with a path of no documented form", spec.PathInvalid, whereEnabled, func(r *request) bool { return !dots(r) },
			"paths/neither-grammar", "paths/no-drive", "security/absolute-paths", "security/drive-tricks", "security/nul-and-control-characters"),
		at("path-with-dots", "with dot segments in its path", spec.PathInvalid, whereEnabled, dots,
			"security/traversal", "security/traversal-backslashes", "security/traversal-encoded", "security/absolute-paths", "paths/neither-grammar"),
		at("record-id-missing", "without recordId", spec.RecordIDMissing, anywhere, func(r *request) bool { return !given(r) }, "parameters/record-id-missing"),
		at("record-id-empty", "with an empty recordId", spec.RecordIDMissing, anywhere, given, "parameters/record-id-empty"),
		at("location-missing", "without locationId in pool mode", spec.LocationMissing, onPool, any,
			"retcodes/location-missing", "parameters/location-in-pool", "claims/pool"),
	}
	for i := range list {
		if strings.HasPrefix(list[i].name, "record-id") {
			list[i].facts = ofGuid
		}
	}
	return list
}

// stagesOf are the stages that refuse for a condition.
var stagesOf = map[spec.Condition]string{
	spec.DownloadDisabled: stageSwitch, spec.RecordingAbsent: stageFile, spec.DriveUnmapped: stageDrive,
	spec.PathInvalid: stagePath, spec.RecordIDMissing: stageParams, spec.LocationMissing: stageLocation,
}

// acceptRequest serves a download that is refused for a condition: what comes
// nearest to its request.
func acceptRequest(cond spec.Condition, which func(*request) bool) func(condition) func(*behavior) {
	return func(when condition) func(*behavior) {
		return replaceStage(download, stagesOf[cond], func(check checker) checker {
			return func(g *Gateway, r *request) error {
				err := check(g, r)
				why, ok := errors.AsType[*refusal](err)
				if !ok || why.cond != cond || !which(r) || !when(r) {
					return err
				}
				return nearest(g, r, cond)
			}
		})
	}
}

// nearest changes a request to one for something that exists.
func nearest(g *Gateway, r *request, cond spec.Condition) (err error) {
	example := g.doc.GrammarsOf(g.doc.DefaultFiletype())[0].Example
	switch cond {
	case spec.DriveUnmapped:
		r.place.drive = g.callDrive()
	case spec.RecordIDMissing:
		r.set(spec.RoleRecord, example)
	case spec.PathInvalid:
		r.place, err = g.behavior.locate(example, "")
	case spec.RecordingAbsent:
		if r.place, err = g.behavior.locate(example, ""); err == nil {
			r.content, r.size, err = g.behavior.openRecording(r.place)
		}
	}
	return err
}

// callPlaces are answers of session operations that worked.
func callPlaces() []mutantPlace {
	works := func(logName string) func(*answer) bool {
		return func(a *answer) bool { return a.request.is(logName) && !a.failed() && a.envelope != nil }
	}
	poll := works(spec.GetAgentEvent)
	list := []mutantPlace{
		{name: "sign-in", what: "the answer to a sign-in", kinds: ofCall | ofDelivery | ofGrant, logName: spec.Login, breaks: []string{"session/sign-in", "session/sign-in-again"}},
		{name: "forced-sign-in", what: "the answer to a forced sign-in", kinds: ofCall | ofDelivery | ofGrant, logName: spec.ForceLogin, breaks: []string{"session/forced-sign-in", "session/forced-sign-in-from-scratch"}},
		{name: "sign-out", what: "the answer to a sign-out", kinds: ofCall | ofGrant, logName: spec.Logout, breaks: []string{"session/sign-out"}, facts: ofGuid},
		{name: "forced-sign-out", what: "the answer to a forced sign-out", kinds: ofCall | ofGrant, logName: spec.ForceLogout, breaks: []string{"session/forced-sign-out"}, facts: ofGuid},
		{name: "update-guid", what: "the answer to an update of the Guid", kinds: ofCall | ofDelivery | ofGrant, logName: spec.UpdateGuid, breaks: []string{"auth/update-guid-answer", "auth/update-guid-works"}, facts: ofGuid},
		{name: "poll", what: "the answer to a poll", kinds: ofCall | ofGrant, logName: spec.GetAgentEvent, breaks: []string{"session/empty-poll", "auth/dynamic-first-poll"}, facts: ofGuid},
		{name: "empty-poll", what: "the answer to a poll without an event", kinds: ofCall | ofEmptyPoll, logName: spec.GetAgentEvent, facts: ofGuid,
			is: func(a *answer) bool { return poll(a) && a.event() == nil }, breaks: []string{"session/empty-poll"}},
		{name: "event", what: "the answer to a poll with an event", kinds: ofCall | ofEvent, logName: spec.GetAgentEvent, facts: ofGuid,
			is: func(a *answer) bool { return poll(a) && a.event() != nil }, breaks: []string{"events/envelope"}},
		{name: "record-event", what: "the answer to a poll with the event of a recording", kinds: ofCall | ofEvent, logName: spec.GetAgentEvent, facts: ofGuid, on: whereEnabled,
			is: func(a *answer) bool {
				return poll(a) && a.event() != nil && a.event().get("eventType") == recordEventType
			},
			breaks: []string{"events/record-event", "events/envelope"}},
		{name: "renewal", what: "the answer to a poll that renews the Guid", kinds: ofCall | ofDelivery, logName: spec.GetAgentEvent, facts: ofGuid, on: onDynamic,
			is:     func(a *answer) bool { return poll(a) && len(a.header[a.request.op.Renewal.Header]) > 0 },
			breaks: []string{"auth/dynamic-guid-renewed", "auth/renewed-guid-works"}},
	}
	for i := range list {
		if list[i].is == nil {
			list[i].is = works(list[i].logName)
		}
		if list[i].on == 0 {
			list[i].on = anywhere
		}
	}
	return list
}

// refusedCallPlaces are refusals of session operations.
func refusedCallPlaces() []mutantPlace {
	guid := func(name, what, logName, state string, breaks ...string) mutantPlace {
		return mutantPlace{
			name: name, what: "the refusal of " + what, kinds: ofCallFailure | ofRefusal, on: anywhere, logName: logName,
			is:     func(a *answer) bool { return a.request.is(logName) && guidRefusedAs(a, state) },
			breaks: breaks, accept: acceptGuid(logName, state),
		}
	}
	password := func(name, what, logName, requirement string) mutantPlace {
		return mutantPlace{
			name: name, what: "the refusal of " + what, kinds: ofCallFailure | ofRefusal, on: anywhere, logName: logName,
			is:     func(a *answer) bool { return a.request.is(logName) && a.cond == spec.WrongPassword },
			breaks: []string{requirement, "session/wrong-password-gives-no-guid"}, accept: acceptPassword(logName),
		}
	}
	return []mutantPlace{
		guid("poll-guid-absent", "a poll without a Guid", spec.GetAgentEvent, "absent", "auth/poll-needs-guid"),
		guid("poll-guid-unknown", "a poll with a Guid that was never issued", spec.GetAgentEvent, "unknown", "auth/poll-needs-guid"),
		guid("poll-guid-of-another", "a poll with the Guid of another agent", spec.GetAgentEvent, guidOfAnother, "auth/poll-needs-guid"),
		guid("poll-after-sign-out", "a poll after the sign-out", spec.GetAgentEvent, guidSignedOut, "session/poll-after-sign-out"),
		guid("sign-out-guid-absent", "a sign-out without a Guid", spec.Logout, "absent", "auth/sign-out-needs-guid"),
		guid("sign-out-guid-unknown", "a sign-out with a Guid that was never issued", spec.Logout, "unknown", "auth/sign-out-needs-guid"),
		guid("sign-out-guid-of-another", "a sign-out with the Guid of another agent", spec.Logout, guidOfAnother, "auth/sign-out-needs-guid"),
		guid("update-guid-absent", "an update of the Guid without a Guid", spec.UpdateGuid, "absent", "auth/update-guid-needs-guid"),
		guid("update-guid-unknown", "an update of the Guid with one that was never issued", spec.UpdateGuid, "unknown", "auth/update-guid-needs-guid"),
		password("wrong-password", "a sign-in with a wrong password", spec.Login, "session/wrong-password-refused"),
		password("forced-wrong-password", "a forced sign-in with a wrong password", spec.ForceLogin, "session/forced-sign-in-wrong-password"),
		{name: "second-sign-in", what: "the refusal of a second sign-in", kinds: ofCallFailure | ofRefusal, on: anywhere, logName: spec.Login,
			is:     func(a *answer) bool { return a.request.is(spec.Login) && a.cond == spec.AlreadySignedIn },
			breaks: []string{"session/second-sign-in-refused", "session/second-sign-in-keeps-session"},
			accept: func(when condition) func(*behavior) {
				return func(c *behavior) {
					own := c.replacesSession
					c.replacesSession = func(r *request) bool { return own(r) || when(r) }
				}
			}},
	}
}

func acceptPassword(logName string) func(condition) func(*behavior) {
	return func(when condition) func(*behavior) {
		return replaceStage(logName, stagePassword, func(check checker) checker {
			return func(g *Gateway, r *request) error {
				err := check(g, r)
				if err == nil || g.sessions.agents[r.agent] == nil || !when(r) {
					return err
				}
				return nil
			}
		})
	}
}
