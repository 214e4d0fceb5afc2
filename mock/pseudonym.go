package mock

import (
	"fmt"
	"iter"
	"net/http"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// Texts for others never hold a Guid or a password: a Guid is named by the order
// in which its agent got it, and what looks like one is hidden.

// name is the pseudonym of a Guid.
func (k *grant) name() string { return fmt.Sprintf("Guid %d of agent %s", k.serial, k.session.agent) }

// all ranges over all Guids that are remembered. The lock must be held.
func (ss *sessionStore) all() iter.Seq[*grant] {
	return func(yield func(*grant) bool) {
		for _, a := range ss.agents {
			sessions := a.past
			if a.current != nil {
				sessions = append(sessions[:len(sessions):len(sessions)], a.current)
			}
			for _, s := range sessions {
				for _, k := range s.grants {
					if !yield(k) {
						return
					}
				}
			}
		}
	}
}

// guidName is the pseudonym of a text that is offered or delivered as a Guid.
func (g *Gateway) guidName(text string) string {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	if k := g.sessions.issued(text); k != nil {
		return k.name()
	}
	return fmt.Sprintf("unknown, %d bytes", len(text))
}

// offeredName is the pseudonym of the Guid in the header of a request.
func (g *Gateway) offeredName(r *request) string {
	values := r.http.Header.Values(g.doc.GuidHeader)
	if len(values) == 0 || values[0] == "" {
		return ""
	}
	return g.guidName(values[0])
}

// issuedName is the pseudonym of the Guid that an answer delivers.
func (g *Gateway) issuedName(r *request, a *answer) string {
	switch {
	case r.op == nil || a.failed() || a.status >= http.StatusBadRequest:
	case r.op.Renewal.Header != "" && len(a.header[r.op.Renewal.Header]) > 0:
		return g.guidName(strings.TrimPrefix(a.header[r.op.Renewal.Header][0], r.op.Renewal.Prefix))
	case r.is(spec.UpdateGuid) && a.envelope != nil:
		if guid, _ := a.envelope.object("result").get("guid").(string); guid != "" {
			return g.guidName(guid)
		}
	}
	return ""
}

// shortestSecret is the length from which a run of characters may be a Guid.
const shortestSecret = 24

// mask hides Guids and passwords in a text of a client.
func (g *Gateway) mask(text string) string {
	for _, a := range g.agents {
		if len(a.password) >= 4 && strings.Contains(text, a.password) {
			text = strings.ReplaceAll(text, a.password, "<password of agent "+a.id+">")
		}
	}
	if len(text) < shortestSecret {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		run := strings.IndexFunc(text, notInGuid)
		switch {
		case run < 0:
			run = len(text)
		case run == 0:
			b.WriteByte(text[0])
			text = text[1:]
			continue
		}
		b.WriteString(g.maskRun(text[:run]))
		text = text[run:]
	}
	return b.String()
}

func notInGuid(c rune) bool {
	return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '.'
}

// maskRun hides a run of letters, digits, hyphens and dots that is a Guid, or that
// looks like one: mostly hexadecimal digits up to the first dot.
func (g *Gateway) maskRun(run string) string {
	if len(run) < shortestSecret {
		return run
	}
	g.sessions.mu.Lock()
	k := g.sessions.issued(run)
	g.sessions.mu.Unlock()
	if k != nil {
		return "<" + k.name() + ">"
	}
	stem, _, _ := strings.Cut(run, ".")
	if len(stem) >= shortestSecret && strings.Trim(stem, "0123456789abcdefABCDEF-") == "" {
		return fmt.Sprintf("<%d characters like a Guid>", len(run))
	}
	return run
}
