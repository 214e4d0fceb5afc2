package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gwcheck/gwcheck/mock/journal"
)

// Bounds of answers and waits.
const (
	defaultListed = 1000
	longestWait   = 5 * time.Minute
	streamPing    = 15 * time.Second // so that a dead follower is noticed
	writeLimit    = 30 * time.Second // for one answer, or one event of a stream
)

type entries struct {
	Stats   journal.Stats   `json:"stats"`
	Entries []journal.Entry `json:"entries"`
}

func (a *api) listJournal(w http.ResponseWriter, r *http.Request) error {
	f, err := filterOf(r, "limit", "format")
	if err != nil {
		return err
	}
	limit := defaultListed
	if text := r.URL.Query().Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 {
			return problem(http.StatusBadRequest, "parameter limit: %q, want a number above zero", text)
		}
	}
	found := a.Journal.List(f, limit)
	extend(w, writeLimit)
	switch format := r.URL.Query().Get("format"); format {
	case "", "json":
		write(w, "application/json", http.StatusOK, entries{a.Journal.Stats(), append([]journal.Entry{}, found...)})
		return nil
	case "lines":
		w.Header().Set("Content-Type", "application/x-ndjson")
		return journal.WriteLines(w, found)
	case "har":
		w.Header().Set("Content-Type", "application/json")
		return journal.WriteHAR(w, found, a.URL, a.Version)
	default:
		return problem(http.StatusBadRequest, "parameter format: %q, want json, lines or har", format)
	}
}

func (a *api) clearJournal(r *http.Request) (any, error) {
	f, err := filterOf(r)
	if err != nil {
		return nil, err
	}
	return struct {
		Removed int `json:"removed"`
	}{a.Journal.Clear(f)}, nil
}

func (a *api) entry(r *http.Request) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, problem(http.StatusBadRequest, "the id %q is no number", r.PathValue("id"))
	}
	e, ok := a.Journal.Get(id)
	if !ok {
		return nil, problem(http.StatusNotFound, "the journal has no entry %d, or has it no more", id)
	}
	return e, nil
}

// waitRequest asks for entries that may be still to come.
type waitRequest struct {
	Match     journal.Filter `json:"match"`
	Count     int            `json:"count"`     // 1 if zero
	TimeoutMs int            `json:"timeoutMs"` // 10 s if zero
}

func (a *api) wait(w http.ResponseWriter, r *http.Request) error {
	var q waitRequest
	if err := readJSON(r, &q); err != nil {
		return err
	}
	limit := time.Duration(q.TimeoutMs) * time.Millisecond
	switch {
	case q.Count < 0 || limit < 0 || limit > longestWait:
		return problem(http.StatusBadRequest, "want a count and a timeoutMs of zero or more, and at most %d ms", longestWait.Milliseconds())
	case limit == 0:
		limit = 10 * time.Second
	}
	ctx, cancel := context.WithTimeout(r.Context(), limit)
	defer cancel()
	extend(w, limit+writeLimit)
	found, err := a.Journal.Wait(ctx, q.Match, max(q.Count, 1))
	if err != nil {
		return problem(http.StatusRequestTimeout, "within %v the journal got %d of %d entries that match", limit, len(found), max(q.Count, 1))
	}
	write(w, "application/json", http.StatusOK, entries{a.Journal.Stats(), found})
	return nil
}

// stream follows the journal as server-sent events: the id of an event is that of
// the entry, so that a follower that reconnects misses nothing.
func (a *api) stream(w http.ResponseWriter, r *http.Request) error {
	f, err := filterOf(r)
	if err != nil {
		return err
	}
	if last, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil {
		f.After = max(f.After, last)
	}
	c := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	for {
		ctx, cancel := context.WithTimeout(r.Context(), streamPing)
		err := a.Journal.Follow(ctx, f, func(e journal.Entry) error {
			f.After = e.ID
			return event(w, c, e)
		})
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || r.Context().Err() != nil {
			return nil // the follower is gone
		}
		if err := comment(w, c); err != nil {
			return nil //nolint:nilerr // as above
		}
	}
}

func event(w http.ResponseWriter, c *http.ResponseController, e journal.Entry) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	extend(w, writeLimit)
	if _, err := fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", e.ID, e.Kind, data); err != nil {
		return err
	}
	return c.Flush()
}

func comment(w http.ResponseWriter, c *http.ResponseController) error {
	extend(w, writeLimit)
	if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil {
		return err
	}
	return c.Flush()
}

// extend gives the client more time to take what is written next. The request has
// been read: its deadline would end the wait.
func extend(w http.ResponseWriter, d time.Duration) {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Time{}) // only recorders in tests cannot
	_ = c.SetWriteDeadline(time.Now().Add(d))
}

// verifyRequest says how many entries are expected.
type verifyRequest struct {
	Match journal.Filter `json:"match"`
	journal.Count
}

func (a *api) verify(r *http.Request) (any, error) {
	var q verifyRequest
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	if q.Exactly == nil && q.AtLeast == nil && q.AtMost == nil {
		return nil, problem(http.StatusBadRequest, "want exactly, atLeast or atMost")
	}
	n, err := a.Journal.Verify(q.Match, q.Count)
	answer := struct {
		OK     bool   `json:"ok"`
		Count  int    `json:"count"`
		Reason string `json:"reason,omitempty"`
	}{OK: err == nil, Count: n}
	if err != nil {
		answer.Reason = err.Error()
	}
	return answer, nil
}
