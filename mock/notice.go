package mock

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
)

// Notice is something that happened outside of answers: the end of a session, a
// renewal, a connection that never became a request. It holds no secret.
type Notice struct {
	Kind       NoticeKind
	Time       time.Time // by the gateway's clock; of the machine for connections
	Deployment string    // "" for connections
	Agent      string    // "" for connections
	Remote     string    // address and port of the client; "" for sessions
	Text       string    // in words
	Hint       string    // the likely slip and what to do, "" if there is none
}

// NoticeKind is what a notice is about.
type NoticeKind string

// The kinds of notices.
const (
	GuidRenewed    NoticeKind = "guid-renewed"
	SessionEnded   NoticeKind = "session-ended"
	TLSFailed      NoticeKind = "tls-failed"
	PlainHTTP      NoticeKind = "plain-http"   // on the TLS port
	PushRefused    NoticeKind = "push-refused" // the address for events is not allowed, so the agent has to poll
	PushFailed     NoticeKind = "push-failed"
	HeadTooLarge   NoticeKind = "head-too-large"  // of a request
	HeadUnreadable NoticeKind = "head-unreadable" // not HTTP, or cut off
)

// WithNotices calls f for each [Notice] of the gateway, without a lock held. f may
// be called from several goroutines at once.
func WithNotices(f func(Notice)) Option {
	return func(c *config) error { c.notify = append(c.notify, f); return nil }
}

// WithName names the deployment in logs, observations and notices.
func WithName(name string) Option {
	return func(c *config) error { c.name = name; return nil }
}

// WithExplanationHeader puts what is wrong with a request into a header field of
// its answer, in addition to the log. The rest of the answer is the same.
func WithExplanationHeader(name string) Option {
	return func(c *config) error { c.explanationHeader = name; return nil }
}

func endNotice(s *session) Notice {
	why := map[explain.EndCause]string{
		explain.BySignOut: "sign-out", explain.ByForcedSignOut: "forced sign-out", explain.ByForcedSignIn: "forced sign-in of the same agent",
		explain.ByTimeout: fmt.Sprintf("nobody polled for %v", s.ended.Sub(s.lastSeen)), explain.ByAdmin: "ended from outside", explain.ByPush: "its events could not be pushed",
	}[s.cause]
	n := Notice{Kind: SessionEnded, Time: s.ended, Agent: s.agent, Text: "the session of agent " + s.agent + " ended: " + why}
	if s.cause == explain.ByTimeout {
		n.Hint = "Poll from the sign-in on; a session without polls ends."
	}
	return n
}

func renewalNotice(k *grant) Notice {
	return Notice{Kind: GuidRenewed, Time: k.issued, Agent: k.session.agent, Text: k.name() + " replaces the one before"}
}

// tellNotices logs what has happened to sessions and tells those who asked.
func (g *Gateway) tellNotices() {
	g.sessions.mu.Lock()
	notices := g.sessions.notices
	g.sessions.notices = nil
	g.sessions.mu.Unlock()
	for _, n := range notices {
		n.Deployment = g.name
		n.log(g.log, slog.LevelInfo)
		for _, f := range g.notify {
			f(n)
		}
	}
}

// log writes a notice as one record.
func (n Notice) log(l *slog.Logger, level slog.Level) {
	attrs := []slog.Attr{slog.String("text", n.Text)}
	for _, a := range []slog.Attr{
		slog.String("deployment", n.Deployment), slog.String("agent", n.Agent),
		slog.String("remote", n.Remote), slog.String("hint", n.Hint),
	} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	l.LogAttrs(context.Background(), level, string(n.Kind), attrs...)
}

// logs reports whether the log gets records of requests.
func (g *Gateway) logs(r *request) bool { return g.log.Enabled(r.http.Context(), slog.LevelInfo) }
