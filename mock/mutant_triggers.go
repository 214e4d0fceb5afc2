package mock

import (
	"path"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// mutantTriggers are what a fault can depend on.
func mutantTriggers() []mutantTrigger {
	list := []mutantTrigger{{name: "always", is: func(*situation, *request) bool { return true }}}
	for _, more := range [][]mutantTrigger{deploymentTriggers(), countTriggers(), historyTriggers(), requestTriggers(), guidTriggers(), concurrencyTriggers()} {
		list = append(list, more...)
	}
	for i := range list {
		if list[i].on == 0 {
			list[i].on = anywhere
		}
	}
	return list
}

func deploymentTriggers() []mutantTrigger {
	on := func(name, when string, d deploymentSet) mutantTrigger {
		return mutantTrigger{name: name, when: when, on: d, is: func(*situation, *request) bool { return true }}
	}
	return []mutantTrigger{
		on("dynamic", "under dynamic authentication", onDynamic),
		on("static", "under static authentication without pool mode", onStatic),
		on("pool", "in pool mode", onPool),
		on("disabled", "where downloads are switched off", onDisabled),
	}
}

func countTriggers() []mutantTrigger {
	return []mutantTrigger{
		{name: "first-on-connection", when: "for the first request on a connection", is: func(s *situation, _ *request) bool { return s.onConnection == 1 }},
		{name: "second-on-connection", when: "for the second request on a connection", is: func(s *situation, _ *request) bool { return s.onConnection == 2 }},
		{name: "from-third-on-connection", when: "from the third request on a connection on", also: []string{"streaming/back-to-back"},
			is: func(s *situation, _ *request) bool { return s.onConnection >= 3 }},
		{name: "from-fifth-in-session", when: "from the fifth request of a session on", is: func(s *situation, _ *request) bool { return s.inSession >= 5 }},
		{name: "from-tenth-in-process", when: "from the tenth request to the deployment on", is: func(s *situation, _ *request) bool { return s.inProcess >= 10 }},
		{name: "every-third", when: "for every third request to the deployment", also: []string{"success/repeatable"},
			is: func(s *situation, _ *request) bool { return s.inProcess%3 == 0 }},
	}
}

func historyTriggers() []mutantTrigger {
	return []mutantTrigger{
		{name: "later-agent", when: "for every agent but the first", also: []string{"auth/agents-side-by-side"}, is: func(s *situation, _ *request) bool { return s.laterAgent }},
		{name: "first-agent", when: "for the agent who came first", is: func(s *situation, _ *request) bool { return !s.laterAgent }},
		{name: "later-session", when: "from the second sign-in of an agent on", also: []string{"session/sign-in-again"},
			is: func(s *situation, r *request) bool {
				return s.signIns >= 2 || s.signIns == 1 && r.is(spec.Login, spec.ForceLogin)
			}},
		{name: "after-refusal", when: "directly after a refusal of the same agent", also: []string{"failure/next-download-works"},
			is: func(s *situation, _ *request) bool { return s.refused }},
		{name: "after-abort", when: "after an aborted download of the agent", prepare: onUnbufferableRecording(writeUnbuffered), also: []string{"streaming/aborted-download"}, tolerated: []string{"streaming/aborted-download"},
			is: func(s *situation, _ *request) bool { return s.aborted }},
		{name: "repeated", when: "for a recording that the agent has downloaded before", needs: ofPath, also: []string{"success/repeatable"},
			is: func(s *situation, _ *request) bool { return s.repeated }},
		{name: "after-thirty-seconds", when: "thirty seconds after the first request to the deployment", is: func(s *situation, _ *request) bool { return s.uptime >= 30*time.Second }},
	}
}

func requestTriggers() []mutantTrigger {
	const large, small = 64 << 10, 4 << 10
	record := func(r *request) string { return strings.ReplaceAll(r.value(spec.RoleRecord), `\`, "/") }
	name := func(r *request) string { return path.Base(record(r)) }
	grammar := func(name string, r *request) bool { return strings.Contains(record(r), name) }
	given := func(role spec.Role) func(*situation, *request) bool {
		return func(_ *situation, r *request) bool { return r.values[role].given }
	}
	return []mutantTrigger{
		{name: "above-64-kib", when: "if it has more than 64 KiB", needs: ofSize, also: []string{"streaming/size-boundaries", "streaming/up-to-thirty-megabytes"},
			is: func(_ *situation, r *request) bool { return r.size > large }},
		{name: "below-4-kib", when: "if it has less than 4 KiB", needs: ofSize, also: []string{"streaming/size-boundaries", "streaming/size-one"},
			is: func(_ *situation, r *request) bool { return r.size > 0 && r.size < small }},
		{name: "agent-call-path", when: "for the path of an agent call", needs: ofPath, also: []string{"paths/agent-call", "parameters/filetype-agent-call"},
			is: func(_ *situation, r *request) bool {
				return !grammar("/record/", r) && strings.Contains(record(r), "/")
			}},
		{name: "ivr-path", when: "for the path of an IVR message", needs: ofPath, also: []string{"paths/ivr-message", "parameters/filetype-voice-message"},
			is: func(_ *situation, r *request) bool { return grammar("/record/", r) && !grammar("/3rdfile/", r) }},
		{name: "third-party-path", when: "for the path of a third-party message", needs: ofPath, also: []string{"paths/third-party-message", "parameters/filetype-voice-message"},
			is: func(_ *situation, r *request) bool { return grammar("/3rdfile/", r) }},
		{name: "backslashes", when: "for a path with backslashes", needs: ofPath, also: []string{"paths/backslash-separators"}, tolerated: []string{"paths/backslash-separators"},
			is: func(_ *situation, r *request) bool { return strings.Contains(r.value(spec.RoleRecord), `\`) }},
		{name: "upper-case-drive", when: "for an upper-case drive letter", needs: ofPath, also: []string{"paths/upper-case-drive"}, tolerated: []string{"paths/upper-case-drive", "events/file-name-downloadable"},
			is: func(_ *situation, r *request) bool {
				v := r.value(spec.RoleRecord)
				return v != "" && 'A' <= v[0] && v[0] <= 'Z'
			}},
		{name: "encoded-separators", when: "for a path with percent-encoded separators", needs: ofPath, also: []string{"parameters/reserved-encoded", "parameters/hex-digits-any-case"},
			tolerated: []string{"parameters/reserved-encoded", "paths/backslash-separators"},
			is: func(_ *situation, r *request) bool {
				raw := strings.ToLower(r.rawValue(spec.RoleRecord))
				return strings.Contains(raw, "%2f") || strings.Contains(raw, "%5c")
			}},
		{name: "odd-letters", when: "for a file name with letters outside ASCII", needs: ofPath, is: func(_ *situation, r *request) bool {
			return strings.ContainsFunc(name(r), func(c rune) bool { return c > 0x7f })
		}},
		{name: "filetype-given", when: "if filetype is given", needs: ofPath, also: []string{"parameters/filetype-agent-call", "parameters/filetype-voice-message"}, is: given(spec.RoleFiletype)},
		{name: "filetype-omitted", when: "if filetype is not given", needs: ofPath, also: []string{"parameters/filetype-default"},
			is: func(s *situation, r *request) bool { return !given(spec.RoleFiletype)(s, r) }},
		{name: "location-given", when: "if locationId is given", needs: ofPath, also: []string{"parameters/location-in-pool", "parameters/location-outside-pool"}, is: given(spec.RoleLocation)},
	}
}

func guidTriggers() []mutantTrigger {
	from := func(name, when, logName string, also ...string) mutantTrigger {
		return mutantTrigger{name: name, when: when, needs: ofGuid, also: also, is: func(s *situation, _ *request) bool { return s.guidOrigin == logName }}
	}
	list := []mutantTrigger{
		from("guid-of-sign-in", "with a Guid from a sign-in", spec.Login, "auth/guid-accepted"),
		from("guid-of-forced-sign-in", "with a Guid from a forced sign-in", spec.ForceLogin, "session/forced-sign-in", "auth/set-guid-on-forced-sign-in"),
		from("guid-of-poll", "with a Guid from a poll", spec.GetAgentEvent, "auth/renewed-guid-works"),
		from("guid-of-update", "with a Guid from updateGuid", spec.UpdateGuid, "auth/update-guid-works"),
		{name: "guid-older-than-30-s", when: "with a Guid that is older than thirty seconds", needs: ofGuid, also: []string{"auth/static-guid-stays-valid"},
			is: func(s *situation, _ *request) bool { return s.guidAge > 30*time.Second }},
	}
	list[2].on = onDynamic
	return list
}

func concurrencyTriggers() []mutantTrigger {
	return []mutantTrigger{
		{name: "while-download", when: "while a download is in progress", prepare: onUnbufferableRecording(writeUnbuffered), also: []string{"streaming/parallel-not-mixed", "streaming/parallel-served"},
			tolerated: []string{"streaming/parallel-served"}, is: func(s *situation, _ *request) bool { return s.downloads > 0 }},
		{name: "while-poll", when: "while a poll of the agent is held", is: func(s *situation, r *request) bool {
			return s.polls > 0
		}},
	}
}
