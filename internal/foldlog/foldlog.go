// Package foldlog folds repeated records of a log: the first is written at once,
// and what repeats it is counted and written as one record when something else
// happens, or at the 1st, 10th, 100th repeat and so on. It bounds neither the length of
// records nor how many differ.
package foldlog

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
)

// Handler is a slog.Handler that folds repeats. It is safe for concurrent use.
type Handler struct {
	next   slog.Handler
	ignore []string
	state  *state
}

// state is shared by the handlers that are derived from one.
type state struct {
	mu      sync.Mutex
	key     string // of the latest record
	last    slog.Record
	repeats int // of it that are not written
	written int // repeats at which a record was written last
}

// New folds the records of a handler. Records that differ only in their time and
// in the ignored attributes are repeats.
func New(next slog.Handler, ignored ...string) *Handler {
	return &Handler{next, ignored, &state{}}
}

// Enabled implements slog.Handler.
func (h *Handler) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

// WithAttrs implements slog.Handler.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &Handler{h.next.WithAttrs(attrs), h.ignore, h.state}
}

// WithGroup implements slog.Handler.
func (h *Handler) WithGroup(name string) slog.Handler {
	return &Handler{h.next.WithGroup(name), h.ignore, h.state}
}

// Handle implements slog.Handler.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	key := h.key(r)
	s := h.state
	s.mu.Lock()
	defer s.mu.Unlock()
	if key == s.key {
		s.repeats++
		s.last = r
		if !isPowerOfTen(s.repeats) {
			return nil
		}
		return h.flush(ctx)
	}
	err := h.flush(ctx)
	s.key, s.repeats, s.written = key, 0, 0
	if failed := h.next.Handle(ctx, r); failed != nil {
		err = failed
	}
	return err
}

// flush writes how often the latest record was repeated since it was written.
func (h *Handler) flush(ctx context.Context) error {
	s := h.state
	if s.repeats == s.written {
		return nil
	}
	r := s.last.Clone()
	r.AddAttrs(slog.Int("repeats", s.repeats))
	s.written = s.repeats
	return h.next.Handle(ctx, r)
}

// key tells records apart.
func (h *Handler) key(r slog.Record) string {
	var b strings.Builder
	b.WriteString(r.Level.String() + " " + r.Message)
	r.Attrs(func(a slog.Attr) bool {
		if !slices.Contains(h.ignore, a.Key) {
			b.WriteString("\x00" + a.Key + "=" + a.Value.String())
		}
		return true
	})
	return b.String()
}

func isPowerOfTen(n int) bool {
	for ; n >= 10 && n%10 == 0; n /= 10 {
	}
	return n == 1
}
