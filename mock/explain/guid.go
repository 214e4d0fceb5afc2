package explain

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// guid explains the Guid of a request.
func (e *explanation) guid() {
	if !e.Operation.NeedsGuid {
		return
	}
	values := e.HTTP.Header.Values(e.Document.GuidHeader)
	if e.GuidAccepted {
		if len(values) > 0 {
			e.staleGuid(e.Guid(values[0]))
		}
		return
	}
	switch {
	case len(values) == 0:
		e.absentGuid()
	case values[0] == "":
		e.badGuid("auth/guid-empty", GuidEmpty, "an empty "+e.Document.GuidHeader, "The variable with the Guid is empty: take the Guid from Set-GUID of the sign-in.")
	default:
		e.offeredGuid(values[0])
	}
}

// badGuid adds a finding about the Guid.
func (e *explanation) badGuid(requirement string, slip Slip, got, hint string) {
	e.add(Finding{Requirement: requirement, Slip: slip, Got: got, Hint: hint,
		Expected: "the current Guid of agent " + e.Agent + " in the header " + e.Document.GuidHeader})
}

// absentGuid looks for the Guid elsewhere in the request.
func (e *explanation) absentGuid() {
	header := e.Document.GuidHeader
	if place := e.guidElsewhere(); place != "" {
		requirement := "auth/guid-only-in-header"
		if strings.HasPrefix(place, "the cookie") {
			requirement = "auth/guid-in-cookie"
		}
		e.badGuid(requirement, GuidElsewhere, "no header "+header+", but a Guid in "+place,
			"Set-GUID is not a cookie: send its value without JSESSIONID= in the header "+header+".")
		return
	}
	e.badGuid("auth/guid-absent", GuidAbsent, "no header "+header,
		"Take the Guid from Set-GUID of the sign-in, without JSESSIONID=, and send it in the header "+header+" of every other request.")
}

// guidElsewhere names the place of a Guid outside its header, "" if there is none.
func (e *explanation) guidElsewhere() string {
	for _, c := range e.HTTP.Cookies() {
		if e.issued(c.Value) || strings.EqualFold(c.Name, "JSESSIONID") || strings.EqualFold(c.Name, e.Document.GuidHeader) {
			return "the cookie " + quoted(c.Name)
		}
	}
	for name, values := range e.HTTP.Header {
		if http.CanonicalHeaderKey(e.Document.GuidHeader) == name || name == "Cookie" {
			continue
		}
		for _, v := range values {
			if e.issued(v) || strings.EqualFold(name, "Set-GUID") || strings.EqualFold(name, "JSESSIONID") {
				return "the header " + quoted(name)
			}
		}
	}
	for name, v := range e.Query {
		if e.issued(v.Text) || strings.EqualFold(name, e.Document.GuidHeader) {
			return "the query parameter " + quoted(name)
		}
	}
	return ""
}

// issued reports whether a text is an issued Guid, perhaps with a prefix.
func (e *explanation) issued(text string) bool {
	for _, prefix := range []string{"JSESSIONID=", "Bearer "} {
		text = strings.TrimPrefix(text, prefix)
	}
	return text != "" && e.Guid(text).Known
}

// offeredGuid explains a Guid that was not accepted.
func (e *explanation) offeredGuid(text string) {
	k := e.Guid(text)
	if !k.Known {
		e.unknownGuid(text)
		return
	}
	name := guidName(k)
	switch {
	case k.Agent != e.Agent:
		e.badGuid("auth/guid-of-another-agent", GuidOfOtherAgent, name+" on the path of agent "+e.Agent,
			"A Guid belongs to one agent: keep the Guids of several agents apart, and use the agent ID of the sign-in in every path.")
	case !k.Session.Active:
		e.badGuid(endedRequirement(k.Session), GuidOfEndedAgent, name+" of a session that ended "+e.end(k.Session), "Sign in again and use the new Guid.")
	case !k.Replaced.IsZero():
		e.badGuid("auth/replaced-guid-lapses", GuidReplaced, fmt.Sprintf("%s: replaced %s by Guid %d (at %s)", name, e.ago(k.Replaced), k.ReplacedBy, clock(k.Replaced)),
			"Adopt the Guid of every Set-GUID: polls deliver a new one when it changes.")
	case e.Settings.Dynamic && e.Now.Sub(k.Issued) >= e.Settings.GuidTimeout:
		e.expiredGuid(k)
	}
}

