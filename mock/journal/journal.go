package journal

import (
	"context"
	"fmt"
	"sync"

	"github.com/gwcheck/gwcheck/mock"
)

// Limits bounds what a journal keeps. Zero fields have defaults.
type Limits struct {
	Entries int // at most so many; 10,000 by default
	Bytes   int // roughly, of all entries; 8 MiB by default
}

// Defaults of Limits.
const (
	defaultEntries = 10_000
	defaultBytes   = 8 << 20
)

// Journal keeps entries in the order in which they ended. It is safe for
// concurrent use.
type Journal struct {
	limits Limits
	taps   []func(Entry)

	mu      sync.Mutex
	entries []Entry // oldest first
	bytes   int
	last    int64         // id of the latest entry
	dropped int64         // entries that a limit removed
	more    chan struct{} // closed at the next entry; nil while nobody waits
}

// New makes an empty journal. It calls the taps for each entry, one entry at a time
// and in the order of the entries; they must not use the journal.
func New(l Limits, taps ...func(Entry)) *Journal {
	if l.Entries <= 0 {
		l.Entries = defaultEntries
	}
	if l.Bytes <= 0 {
		l.Bytes = defaultBytes
	}
	return &Journal{limits: l, taps: taps}
}

// Options are those with which a gateway writes to the journal. Several gateways
// may share one; [mock.WithName] tells them apart.
func (j *Journal) Options() []mock.Option {
	return []mock.Option{mock.WithObserver(func(o mock.Observation) { j.add(exchangeOf(o)) }), mock.WithNotices(j.Notify)}
}

// Notify adds a notice, also one of a server (see [mock.Serving]).
func (j *Journal) Notify(n mock.Notice) { j.add(noticeOf(n)) }

func (j *Journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	e.ID = j.last
	j.entries = append(j.entries, e)
	j.bytes += e.size()
	j.trim()
	for _, tap := range j.taps {
		tap(e)
	}
	if j.more != nil {
		close(j.more)
		j.more = nil
	}
}

// trim removes the oldest entries over a limit, but never the latest.
func (j *Journal) trim() {
	n := 0
	for len(j.entries)-n > 1 && (len(j.entries)-n > j.limits.Entries || j.bytes > j.limits.Bytes) {
		j.bytes -= j.entries[n].size()
		j.entries[n] = Entry{} // its texts can go
		n++
	}
	j.entries = j.entries[n:]
	j.dropped += int64(n)
}

// List returns the entries that a filter selects, oldest first, at most limit of
// them; no limit if it is zero.
func (j *Journal) List(f Filter, limit int) []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.list(f, limit)
}

func (j *Journal) list(f Filter, limit int) []Entry {
	var out []Entry
	for _, e := range j.entries {
		if f.Selects(e) {
			if out = append(out, e); len(out) == limit {
				break
			}
		}
	}
	return out
}

// Get returns the entry with an id, and false if there is none any more.
func (j *Journal) Get(id int64) (Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Stats says how much a journal holds.
type Stats struct {
	Entries int   `json:"entries"`
	Bytes   int   `json:"bytes"`   // roughly
	Last    int64 `json:"last"`    // id of the latest entry, 0 if there was none
	Dropped int64 `json:"dropped"` // entries that a limit removed
}

// Stats returns how much the journal holds.
func (j *Journal) Stats() Stats {
	j.mu.Lock()
	defer j.mu.Unlock()
	return Stats{len(j.entries), j.bytes, j.last, j.dropped}
}

// Clear removes the entries that a filter selects and returns how many there were.
func (j *Journal) Clear(f Filter) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	kept := make([]Entry, 0, len(j.entries))
	for _, e := range j.entries {
		if f.Selects(e) {
			j.bytes -= e.size()
			continue
		}
		kept = append(kept, e)
	}
	n := len(j.entries) - len(kept)
	j.entries = kept
	return n
}

// Wait waits until the filter selects count entries, and returns them. It returns
// at once if the journal has them already; [Filter.After] with the latest id
// ignores those. The error says what is there when the context ends.
func (j *Journal) Wait(ctx context.Context, f Filter, count int) ([]Entry, error) {
	for {
		j.mu.Lock()
		found := j.list(f, count)
		more := j.next()
		j.mu.Unlock()
		if len(found) >= count {
			return found, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return found, fmt.Errorf("%d of %d entries: %w", len(found), count, ctx.Err())
		}
	}
}

// next is closed at the next entry. The lock must be held.
func (j *Journal) next() <-chan struct{} {
	if j.more == nil {
		j.more = make(chan struct{})
	}
	return j.more
}

// Follow calls f for each entry that the filter selects, those of now first, until
// the context ends or f fails, and returns the error. A follower that is slower
// than a limit of the journal misses entries.
func (j *Journal) Follow(ctx context.Context, filter Filter, f func(Entry) error) error {
	for {
		j.mu.Lock()
		found := j.list(filter, 0)
		more := j.next()
		filter.After = max(filter.After, j.last)
		j.mu.Unlock()
		for _, e := range found {
			if err := f(e); err != nil {
				return err
			}
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
