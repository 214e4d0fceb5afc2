package suites_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

func readings(names ...string) []mock.Option { return []mock.Option{mock.WithReading(names...)} }

// deployed changes what the target says of each deployment.
func deployed(change func(*target.Deployment)) func(*testing.T, *underTest, *suites.Config) {
	return func(_ *testing.T, u *underTest, _ *suites.Config) {
		for i := range u.target.Deployments {
			change(&u.target.Deployments[i])
		}
	}
}

// legalPaces are about how fast answers come.
func legalPaces() []legalOddity {
	return []legalOddity{
		{name: "a pause of 300 ms in every download", edits: each(takes(300 * time.Millisecond))},
		{name: "a proxy pauses in the middle of each body", write: writePausing},
		{name: "a slow line of 2 s for every download", edits: each(takes(2 * time.Second)), core: true},
	}
}

// takes lets time pass for the gateway during every download.
func takes(d time.Duration) func(*legalAnswer) {
	return func(a *legalAnswer) {
		if strings.Contains(a.request.URL.Path, "/recordfile/") {
			a.clock.Advance(d)
		}
	}
}

func writePausing(c net.Conn, a *legalAnswer) bool {
	half := len(a.body) / 2
	_, _ = c.Write([]byte(a.head("1.1") + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(a.body))))
	_, _ = c.Write(a.body[:half])
	pause(2 * time.Millisecond)
	_, err := c.Write(a.body[half:])
	return err == nil
}

// legalEnvelopes are about JSON.
func legalEnvelopes() []legalOddity {
	first := func(members string) []func(*legalAnswer) {
		return each(func(a *legalAnswer) { a.replaceBody("{", "{"+members+",") })
	}
	return []legalOddity{
		{name: "Jackson adds further members", edits: first(`"success":true,"data":[1,{"a":null}],"timestamp":1700000000000`)},
		{name: "Jackson indents envelopes", options: readings("pretty-json")},
		{name: "Gson escapes characters", options: readings("escaped-json")},
		{name: "fastjson writes the members in reverse order", options: readings("key-order-reversed")},
		{name: "white space around an envelope", edits: each(func(a *legalAnswer) {
			if a.isJSON() {
				a.body = []byte("{\n\t" + string(a.body[1:]) + "\r\n ")
			}
		})},
		{name: "an envelope has a number that no float holds", edits: first(`"limit":1e400,"small":1e-999,"long":123456789012345678901234567890`), core: true},
		{name: "an envelope is 60 KiB long", edits: first(`"padding":"` + padding(60<<10) + `"`)},
		{name: "an envelope is 1 MiB long", edits: first(`"padding":"` + padding(1<<20-4<<10) + `"`), only: envelopeChecks},
		{name: "an envelope of 1 MiB is sent in chunks", edits: first(`"padding":"` + padding(1<<20-4<<10) + `"`), write: writeChunked(8<<10, "", ""), only: envelopeChecks},
		{name: "an envelope is nested 100 deep", edits: first(`"deep":` + strings.Repeat("[", 100) + strings.Repeat("]", 100))},
		{name: "the result of a failure is null", options: readings("result-null")},
		{name: "the result of a failure is absent", options: readings("result-absent")},
		{name: "the result of a failure is an object", options: readings("result-object")},
		{name: "messages are in Chinese", options: readings("message-chinese")},
	}
}

// envelopeChecks are few, since each reads envelopes several times.
var envelopeChecks = []string{"failure/valid-json", "failure/message-string", "session/sign-in*", "success/exact-bytes*", "events/envelope"}

