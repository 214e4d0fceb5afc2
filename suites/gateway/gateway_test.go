package gateway_test

import (
	"context"
	"strings"
	"testing"

	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/mocktest"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/gateway"
	"github.com/gwcheck/gwcheck/suites/target"
)

const password = "Pa55word of agent 102"

// subject is a mock, and a client and a recording of it.
type subject struct {
	client    *gateway.Client
	agent     target.Agent
	recording target.Recording
}

func start(t *testing.T, opts ...mock.Option) subject {
	t.Helper()
	server := mocktest.Start(t, append([]mock.Option{mock.WithAuthMode(mock.Static), mock.WithAgent("102", password)}, opts...)...)
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	agent := target.Agent{ID: "102", Password: target.NewSecret(password), Phone: "40038"}
	client, err := gateway.NewClient(doc, target.Deployment{
		Name: "mock", URL: server.URL, AuthMode: 1, Download: true,
		TLS: target.TLS{CAData: server.CAData}, Agents: []target.Agent{agent},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := fixtures.Catalogue()[0]
	return subject{client, agent, target.Recording{Name: r.Name, RecordID: r.RecordID, Filetype: r.Filetype, Size: r.Size, SHA256: r.SHA256()}}
}

func (s subject) signIn(t *testing.T) *gateway.Session {
	t.Helper()
	session, err := s.client.SignIn(t.Context(), s.agent)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func TestMatchersJudgeTheAnswersOfAMock(t *testing.T) {
	t.Parallel()
	s := start(t)
	session := s.signIn(t)
	served := session.Download(t.Context(), s.recording)
	refused := session.Download(t.Context(), s.recording, gateway.WithGuid("none"))
	poll := session.Poll(t.Context())
	for name, c := range map[string]struct {
		exchange *gateway.Exchange
		matcher  types.GomegaMatcher
		want     bool
	}{
		"a recording is one":              {served, gateway.BeRecording(s.recording), true},
		"a recording of other bytes":      {served, gateway.BeRecording(target.Recording{Name: "other", Size: 3}), false},
		"a recording has status 200":      {served, gateway.HaveStatus(200), true},
		"a recording has no other status": {served, gateway.HaveStatus(204, 404), false},
		"a recording is no refusal":       {served, gateway.BeRefused(spec.GuidRefused), false},
		"a recording contains itself":     {served, gateway.ContainRecording(s.recording), true},
		"a refusal is one":                {refused, gateway.BeRefused(spec.GuidRefused), true},
		"a refusal for another condition": {refused, gateway.BeRefused(spec.DownloadDisabled), false},
		"a refusal is a failure":          {refused, gateway.BeFailure(), true},
		"a refusal has its code":          {refused, gateway.HaveRetcode("000-003"), true},
		"a refusal contains no recording": {refused, gateway.ContainRecording(s.recording), false},
		"a poll is successful":            {poll, gateway.BeSuccessful(), true},
		"a static poll delivers no Guid":  {poll, gateway.DeliverGuid(), false},
	} {
		got, err := c.matcher.Match(c.exchange)
		if err != nil || got != c.want {
			t.Errorf("%s: got %v and error %v, want %v", name, got, err, c.want)
		}
	}
}

func TestMatchersRefuseOtherValues(t *testing.T) {
	t.Parallel()
	for _, value := range []any{nil, 200, "text", (*gateway.Exchange)(nil), gateway.Exchange{}} {
		if _, err := gateway.HaveStatus(200).Match(value); err == nil {
			t.Errorf("HaveStatus takes a %T", value)
		}
	}
}

// A vendor's suite prints what Gomega prints.
func TestFailureMessagesKeepSecretsAndRecordings(t *testing.T) {
	t.Parallel()
	s := start(t)
	session := s.signIn(t)
	var messages []string
	g := NewGomega(func(message string, _ ...int) { messages = append(messages, message) })
	x := session.Download(t.Context(), s.recording)
	g.Expect(x).To(gateway.BeFailure())
	g.Expect(x).NotTo(gateway.BeRecording(s.recording))
	g.Expect(x).To(And(gateway.HaveStatus(200), gateway.HaveStatus(404)))
	g.Expect(x).To(BeNil())
	g.Expect([]*gateway.Exchange{x}).To(BeEmpty())
	if len(messages) != 5 {
		t.Fatalf("%d of 5 expectations failed", len(messages))
	}
	for _, m := range messages {
		if strings.Contains(m, session.Guid()) || strings.Contains(m, password) || strings.Contains(m, "RIFF") {
			t.Errorf("the message shows a secret or a recording:\n%s", m)
		}
	}
}

func TestSignInErrorsNameTheAgentAndKeepThePassword(t *testing.T) {
	t.Parallel()
	s := start(t)
	wrong := s.agent
	wrong.Password = target.NewSecret("not " + password)
	_, err := s.client.SignIn(t.Context(), wrong)
	if err == nil || !strings.Contains(err.Error(), "102") || !strings.Contains(err.Error(), "100-004") {
		t.Errorf("error: got %v, want one that names the agent and 100-004", err)
	}
	if err != nil && strings.Contains(err.Error(), "Pa55word") {
		t.Errorf("the error shows the password: %v", err)
	}
}

func TestDynamicSessionsDownloadWithThePolledGuid(t *testing.T) {
	t.Parallel()
	server := mocktest.Start(t, mock.WithAuthMode(mock.Dynamic), mock.WithAgent("102", password))
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	agent := target.Agent{ID: "102", Password: target.NewSecret(password)}
	client, err := gateway.NewClient(doc, target.Deployment{Name: "dynamic", URL: server.URL, AuthMode: 2, PollHold: target.DefaultPollHold, TLS: target.TLS{CAData: server.CAData}})
	if err != nil {
		t.Fatal(err)
	}
	session, err := client.SignIn(t.Context(), agent)
	if err != nil {
		t.Fatal(err)
	}
	r := fixtures.Catalogue()[0]
	rec := target.Recording{Name: r.Name, RecordID: r.RecordID, Filetype: r.Filetype, Size: r.Size, SHA256: r.SHA256()}
	NewWithT(t).Expect(session.Download(t.Context(), rec)).To(gateway.BeRecording(rec))
}

func TestAnEndedContextIsTheErrorOfTheExchange(t *testing.T) {
	t.Parallel()
	s := start(t)
	session := s.signIn(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := session.Download(ctx, s.recording)
	if x.Err() == nil || x.Status() != 0 || x.SHA256() != "" {
		t.Errorf("got error %v, status %d, digest %q", x.Err(), x.Status(), x.SHA256())
	}
}
