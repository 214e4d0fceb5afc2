package mock_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

func TestSettingsChangeWhileAGatewayServes(t *testing.T) {
	t.Parallel()
	s := mock.NewSwitch(newGateway(t, mock.WithSeed(1), mock.WithDeviation("location-refused-outside-pool")))
	guid := signedIn(t, s)
	download := func() string {
		return serve(s, "GET", resource+"/recordfile/102", callQuery, "", guid).retcode()
	}
	if code := download(); code != "" {
		t.Fatalf("retcode %q before the change", code)
	}
	settings := s.Gateway().Settings()
	settings.Download = false
	if err := s.Change(mock.WithSettings(settings)); err != nil {
		t.Fatal(err)
	}
	if code := download(); code != "104-001" {
		t.Errorf("retcode %q, want 104-001", code)
	}
	settings.Download, settings.Pool = true, true
	if err := s.Change(mock.WithSettings(settings)); err != nil {
		t.Fatal(err)
	}
	if code := download(); code != "104-010" {
		t.Errorf("retcode %q, want 104-010", code)
	}
	other := guidOf(serve(s, "PUT", resource+"/onlineagent/103", "", signInBody("103"), ""))
	if other == guid || other == "" {
		t.Error("the Guid of another agent is the same")
	}
}

func TestBadSettingsChangeNothing(t *testing.T) {
	t.Parallel()
	s := mock.NewSwitch(newGateway(t))
	settings := s.Gateway().Settings()
	settings.GuidTimeout = time.Second
	if err := s.Change(mock.WithSettings(settings)); err == nil || !strings.Contains(err.Error(), "Guid timeout") {
		t.Errorf("error %v", err)
	}
	if got := s.Gateway().Settings().GuidTimeout; got != 2*time.Minute {
		t.Errorf("GUIDTIMEOUT is %v", got)
	}
}

func TestSessionsAreListedWithoutGuids(t *testing.T) {
	t.Parallel()
	g := newGateway(t)
	if list := g.Sessions(); len(list) != 0 {
		t.Errorf("sessions %+v", list)
	}
	signedIn(t, g)
	list := g.Sessions()
	if len(list) != 1 || list[0].Agent != "102" || list[0].Guid != "Guid 1 of agent 102" || list[0].Events != 2 {
		t.Errorf("sessions %+v", list)
	}
	g.Expire("102")
	if list := g.Sessions(); len(list) != 0 {
		t.Errorf("sessions %+v", list)
	}
}

func TestReplacedGatewayKeepsTheSessionsOfItsAgents(t *testing.T) {
	t.Parallel()
	s := mock.NewSwitch(newGateway(t, mock.WithAgent("102", "102-password"), mock.WithAgent("103", "103-password")))
	guid := signedIn(t, s)
	gone := guidOf(serve(s, "PUT", resource+"/onlineagent/103", "", signInBody("103"), ""))
	s.Replace(newGateway(t, mock.WithAgent("102", "new"), mock.WithAgent("104", "104-password"), mock.WithPool(true)))

	code := func(agent, query, guid string) string {
		return serve(s, "GET", resource+"/recordfile/"+agent, query, "", guid).retcode()
	}
	if got := code("102", callQuery, guid); got != "104-010" {
		t.Errorf("the session that goes on: %s, want 104-010 of pool mode", got)
	}
	if got := code("103", callQuery, gone); got != "100-006" {
		t.Errorf("the agent that is gone: %s", got)
	}
	for agent, body := range map[string]string{"104": signInBody("104"), "102/forcelogin": `{"password":"new","phonenum":"1"}`} {
		if re := serve(s, "PUT", resource+"/onlineagent/"+agent, "", body, ""); re.retcode() != "0" {
			t.Errorf("sign-in of %s: %s", agent, re.body)
		}
	}
	if re := serve(s, "PUT", resource+"/onlineagent/102/forcelogin", "", signInBody("102"), ""); re.retcode() != "100-004" {
		t.Errorf("the password of before: %s", re.body)
	}
}

func TestGuidsEndInTheNodesInTurn(t *testing.T) {
	t.Parallel()
	g := newGateway(t, mock.WithNodes(2))
	var nodes []string
	for range 3 {
		guid := guidOf(serve(g, "PUT", resource+"/onlineagent/102/forcelogin", "", signInBody("102"), ""))
		_, node, _ := strings.Cut(guid, ".")
		nodes = append(nodes, node)
	}
	if got := strings.Join(nodes, " "); got != "AgentGateway0 AgentGateway1 AgentGateway0" {
		t.Errorf("nodes %s", got)
	}
	if _, err := mock.New(mock.WithNodes(0)); err == nil {
		t.Error("no node is accepted")
	}
}
