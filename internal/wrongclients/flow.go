package wrongclients

import (
	"errors"
	"time"
)

// day is what a client does: it signs in, polls, downloads a new recording and
// sample ones, polls on until the Guid is renewed, meets refusals and the loss of
// its session, and signs out.
func (h habits) day(w *World) error {
	c := &client{World: w, habits: h, agent: "102"}
	for _, step := range []func(*client) error{
		(*client).begin, (*client).firstPolls, (*client).newRecording, (*client).untilRenewal,
		(*client).samples, (*client).refusals, (*client).lostSession, (*client).signOut,
	} {
		if err := step(c); err != nil {
			return err
		}
	}
	return nil
}

func (c *client) firstPolls() error {
	_, err := c.polls(3, 0)
	return err
}

// newRecording downloads the recording of a call that just began.
func (c *client) newRecording() error {
	if err := c.Record(c.agent); err != nil {
		return nil //nolint:nilerr // the client has not managed to sign in
	}
	e, err := c.polls(2, 0)
	if err != nil {
		return err
	}
	id := e.Content.FileName
	if c.recordID != nil {
		id = c.recordID(e)
	}
	if id == "" {
		return nil
	}
	return c.get(id, e.Content.LocationID)
}

// untilRenewal polls until the Guid must have been renewed, and downloads.
func (c *client) untilRenewal() error {
	if _, err := c.polls(7, 20*time.Second); err != nil {
		return err
	}
	return c.get(callID, "256")
}

func (c *client) samples() error {
	return errors.Join(c.get(callID, "256"), c.get(voiceID, "256"), c.get(Truncated, "256"))
}

// refusals asks for a recording that does not exist, on purpose.
func (c *client) refusals() error {
	c.Expect(c.agent, "104-005")
	return c.get(absent, "256")
}

// lostSession notices that the session is gone and begins anew.
func (c *client) lostSession() error {
	c.Expire(c.agent)
	if _, err := c.polls(2, 0); err != nil {
		return err
	}
	return c.get(callID, "256")
}