// legalGuids are about Guids and cookies.
func legalGuids() []legalOddity {
	return []legalOddity{
		{name: "every poll sets the same Guid", options: readings("set-guid-on-every-poll")},
		{name: "every poll renews the Guid", options: readings("every-poll-renews")},
		{name: "Guids are UUIDs", options: readings("uuid-guid")},
		{name: "Guids are opaque", options: readings("opaque-guid")},
		{name: "only the newest Guid is valid", options: readings("guid-newest-only")},
		{name: "Guids are renewed every 2 s", options: quickGuids(), set: quickTarget, core: true},
		{name: "Guids are renewed every 2 s on a line that pauses", options: quickGuids(), set: quickTarget, edits: each(takes(300 * time.Millisecond))},
		{name: "sessions end after 20 s without a poll", options: []mock.Option{mock.WithSessionTimeout(20 * time.Second)}, set: deployed(func(d *target.Deployment) { d.SessionTimeout = 20 * time.Second })},
		{name: "refused Guids have 401 and 100-006", options: readings("refused-guid-status-401", "refused-guid-is-100-006")},
		{name: "no session is 000-003", options: readings("no-session-is-000-003")},
	}
}

func quickGuids() []mock.Option {
	return []mock.Option{mock.WithGuidInterval(2 * time.Second), mock.WithGuidTimeout(4 * time.Second), mock.WithPollWait(true, 10, 100*time.Millisecond)}
}

func quickTarget(t *testing.T, u *underTest, cfg *suites.Config) {
	deployed(func(d *target.Deployment) {
		d.GuidInterval, d.GuidTimeout, d.PollHold = 2*time.Second, 4*time.Second, time.Second
	})(t, u, cfg)
}

// legalRefusals are about failures and what a proxy answers for a gateway.
func legalRefusals() []legalOddity {
	rows := []legalOddity{
		{name: "a firewall shows one page for every odd request", instead: blockPageAs("403 Forbidden"), core: true, warns: []string{"security/traversal-envelope"}},
		{name: "a firewall shows one page with status 200 for every odd request", instead: blockPageAs("200 OK"), core: true, warns: []string{"security/traversal-envelope"}},
		{name: "a firewall resets the connection of every attack", instead: resetAttacks, core: true, warns: []string{"security/traversal-envelope"}},
		{name: "Tomcat answers other methods with an HTML page", through: methodPages, only: []string{"method", "security", "success"}},
		{name: "unknown addresses get a JSON error of Spring", through: springErrors, only: []string{"method", "security", "success", "paths"}},
		{name: "the session is polled by one request alone", options: readings("second-poll-refused")},
	}
	for _, name := range []string{"failure-status-400", "failure-status-404", "failure-status-500", "head-answered", "options-answered", "other-method-is-404", "other-method-is-501", "other-method-is-envelope"} {
		rows = append(rows, legalOddity{name: "the reading " + name, options: readings(name)})
	}
	return rows
}

const blockedPage = "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"

func isOdd(r *http.Request) bool {
	documented := r.Method == http.MethodGet || r.Method == http.MethodPost || r.Method == http.MethodPut || r.Method == http.MethodDelete
	return isAttack(r) || !documented || !strings.Contains(r.URL.Path, "/agentgateway/resource/")
}

// blockPageAs answers every odd request with one page, under that status.
func blockPageAs(status string) func(net.Conn, *http.Request) bool {
	return func(c net.Conn, r *http.Request) bool {
		if !isOdd(r) {
			return false
		}
		body := blockedPage
		if r.Method == http.MethodHead {
			body = ""
		}
		_, _ = fmt.Fprintf(c, "HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, len(blockedPage), body)
		return true
	}
}

func resetAttacks(c net.Conn, r *http.Request) bool {
	if isAttack(r) {
		reset(c)
		return true
	}
	return false
}

func methodPages(gateway http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete:
			if !strings.Contains(r.URL.Path, "/recordfile/") || r.Method == http.MethodGet {
				gateway.ServeHTTP(w, r)
				return
			}
		}
		w.Header().Set("Content-Type", "text/html;charset=utf-8")
		w.Header().Set("Allow", "GET")
		w.WriteHeader(http.StatusMethodNotAllowed)
		_, _ = w.Write([]byte("<!doctype html><title>HTTP Status 405</title>"))
	})
}

func springErrors(gateway http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isOdd(r) || isAttack(r) {
			gateway.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"timestamp":"2026-12-01T00:00:00.000+00:00","status":404,"error":"Not Found","path":"/"}`))
	})
}
