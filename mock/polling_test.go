package mock_test

import (
	"context"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
)

func frozen(t *testing.T, opts ...mock.Option) (*mock.Gateway, *client, *clockwork.FakeClock) {
	t.Helper()
	clock := fakeClock()
	g, c := start(t, append([]mock.Option{mock.WithClock(clock)}, opts...)...)
	return g, c, clock
}

const emptyPoll = `{"message":"","retcode":"0"}`

// pollLater polls in the background and returns once the poll is held.
func (c *client) pollLater(clock *clockwork.FakeClock, agent, guid string) <-chan reply {
	c.t.Helper()
	answered := make(chan reply, 1)
	go func() {
		re, err := c.try("GET", resource+"/agentevent/"+agent, "", "Guid: "+guid)
		if err != nil {
			re.err = err
		}
		answered <- re
	}()
	if err := waitsOn(c.t, clock); err != nil {
		c.t.Fatalf("the poll is not held: %v", err)
	}
	return answered
}

// waitsOn waits until a poll waits on the clock.
func waitsOn(t *testing.T, clock *clockwork.FakeClock) error {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return clock.BlockUntilContext(ctx, 1)
}

// patience bounds every wait for something that is certain to happen. It fails
// a test that hangs, and none that is slow.
const patience = time.Minute

// eventually waits for a state that another goroutine reaches.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for limit := time.Now().Add(patience); !holds(); {
		if time.Now().After(limit) {
			t.Fatalf("not within %v: %s", patience, what)
		}
		time.Sleep(time.Millisecond)
	}
}

func (c *client) await(answered <-chan reply) reply {
	c.t.Helper()
	select {
	case re := <-answered:
		return re
	case <-time.After(patience):
		c.t.Fatal("the poll is not answered")
		return reply{}
	}
}

func TestPollsDeliverTheFirstEventsOnce(t *testing.T) {
	t.Parallel()
	_, c := start(t, soon)
	guid := c.signIn("102")
	for _, want := range []string{
		`{"message":"","retcode":"0","event":{"eventType":"AgentOther_InService","workNo":"102","content":null}}`,
		`{"message":"","retcode":"0","event":{"eventType":"AgentState_Ready","workNo":"102","content":null}}`,
		emptyPoll, emptyPoll,
	} {
		if got := c.poll("102", guid); string(got.body) != want {
			t.Errorf("got %s, want %s", got.body, want)
		}
	}
	if len(emptyPoll) != 28 {
		t.Errorf("the empty answer has %d bytes, want 28", len(emptyPoll))
	}
}

// quiet signs agent 102 in and takes the first events away.
func quiet(c *client) string {
	guid := c.signIn("102")
	c.poll("102", guid)
	c.poll("102", guid)
	return guid
}

func TestPollIsHeldForTenSeconds(t *testing.T) {
	t.Parallel()
	_, c, clock := frozen(t)
	answered := c.pollLater(clock, "102", quiet(c))
	clock.Advance(10*time.Second - 1)
	if waiting := waitsOn(t, clock); waiting != nil {
		t.Fatalf("answered too early: %v", waiting)
	}
	clock.Advance(1)
	if re := c.await(answered); string(re.body) != emptyPoll {
		t.Errorf("got %s", re.body)
	}
}

func TestPollIsAnsweredAtOnceWithoutPollWait(t *testing.T) {
	t.Parallel()
	_, c, _ := frozen(t, mock.WithPollWait(false, 0, 0))
	if re := c.poll("102", quiet(c)); string(re.body) != emptyPoll {
		t.Errorf("got %s", re.body)
	}
}

