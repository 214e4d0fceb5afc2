package admin

import (
	"net/http"
	"time"
)

// Clock is the clock of a mock that can be moved.
type Clock interface {
	Now() time.Time
	Move(by time.Duration) error
	Freeze()
	Run()
	Frozen() bool
}

// clockState is what the clock shows.
type clockState struct {
	Mode   string    `json:"mode"` // real or manual
	Frozen bool      `json:"frozen"`
	Now    time.Time `json:"now"`
}

func (a *api) clock(*http.Request) (any, error) {
	if a.Clock == nil {
		return clockState{"real", false, time.Now().UTC()}, nil
	}
	return clockState{"manual", a.Clock.Frozen(), a.Clock.Now().UTC()}, nil
}

// advanceRequest says by how much the clock moves.
type advanceRequest struct {
	Milliseconds int64 `json:"ms"`
}

func (a *api) advance(r *http.Request) (any, error) {
	var q advanceRequest
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	if err := a.movable(); err != nil {
		return nil, err
	}
	by := time.Duration(q.Milliseconds) * time.Millisecond
	if by/time.Millisecond != time.Duration(q.Milliseconds) {
		by = -1 // more than a duration holds
	}
	if err := a.Clock.Move(by); err != nil {
		return nil, problem(http.StatusUnprocessableEntity, "%v", err)
	}
	return a.clock(r)
}

func (a *api) freeze(r *http.Request) (any, error) {
	if err := a.movable(); err != nil {
		return nil, err
	}
	a.Clock.Freeze()
	return a.clock(r)
}

func (a *api) resetClock(r *http.Request) (any, error) {
	if err := a.movable(); err != nil {
		return nil, err
	}
	a.Clock.Run()
	return a.clock(r)
}

func (a *api) movable() error {
	if a.Clock == nil {
		return problem(http.StatusConflict, "this mock lives by the clock of the machine; start it with --clock manual")
	}
	return nil
}
