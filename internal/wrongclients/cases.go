package wrongclients

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Right are the clients that do everything right, one for each way of
// authentication and one for pool mode.
func Right() []Case {
	return []Case{
		{Name: "right-dynamic", Sentence: "Does all right under dynamic authentication.", Run: habits{}.day},
		{Name: "right-static", Sentence: "Does all right under static authentication.", Setting: Setting{Static: true}, Run: habits{}.day},
		{Name: "right-pool", Sentence: "Does all right in pool mode.", Setting: Setting{Static: true, Pool: true}, Run: habits{}.day},
	}
}

// Wrong are the clients that each break one requirement.
func Wrong() []Case {
	var all []Case
	for _, list := range [][]Case{guidCases(), sessionCases(), pathCases(), requestCases(), receiptCases()} {
		all = append(all, list...)
	}
	return all
}

// wrong is a client with one wrong habit.
func wrong(name, requirement, sentence string, h habits) Case {
	return Case{Name: name, Sentence: sentence, Requirement: requirement, Run: h.day}
}

// sends is a habit of sending the Guid in one header field.
func sends(field string, value func(guid string) string) habits {
	return habits{guid: func(c *client, r *http.Request) {
		if c.guid != "" {
			r.Header.Set(field, value(c.guid))
		}
	}}
}

func same(s string) string { return s }

func guidCases() []Case {
	return []Case{
		wrong("no-guid", "auth/guid-absent", "Sends no Guid.", habits{guid: func(*client, *http.Request) {}}),
		wrong("empty-guid", "auth/guid-empty", "Sends an empty Guid.", sends("Guid", func(string) string { return "" })),
		wrong("guid-in-cookie", "auth/guid-in-cookie", "Takes Set-GUID for a cookie.", sends("Cookie", func(g string) string { return "JSESSIONID=" + g })),
		wrong("guid-as-bearer", "auth/guid-only-in-header", "Sends the Guid as a bearer token.", sends("Authorization", func(g string) string { return "Bearer " + g })),
		wrong("guid-in-set-guid", "auth/guid-only-in-header", "Sends the Guid in the header Set-GUID.", sends("Set-GUID", same)),
		wrong("guid-in-query", "auth/guid-only-in-header", "Sends the Guid in the query.", habits{guid: func(c *client, r *http.Request) {
			q := r.URL.Query()
			q.Set("guid", c.guid)
			r.URL.RawQuery = q.Encode()
		}}),
		wrong("prefix-left-on", "auth/guid-prefixed", "Sends the value of Set-GUID with JSESSIONID=.", sends("Guid", func(g string) string { return "JSESSIONID=" + g })),
		wrong("guid-quoted", "auth/guid-extended", "Puts quotes around the Guid.", sends("Guid", func(g string) string { return `"` + g + `"` })),
		wrong("guid-cut", "auth/guid-truncated", "Cuts the Guid at the dot.", sends("Guid", func(g string) string { stem, _, _ := strings.Cut(g, "."); return stem })),
		wrong("guid-in-capitals", "auth/guid-letter-case", "Sends the Guid in upper case.", sends("Guid", strings.ToUpper)),
		wrong("guid-made-up", "auth/guid-never-issued", "Makes up a Guid.", sends("Guid", func(string) string { return strings.Repeat("ab", 24) + ".AgentGateway0" })),
		{Name: "guids-mixed-up", Requirement: "auth/guid-of-another-agent", Sentence: "Uses the Guid of one agent for another.", Run: mixedUp},
		wrong("renewal-ignored", "client/guid-adopted", "Keeps the Guid of the sign-in.", habits{adopt: func(*client, string) {}}),
		wrong("renewal-ignored-for-long", "auth/replaced-guid-lapses", "Keeps the Guid of the sign-in until it expires.", habits{adopt: func(*client, string) {}}),
	}
}

// mixedUp signs in two agents and downloads for one with the Guid of the other.
func mixedUp(w *World) error {
	a, b := &client{World: w, agent: "102"}, &client{World: w, agent: "103"}
	for _, c := range []*client{a, b} {
		if err := c.begin(); err != nil {
			return err
		}
	}
	a.guid = b.guid
	return a.get(callID, "")
}

