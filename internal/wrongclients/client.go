package wrongclients

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// client is a program that downloads recordings. Its habits may be wrong.
type client struct {
	*World
	habits
	agent string
	guid  string
}

// habits are how a client does things; nil functions do them right.
type habits struct {
	guid     func(c *client, r *http.Request) // sends the Guid
	adopt    func(c *client, guid string)     // takes a renewed Guid
	recordID func(e event) string             // of an event
	query    func(q url.Values) string        // encodes a query
	filetype func(recordID string) string     // of a recording
	pause    time.Duration                    // after a poll; 0 means 300 ms
	signIn   func(c *client) (method, target, kind, body string)
	download func(c *client, r *http.Request)     // changes the request
	keep     func(c *client, id string, a answer) // tells what it made of an answer
	silent   bool                                 // never polls
	stays    bool                                 // does not sign in again
}

type answer struct {
	header http.Header
	body   []byte
	err    error // of reading the body
}

func (a answer) recording() bool {
	return strings.HasPrefix(a.header.Get("Content-Type"), "application/octet-stream")
}

func (a answer) retcode() string {
	var e struct{ Retcode string }
	_ = json.Unmarshal(a.body, &e) // a recording has none
	return e.Retcode
}

type event struct {
	EventType string
	Content   struct{ RecordID, FileName, LocationID string } // names in any case
}

// UnmarshalJSON tells recordID and the other members apart by their exact names.
func (e *event) UnmarshalJSON(data []byte) error {
	var raw struct {
		EventType string         `json:"eventType"`
		Content   map[string]any `json:"content"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	text := func(name string) string { s, _ := raw.Content[name].(string); return s }
	e.EventType = raw.EventType
	e.Content.RecordID, e.Content.FileName, e.Content.LocationID = text("recordID"), text("fileName"), text("locationId")
	return nil
}

// longestBody bounds what a client reads, in bytes.
const longestBody = 16 << 20

const resource = "/agentgateway/resource"

// send sends a request and adopts the Guid of its answer.
func (c *client) send(method, target, kind, body string, change func(*http.Request)) (answer, error) {
	r, err := http.NewRequest(method, c.URL+target, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if change != nil {
		change(r)
	}
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	a := answer{header: resp.Header}
	a.body, a.err = io.ReadAll(io.LimitReader(resp.Body, longestBody))
	if guid := strings.TrimPrefix(resp.Header.Get("Set-GUID"), "JSESSIONID="); guid != "" {
		c.take(method, guid)
	}
	return a, nil
}

func (c *client) take(method, guid string) {
	if c.adopt == nil || method == http.MethodPut {
		c.guid = guid
		return
	}
	c.adopt(c, guid)
}

// withGuid sends the Guid as the client does.
func (c *client) withGuid(r *http.Request) {
	if c.habits.guid != nil {
		c.habits.guid(c, r)
		return
	}
	r.Header.Set("Guid", c.guid)
}

func (c *client) password() string { return c.agent + "-password" }

func (c *client) signsIn(target string) (answer, error) {
	method, kind := http.MethodPut, "application/json"
	body := fmt.Sprintf(`{"password":%q,"phonenum":"40038"}`, c.password())
	if c.habits.signIn != nil {
		method, target, kind, body = c.habits.signIn(c)
	}
	return c.send(method, resource+target, kind, body, nil)
}

// begin signs in, by force if the agent is signed in already.
func (c *client) begin() error {
	a, err := c.signsIn("/onlineagent/" + c.agent)
	if err == nil && a.retcode() == "100-002" {
		_, err = c.signsIn("/onlineagent/" + c.agent + "/forcelogin")
	}
	return err
}

// poll polls once and pauses.
func (c *client) poll() (e event, retcode string, err error) {
	a, err := c.send(http.MethodGet, resource+"/agentevent/"+c.agent, "", "", c.withGuid)
	if err != nil {
		return e, "", err
	}
	var envelope struct{ Event event }
	_ = json.Unmarshal(a.body, &envelope) // a body that is none has no event
	pause := c.pause
	if pause == 0 {
		pause = 300 * time.Millisecond
	}
	c.Sleep(pause)
	return envelope.Event, a.retcode(), nil
}

// polls polls for some time, and signs in again if the session is lost.
func (c *client) polls(times int, between time.Duration) (recorded event, err error) {
	for range times {
		c.Sleep(between)
		if c.silent {
			continue
		}
		e, retcode, err := c.poll()
		if err != nil {
			return recorded, err
		}
		if e.EventType == "AgentMediaEvent_Record" {
			recorded = e
		}
		if retcode == "100-006" && !c.stays {
			if err := c.begin(); err != nil {
				return recorded, err
			}
		}
	}
	return recorded, nil
}

// get downloads a recording and tells what the client made of the answer.
func (c *client) get(id, location string) error {
	q := url.Values{"recordId": {id}}
	if filetype := c.filetypeOf(id); filetype != "" {
		q.Set("filetype", filetype)
	}
	if location != "" {
		q.Set("locationId", location)
	}
	query := q.Encode()
	if c.query != nil {
		query = c.query(q)
	}
	a, err := c.send(http.MethodGet, resource+"/recordfile/"+c.agent+"?"+query, "", "", func(r *http.Request) {
		c.withGuid(r)
		if c.download != nil {
			c.download(c, r)
		}
	})
	if err != nil {
		return err
	}
	if c.keep != nil {
		c.keep(c, id, a)
		return nil
	}
	c.Receive(c.agent, id, a.recording() && a.err == nil, a.body)
	return nil
}

func (c *client) filetypeOf(id string) string {
	switch {
	case c.filetype != nil:
		return c.filetype(id)
	case strings.Contains(id, "/record/"):
		return "2"
	}
	return ""
}

func (c *client) signOut() error {
	_, err := c.send(http.MethodDelete, resource+"/onlineagent/"+c.agent+"/logout", "", "", c.withGuid)
	return err
}
