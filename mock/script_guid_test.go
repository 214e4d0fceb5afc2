package mock_test

import (
	"regexp"
	"strings"
	"time"
)

// intrusions offers Guids that are wrong, in the wrong place or out of date, to
// all operations that ask for one.
func (s *script) intrusions() {
	query := callPath + "&locationId=1"
	get := func(fields ...string) { s.send("GET /recordfile/102?"+query, fields...) }

	s.gateway.Expire("102")
	get()
	get("Guid: null")
	s.signIn("102", "/forcelogin", `{"password":"102-password","phonenum":"1"}`)
	s.signIn("103", "/forcelogin", `{"password":"103-password","phonenum":"1"}`)
	get(s.guid("102"))

	own := s.guids["102"]
	for _, offered := range []string{
		strings.Replace(own, ".", "0", 1), own[:len(own)-1] + "1", "00000000-0000-0000-0000-000000000000.AgentGateway0",
		"  " + own + "\t",
	} {
		get("Guid: " + offered)
	}
	get("Set-GUID: JSESSIONID=" + own)
	s.send("GET /recordfile/102;jsessionid=" + own + "?" + query)
	for _, field := range []string{"Guid: x", s.guid("103")} {
		s.pollWith("102", field)
		s.send("PUT /onlineagent/102/updateGuid", field)
		s.send("DELETE /onlineagent/102/logout", field)
		get(s.guid("102"))
	}
	s.send("PUT /onlineagent/102/updateGuid")
	s.update("102")
	get(s.guid("102"))
	s.send("DELETE /onlineagent/103/logout", s.guid("103"))
	get(s.guid("102"))
	s.send("PUT /onlineagent/103\n"+`{"password":"103-password","phonenum":"1"}`, s.guid("103"))
	s.wrongBeforePoll()
}

// wrongBeforePoll has requests with a wrong Guid or password before the poll that
// delivers what waits.
func (s *script) wrongBeforePoll() {
	for _, wrong := range []func(){
		func() { s.pollWith("102", "Guid: x") },
		func() { s.send("GET /recordfile/102?"+callPath+"&locationId=1", "Guid: x") },
		func() { s.send("DELETE /onlineagent/102/logout", "Guid: x") },
		func() { s.signIn("102", "", `{"password":"wrong","phonenum":"1"}`) },
		func() { s.signIn("102", "/forcelogin", `{"password":"wrong","phonenum":"1"}`) },
	} {
		s.forceIn("102")
		wrong()
		s.poll("102")
	}
}

// renewals follows the Guid of a session step by step.
func (s *script) renewals() {
	s.signIn("102", "/forcelogin", `{"password":"102-password","phonenum":"1"}`)
	first := s.guids["102"]
	for range 20 {
		s.poll("102")
		s.get("102", callPath+"&locationId=1")
		s.clock.Advance(time.Second)
	}
	s.pollWith("102", "Guid: "+first)
	s.send("DELETE /onlineagent/102/logout", s.guid("102"))
}

var resultGuid = regexp.MustCompile(`"guid":"([^"]*)"`)

// update exchanges an agent's Guid.
func (s *script) update(agent string) {
	if m := resultGuid.FindStringSubmatch(s.send("PUT /onlineagent/"+agent+"/updateGuid", s.guid(agent))); m != nil {
		s.guids[agent] = m[1]
	}
}