func pathCases() []Case {
	path := func(name, requirement, sentence string, id func(e event) string) Case {
		return wrong(name, requirement, sentence, habits{recordID: id})
	}
	return []Case{
		path("serial-sent", "paths/event-serial", "Sends the recordID of the event.", func(e event) string { return e.Content.RecordID }),
		path("file-name-lowered", "retcodes/recording-absent", "Converts the fileName to lower case.", func(e event) string { return strings.ToLower(e.Content.FileName) }),
		path("backslashes-eaten", "paths/backslash-separators", "Loses its separators.", func(e event) string { return strings.ReplaceAll(e.Content.FileName, "/", "") }),
		path("drive-dropped", "paths/no-drive", "Drops the drive.", func(e event) string { _, rest, _ := strings.Cut(e.Content.FileName, ":/"); return rest }),
		path("path-as-url", "paths/neither-grammar", "Makes a URL of the path.", func(e event) string {
			if e.Content.FileName == "" {
				return ""
			}
			return "file:///" + e.Content.FileName
		}),
		path("path-with-dots", "security/traversal", "Puts a dot segment before the path.", func(e event) string { return strings.Replace(e.Content.FileName, ":/", ":/../", 1) }),
		path("path-quoted", "paths/neither-grammar", "Puts quotes around the path.", func(e event) string {
			if e.Content.FileName == "" {
				return ""
			}
			return `"` + e.Content.FileName + `"`
		}),
	}
}

func requestCases() []Case {
	query := func(name, requirement, sentence string, q func(url.Values) string) Case {
		return wrong(name, requirement, sentence, habits{query: q})
	}
	renamed := func(from, to string) func(url.Values) string {
		return func(q url.Values) string { return strings.Replace(q.Encode(), from+"=", to+"=", 1) }
	}
	list := []Case{
		query("record-id-misnamed", "parameters/record-id-missing", "Names the parameter recordID.", renamed("recordId", "recordID")),
		query("record-id-empty", "parameters/record-id-empty", "Sends an empty recordId.", func(url.Values) string { return "recordId=" }),
		query("encoded-twice", "parameters/reserved-encoded", "Percent-encodes the path twice.", func(q url.Values) string { return "recordId=" + url.QueryEscape(url.QueryEscape(q.Get("recordId"))) }),
		query("encoding-broken", "parameters/unreserved-encoded", "Sends a bare percent sign.", func(q url.Values) string { return "recordId=" + q.Get("recordId") + "%" }),
		query("filetype-misnamed", "parameters/filetype-default", "Names the parameter fileType.", func(q url.Values) string { return q.Encode() + "&fileType=1" }),
		wrong("filetype-forgotten", "parameters/filetype-voice-message", "Never sends filetype.", habits{filetype: func(string) string { return "" }}),
		wrong("filetype-always-two", "parameters/filetype-mismatch", "Always sends filetype=2.", habits{filetype: func(string) string { return "2" }}),
		wrong("filetype-in-words", "parameters/filetype-unknown", "Sends filetype=voice.", habits{filetype: func(string) string { return "voice" }}),
		wrong("location-in-words", "parameters/location-not-a-number", "Sends a locationId that is no number.", habits{query: func(q url.Values) string { q.Set("locationId", "center"); return q.Encode() }}),
		wrong("download-by-post", "method/get", "Downloads with POST.", habits{download: func(_ *client, r *http.Request) { r.Method = http.MethodPost }}),
		wrong("address-without-prefix", "parameters/address", "Leaves out /agentgateway/resource.", habits{download: func(_ *client, r *http.Request) { r.URL.Path = strings.TrimPrefix(r.URL.Path, resource) }}),
	}
	pool := query("location-forgotten", "retcodes/location-missing", "Sends no locationId in pool mode.", func(q url.Values) string { q.Del("locationId"); return q.Encode() })
	pool.Setting = Setting{Static: true, Pool: true}
	return append(list, pool)
}

