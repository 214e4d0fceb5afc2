package mock

import (
	"encoding/base64"

	"github.com/gwcheck/gwcheck/spec"
)

// guidDeliveryDeviations deliver a Guid where clients do not find it.
func guidDeliveryDeviations() []Deviation {
	return []Deviation{
		deviation("set-guid-canonical", "The header name Set-GUID is written Set-Guid.",
			breaks("auth/set-guid-spelling"), onEveryAnswer(canonicalName)),
		deviation("renewed-set-guid-canonical", "The header name Set-GUID is written Set-Guid when a poll renews the Guid.",
			breaks("auth/set-guid-spelling"), onOperation(spec.GetAgentEvent, canonicalName)),
		deviation("set-guid-like-cookie", "Set-GUID has the attributes of a cookie.",
			breaks("auth/set-guid-form", "auth/guid-characters"), onEveryAnswer(setGuid(func(v string) []string {
				return []string{v + "; Path=/agentgateway; HttpOnly"}
			})), "*/*"),
		deviation("set-guid-twice", "An answer has Set-GUID twice, the second with cookie attributes.",
			breaks("auth/set-guid-form"), onEveryAnswer(setGuid(func(v string) []string { return []string{v, v + "; Path=/"} }))),
		deviation("renewed-set-guid-bare", "When a poll renews the Guid, the value of Set-GUID lacks JSESSIONID=.",
			breaks("auth/set-guid-form"), onOperation(spec.GetAgentEvent, bareGuid)),
		deviation("guid-padded", "A Guid is base64 with padding.",
			breaks("auth/guid-characters"), func(c *behavior) {
				c.newGuid = func() string { return paddedGuid(c) }
			}),
		deviation("guid-names-port", "The node in a Guid has a host and a port.",
			breaks("auth/guid-characters"), func(c *behavior) {
				c.newGuid = func() string { return hexGuid(c.random, "gateway:8043") }
			}),
		deviation("sign-in-needs-guid", "A sign-in without a Guid is refused.",
			breaks("auth/sign-in-needs-no-guid"), needsHeader(spec.Login), "*/*"),
		deviation("forced-sign-in-needs-guid", "A forced sign-in without a Guid is refused.",
			breaks("auth/sign-in-needs-no-guid"), needsHeader(spec.ForceLogin), "*/*"),
		deviation("stale-guid-refused", "A sign-in with a Guid header is refused.",
			breaks("auth/sign-in-stale-guid"), refusesHeader(spec.Login)),
	}
}

// canonicalName writes the header name as net/http would.
func canonicalName(a *answer) {
	r := a.request.op.Renewal
	if values := a.header[r.Header]; values != nil {
		delete(a.header, r.Header)
		a.setHeader("Set-Guid", values...)
	}
}

// setGuid rewrites the value of the header.
func setGuid(f func(value string) []string) func(*answer) {
	return func(a *answer) {
		r := a.request.op.Renewal
		if values := a.header[r.Header]; len(values) == 1 {
			a.setHeader(r.Header, f(values[0])...)
		}
	}
}

func paddedGuid(c *behavior) string {
	var b [25]byte
	fillRandom(c.random, b[:])
	return base64.StdEncoding.EncodeToString(b[:]) + "." + c.node
}

func needsHeader(logName string) func(*behavior) {
	return func(c *behavior) {
		addRefusal(logName, "guid-header", func(r *request) error {
			if r.http.Header.Get(c.doc.GuidHeader) == "" {
				return refuse(spec.GuidRefused, "no Guid")
			}
			return nil
		})(c)
	}
}

func refusesHeader(logName string) func(*behavior) {
	return func(c *behavior) {
		addRefusal(logName, "guid-header", func(r *request) error {
			if r.http.Header.Get(c.doc.GuidHeader) != "" {
				return refuse(spec.GuidRefused, "a Guid that does not belong to any session")
			}
			return nil
		})(c)
	}
}
