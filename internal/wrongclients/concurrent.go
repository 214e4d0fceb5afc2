package wrongclients

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// patience is how long a client waits for what must happen, in real time.
const patience = 20 * time.Second

// pollsTwice has two polls of one agent at the same time.
func pollsTwice(w *World) error {
	c := &client{World: w, agent: "102"}
	if err := c.begin(); err != nil {
		return err
	}
	if err := c.firstPollsHeld(); err != nil {
		return err
	}
	first, second := c.pollLater(), (<-chan error)(nil)
	if err := until(func() bool { return c.Held(c.agent) }); err != nil {
		return err
	}
	second = c.pollLater()
	if err := receive(first); err != nil { // it is superseded
		return err
	}
	if err := c.Record(c.agent); err != nil { // which answers the other
		return err
	}
	return receive(second)
}

// firstPollsHeld takes the first events, so that further polls are held.
func (c *client) firstPollsHeld() error {
	_, err := c.polls(2, 0)
	return err
}

func (c *client) pollLater() <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := c.send(http.MethodGet, resource+"/agentevent/"+c.agent, "", "", c.withGuid)
		done <- err
	}()
	return done
}

// twoSignIns begins a sign-in, and makes another one before it ends the first.
func twoSignIns(w *World) error {
	slow, body := io.Pipe()
	c := &client{World: w, agent: "102"}
	r, err := http.NewRequest(http.MethodPut, c.URL+resource+"/onlineagent/102", slow)
	if err != nil {
		return err
	}
	r.Header.Set("Expect", "100-continue") // so that the gateway has the head before the body is read
	done := make(chan error, 1)
	go func() {
		resp, err := c.HTTP.Do(r)
		if err == nil {
			err = resp.Body.Close()
		}
		done <- err
	}()
	text := fmt.Sprintf(`{"password":%q,"phonenum":"40038"}`, c.password())
	if _, err := io.WriteString(body, text[:5]); err != nil {
		return err
	}
	c.Sleep(time.Second)
	if _, err := c.signsIn("/onlineagent/102/forcelogin"); err != nil {
		return err
	}
	c.Sleep(time.Second)
	if _, err := io.WriteString(body, text[5:]); err != nil {
		return err
	}
	return errors.Join(body.Close(), receive(done))
}

func until(holds func() bool) error {
	for limit := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			return errors.New("the gateway did not get there in time")
		}
	}
	return nil
}

func receive(done <-chan error) error {
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		return errors.New("the gateway did not answer in time")
	}
}