func receiptCases() []Case {
	keeps := func(name, requirement, sentence string, keep func(c *client, id string, a answer)) Case {
		return wrong(name, requirement, sentence, habits{keep: keep})
	}
	return []Case{
		keeps("refusal-saved", "client/refusal-noticed", "Saves every answer with status 200 as a recording.", func(c *client, id string, a answer) {
			c.Receive(c.agent, id, a.err == nil, a.body)
		}),
		keeps("truncation-saved", "client/truncation-noticed", "Saves what there is when an answer ends early.", func(c *client, id string, a answer) {
			c.Receive(c.agent, id, a.recording(), a.body)
		}),
		keeps("text-mode", "client/recording-intact", "Changes line ends in recordings.", func(c *client, id string, a answer) {
			c.Receive(c.agent, id, a.recording() && a.err == nil, []byte(strings.ReplaceAll(string(a.body), "\n", "\r\n")))
		}),
		keeps("decoded", "client/recording-intact", "Decodes recordings as UTF-8.", func(c *client, id string, a answer) {
			c.Receive(c.agent, id, a.recording() && a.err == nil, []byte(strings.ToValidUTF8(string(a.body), "?")))
		}),
		keeps("recording-refused", "client/receives-recordings", "Expects Content-Length and gives up without it.", func(c *client, id string, a answer) {
			c.Receive(c.agent, id, a.header.Get("Content-Length") != "" && a.recording(), a.body)
		}),
	}
}

func sessionCases() []Case {
	signsIn := func(kind, body string) habits {
		return habits{signIn: func(c *client) (string, string, string, string) {
			return http.MethodPut, "/onlineagent/" + c.agent, kind, fmt.Sprintf(body, c.password())
		}}
	}
	return []Case{
		wrong("never-polls", "session/unpolled-session-ends", "Does not poll.", habits{silent: true}),
		{Name: "polls-without-pause", Requirement: "client/poll-pace", Sentence: "Polls without a pause.", Run: hasty},
		{Name: "polls-twice", Requirement: "client/one-poll", Sentence: "Polls for one agent in two threads.", Setting: Setting{Hold: true}, Run: pollsTwice},
		wrong("stays-after-100-006", "client/signs-in-again", "Goes on after 100-006 without a sign-in.", habits{stays: true}),
		{Name: "goes-on-after-sign-out", Requirement: "client/stops-after-sign-out", Sentence: "Polls on after its sign-out.", Run: goesOn},
		{Name: "two-sign-ins", Requirement: "client/sign-ins-apart", Sentence: "Signs in twice at the same time.", Run: twoSignIns},
		{Name: "never-forces", Requirement: "session/second-sign-in-refused", Sentence: "Repeats a plain sign-in that is refused with 100-002.", Run: neverForces},
		wrong("sign-in-as-form", "session/sign-in-unreadable", "Sends the sign-in as a form.", signsIn("application/x-www-form-urlencoded", "password=%s&phonenum=40038")),
		wrong("sign-in-without-phone", "session/sign-in-incomplete", "Leaves out phonenum.", signsIn("application/json", `{"password":"%s"}`)),
		wrong("password-with-newline", "session/wrong-password-refused", "Reads the password with its line end.", signsIn("application/json", `{"password":"%s\n","phonenum":"40038"}`)),
	}
}

// hasty polls as fast as it can.
func hasty(w *World) error {
	c := &client{World: w, agent: "102", habits: habits{pause: time.Millisecond}}
	if err := c.begin(); err != nil {
		return err
	}
	_, err := c.polls(8, 0)
	return err
}

func goesOn(w *World) error {
	c := &client{World: w, agent: "102", habits: habits{stays: true}}
	for _, step := range []func() error{c.begin, c.firstPolls, c.signOut, c.firstPolls} {
		if err := step(); err != nil {
			return err
		}
		c.Sleep(time.Second)
	}
	return nil
}

func neverForces(w *World) error {
	for range 4 {
		c := &client{World: w, agent: "102"}
		if _, err := c.signsIn("/onlineagent/102"); err != nil {
			return err
		}
		c.Sleep(time.Second)
	}
	return nil
}