func (e *explanation) expiredGuid(k Guid) {
	late := e.Now.Sub(k.Issued) - e.Settings.GuidTimeout
	hint := "Polls renew the Guid: poll from the sign-in on and adopt every Set-GUID."
	if k.Session.Polls == 0 {
		hint = "The agent has not polled since the sign-in. " + hint
	}
	e.badGuid("auth/idle-guid-lapses", GuidExpired, fmt.Sprintf("%s: expired %s ago (issued at %s, valid for %s)",
		guidName(k), span(late), clock(k.Issued), span(e.Settings.GuidTimeout)), hint)
}

// unknownGuid explains a text that is no issued Guid as it stands.
func (e *explanation) unknownGuid(text string) {
	bare, prefixed := strings.CutPrefix(text, "JSESSIONID=")
	unquoted := strings.Trim(text, `"' `+"`<>")
	similar, how := e.Similar(text)
	switch {
	case prefixed:
		e.badGuid("auth/guid-prefixed", GuidPrefixed, e.described(bare)+" with JSESSIONID= in front", "Send only what follows JSESSIONID= in Set-GUID.")
	case unquoted != text && e.Guid(unquoted).Known:
		e.badGuid("auth/guid-extended", GuidQuoted, e.described(unquoted)+" with quotes or brackets around it", "Send the Guid without quotes.")
	case similar.Known && how == GuidLetterCase:
		e.badGuid("auth/guid-letter-case", GuidLetterCase, guidName(similar)+" in another letter case", "Send the Guid as Set-GUID spells it.")
	case similar.Known:
		e.badGuid("auth/guid-truncated", GuidCut, fmt.Sprintf("a part of %s, %d bytes", guidName(similar), len(text)),
			"Send all that follows JSESSIONID=, with the node name behind the dot.")
	default:
		e.badGuid("auth/guid-never-issued", GuidUnknown, fmt.Sprintf("a text of %d bytes that this deployment never issued", len(text)),
			"The Guid is of another deployment or of a mock that was restarted, or it is made up: sign in again here.")
	}
}

// described names the Guid that a text is.
func (e *explanation) described(text string) string {
	if k := e.Guid(text); k.Known {
		return guidName(k)
	}
	return "an unknown Guid"
}

func guidName(k Guid) string { return fmt.Sprintf("Guid %d of agent %s", k.Number, k.Agent) }

// staleGrace is how long after a renewal requests that are already on their way
// may carry the Guid before.
const staleGrace = 5 * time.Second

// staleGuid notes an accepted Guid that was replaced some time ago.
func (e *explanation) staleGuid(k Guid) {
	if !k.Known || k.Replaced.IsZero() || k.Agent != e.Agent || e.Now.Sub(k.Replaced) < staleGrace {
		return
	}
	e.add(Finding{Requirement: "client/guid-adopted", Slip: GuidStale,
		Expected: fmt.Sprintf("Guid %d of agent %s, which is newer", k.ReplacedBy, k.Agent),
		Got:      guidName(k) + ", replaced " + e.ago(k.Replaced) + "; it is still accepted",
		Hint:     "Adopt the Guid of every Set-GUID; this one expires."})
}

// endedRequirement is the requirement to refuse the Guids of an ended session.
func endedRequirement(s Session) string {
	switch s.Cause {
	case ByForcedSignIn:
		return "auth/guid-after-forced-sign-in"
	case ByForcedSignOut:
		return "auth/guid-after-forced-sign-out"
	case ByTimeout:
		return "session/unpolled-session-ends"
	}
	return "auth/guid-after-sign-out"
}