func TestEventEndsTheHold(t *testing.T) {
	t.Parallel()
	g, c, clock := frozen(t)
	answered := c.pollLater(clock, "102", quiet(c))
	if err := g.Inject("102", mock.AgentEvent{Type: "AgentState_Busy", Content: map[string]int{"a": 1}}); err != nil {
		t.Fatal(err)
	}
	want := `{"message":"","retcode":"0","event":{"eventType":"AgentState_Busy","workNo":"102","content":{"a":1}}}`
	if re := c.await(answered); string(re.body) != want {
		t.Errorf("got %s, want %s", re.body, want)
	}
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	t.Parallel()
	g, c, clock := frozen(t)
	guid := quiet(c)
	first := c.pollLater(clock, "102", guid)
	second := make(chan reply, 1)
	go func() { second <- c.poll("102", guid) }()
	if re := c.await(first); string(re.body) != emptyPoll {
		t.Errorf("first: %s", re.body)
	}
	if err := g.Inject("102", mock.AgentEvent{Type: "AgentState_Busy"}); err != nil {
		t.Fatal(err)
	}
	if re := c.await(second); re.event()["eventType"] != "AgentState_Busy" {
		t.Errorf("second: %s", re.body)
	}
}

func TestEndOfSessionEndsTheHold(t *testing.T) {
	t.Parallel()
	_, c, clock := frozen(t)
	guid := quiet(c)
	answered := c.pollLater(clock, "102", guid)
	c.send("DELETE", resource+"/onlineagent/102/logout", "", "Guid: "+guid)
	c.await(answered).wantFailure(t, "100-006")

	answered = c.pollLater(clock, "102", quiet(c))
	c.forceIn("102")
	c.await(answered).wantFailure(t, "000-003")
}

func TestEventIsKeptWhenTheClientDisconnects(t *testing.T) {
	t.Parallel()
	g, c, clock := frozen(t)
	guid := quiet(c)
	left := newClient(t, c.base, nil)
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		left.pollUntil(ctx, guid)
	}()
	if err := waitsOn(t, clock); err != nil {
		t.Fatal(err)
	}
	leave()
	<-gone
	eventually(t, "the poll ends with its client", func() bool { return !g.Polling("102") })
	if err := g.Inject("102", mock.AgentEvent{Type: "AgentState_Busy"}); err != nil {
		t.Fatal(err)
	}
	if re := c.poll("102", guid); re.event()["eventType"] != "AgentState_Busy" {
		t.Errorf("got %s", re.body)
	}
}

func TestInjectNeedsASession(t *testing.T) {
	t.Parallel()
	g, _ := start(t)
	if err := g.Inject("102", mock.AgentEvent{Type: "X"}); err == nil {
		t.Error("no error")
	}
	if _, err := g.RecordCall("102"); err == nil {
		t.Error("no error")
	}
}

func TestQueueOfEventsIsBounded(t *testing.T) {
	t.Parallel()
	g, c := start(t)
	c.signIn("102")
	var err error
	for i := 0; i < 2000 && err == nil; i++ {
		err = g.Inject("102", mock.AgentEvent{Type: "X"})
	}
	if err == nil {
		t.Error("2000 events were queued")
	}
}

func TestRecordCallDeliversEventAndRecording(t *testing.T) {
	t.Parallel()
	g, c, _ := frozen(t)
	guid := quiet(c)
	name, err := g.RecordCall("102")
	if err != nil {
		t.Fatal(err)
	}
	want := `{"message":"","retcode":"0","event":{"eventType":"AgentMediaEvent_Record","workNo":"102","content":` +
		`{"taskId":5207,"caller":"70006","recordID":"Yc1v1a102d20240516t1200000","called":"60015","locationId":"1",` +
		`"fileName":"Y:/1/0/20240516/102/1200000.V3","fileMediaType":"1","callId":"1715832000-5207"}}}`
	if re := c.poll("102", guid); string(re.body) != want {
		t.Errorf("got  %s\nwant %s", re.body, want)
	}
	if re := c.download("102", guid, "recordId", name); len(re.body) != 12000 {
		t.Errorf("%s: %.80q", name, re.body)
	}
	for range 20 { // calls of the same instant have names of their own
		next, err := g.RecordCall("102")
		if err != nil || next == name {
			t.Fatalf("%q, then %q: %v", name, next, err)
		}
		name = next
	}
}
