package mock

import (
	"regexp"
	"strings"
)

// acceptsAlso accepts further Guids when an offered one is compared with an
// issued one.
func acceptsAlso(equal func(offered, issued string) bool) func(*behavior) {
	return comparesGuid(func(same func(a, b string) bool, offered, issued string) bool {
		return same(offered, issued) || equal(offered, issued)
	})
}

// guidComparisonDeviations compare only a part of the Guid.
func guidComparisonDeviations() []Deviation {
	return []Deviation{
		deviation("guid-first-36-compared", "Only the first 36 characters of a Guid are compared, the length of a UUID.",
			breaks("auth/guid-altered", "auth/guid-truncated", "auth/guid-extended"),
			acceptsAlso(func(offered, issued string) bool {
				return len(offered) >= 36 && strings.HasPrefix(issued, offered[:36])
			})),
		deviation("guid-node-ignored", "The node at the end of a Guid is not compared.",
			breaks("auth/guid-altered"),
			acceptsAlso(func(offered, issued string) bool { return beforeNode(offered) == beforeNode(issued) }),
			"auth/guid-truncated", "auth/guid-extended"),
		deviation("guid-first-character-skipped", "The first character of a Guid is not compared.",
			breaks("auth/guid-altered"),
			acceptsAlso(func(offered, issued string) bool { return offered != "" && offered[1:] == issued[1:] })),
		deviation("guid-last-character-skipped", "The last character of a Guid is not compared.",
			breaks("auth/guid-altered"),
			acceptsAlso(func(offered, issued string) bool {
				return len(offered) == len(issued) && offered[:len(offered)-1] == issued[:len(issued)-1]
			})),
		deviation("guid-as-pattern", "The issued Guid is used as a regular expression, so its dot matches any character.",
			breaks("auth/guid-altered"),
			acceptsAlso(func(offered, issued string) bool {
				matches, err := regexp.MatchString("^(?:"+issued+")$", offered)
				return err == nil && matches
			})),
		deviation("guid-length-compared", "Any text as long as the Guid is accepted.",
			breaks("auth/guid-altered", "auth/guid-never-issued", "auth/guid-of-another-agent", "auth/guid-after-sign-out", "auth/guid-after-forced-sign-in",
				"auth/replaced-guid-lapses", "auth/poll-needs-guid", "auth/sign-out-needs-guid", "auth/update-guid-needs-guid", "security/secrecy", "security/no-sign-in-no-recording", "retcodes/guid-refused", "failure/no-recording"),
			acceptsAlso(func(offered, issued string) bool { return len(offered) == len(issued) }),
			"auth/guid-of-another-agent", "auth/*-needs-guid", "auth/guid-after-*", "auth/replaced-guid-lapses", "failure/no-recording",
			"retcodes/guid-refused", "security/*"),
		deviation("guid-beginning-enough", "A Guid followed by other text is accepted.",
			breaks("auth/guid-extended"), acceptsAlso(strings.HasPrefix)),
		deviation("guid-anywhere-in-text", "A text that contains the Guid is accepted.",
			breaks("auth/guid-extended"), acceptsAlso(strings.Contains)),
		deviation("guid-of-zeros", "A UUID of zeros is accepted for every session.",
			breaks("auth/guid-never-issued"),
			acceptsAlso(func(offered, _ string) bool {
				return strings.HasPrefix(offered, "00000000-0000-0000-0000-000000000000")
			})),
		deviation("guid-empty-accepted", "An empty Guid header is accepted.",
			breaks("auth/guid-empty"), emptyAccepted, "security/no-sign-in-no-recording", "retcodes/guid-refused", "security/secrecy"),
		deviation("guid-of-nobody-absent", "An agent who is not signed in may download without a Guid.",
			breaks("auth/guid-absent", "auth/guid-empty"), servedWithoutSession(func(offered string) bool { return offered == "" }),
			"security/no-sign-in-no-recording", "retcodes/not-signed-in", "retcodes/guid-refused", "security/secrecy"),
		deviation("guid-of-nobody-null", "An agent who is not signed in may download with the Guid null.",
			breaks("auth/guid-never-issued"), servedWithoutSession(func(offered string) bool { return offered == "null" })),
		deviation("static-guid-not-compared", "Static authentication accepts any Guid.",
			breaks("auth/guid-altered", "auth/guid-never-issued", "auth/guid-of-another-agent", "auth/poll-needs-guid", "auth/sign-out-needs-guid", "auth/guid-after-forced-sign-in"),
			staticNotCompared,
			"auth/guid-of-another-agent", "auth/*-needs-guid", "auth/guid-after-*", "retcodes/guid-refused", "security/*"),
	}
}

func beforeNode(guid string) string {
	if i := strings.LastIndexByte(guid, '.'); i >= 0 {
		return guid[:i]
	}
	return guid
}

// emptyAccepted accepts downloads with an empty Guid header.
func emptyAccepted(c *behavior) {
	blank := func(r *request) bool {
		values := r.http.Header.Values(c.doc.GuidHeader)
		return len(values) > 0 && values[0] == ""
	}
	acceptAsNewestGuid(download, blank)(c)
}

// servedWithoutSession lets configured agents who are not signed in download
// with certain Guids.
func servedWithoutSession(good func(offered string) bool) func(*behavior) {
	return func(c *behavior) {
		replaceStage(download, stageGuid, func(check checker) checker {
			return func(g *Gateway, r *request) error {
				if g.state(r.agent) != nil && !g.SignedIn(r.agent) && good(c.findGuid(r)) {
					return nil
				}
				return check(g, r)
			}
		})(c)
	}
}

func staticNotCompared(c *behavior) {
	acceptsAlso(func(offered, _ string) bool { return c.authMode == Static && offered != "" })(c)
}
