package mock

import (
	"errors"
	"io"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

const (
	repeatedCallCode = "000-007" // retcode of a call that is made repeatedly

	slowRate  = 2 << 20                // bytes a second, which a client must take
	slowGrace = 500 * time.Millisecond // for which it may fall behind
)

// transferDeviations affect simultaneous downloads, slow clients, and what
// follows an aborted download.
func transferDeviations() []Deviation {
	sameAgent := func(a, b *request) bool { return a.agent == b.agent }
	otherAgent := func(a, b *request) bool { return a.agent != b.agent }
	always := func(*request) string { return "" }
	byAgent := func(r *request) string { return r.agent }
	return []Deviation{
		deviation("downloads-of-agent-mixed", "Simultaneous downloads of one agent all get the recording requested last.",
			breaks("streaming/parallel-not-mixed"), mixedWithLatest(sameAgent)),
		deviation("downloads-of-agents-mixed", "Simultaneous downloads of different agents get the recording requested last.",
			breaks("streaming/parallel-not-mixed"), mixedWithLatest(otherAgent)),
		deviation("one-download-at-a-time", "A download is refused while any other is in progress.",
			breaks("streaming/parallel-served"), oneDownloadAtATime(always), "streaming/aborted-download"),
		deviation("one-download-per-agent", "A download is refused while another of the same agent is in progress.",
			breaks("streaming/parallel-served"), oneDownloadAtATime(byAgent), "streaming/aborted-download"),
		deviation("seventh-on-connection-shifted", "From the seventh download on a connection, recordings lack their first byte.",
			breaks("streaming/back-to-back"), seventhDownloadShifted, "success/exact-bytes", "auth/*", "failure/next-download-works"),
		deviation("slow-reader-cut", "A download is cut if the client reads slowly.",
			breaks("streaming/slow-reader"), slowCut, "streaming/*", "success/*"),
		deviation("broken-off-blocks-session", "After a client aborted a download, its session gets no other.",
			breaks("streaming/aborted-download"), abortedDownloadBlocks, "streaming/*", "success/*"),
		deviation("poll-refused-beside-download", "A poll is refused while a download of the agent is in progress.",
			breaks("streaming/poll-beside-download"), pollRefusedDuringDownload, "streaming/across-renewal"),
		deviation("renewal-cuts-download", "Renewing the Guid cuts the downloads of its session.",
			breaks("streaming/across-renewal"), onUnbufferableRecording(renewalCut)),
	}
}

// mixedWithLatest goes on with the content of a related download that is asked for while
// a longer one lasts.
func mixedWithLatest(related func(a, b *request) bool) func(*behavior) {
	return func(c *behavior) {
		var mu sync.Mutex
		lasting := map[*request]*request{} // and the related one that was asked for last
		addLastRefusal(func(r *request) error {
			if r.size < unbufferableRecording {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			for other := range lasting {
				if related(r, other) {
					lasting[other] = r
				}
			}
			lasting[r] = r
			last := func() *request {
				mu.Lock()
				defer mu.Unlock()
				return lasting[r]
			}
			r.content = &closeHook{&overlaid{ReadCloser: r.content, of: r, last: last, open: c.openRecording}, func() {
				mu.Lock()
				defer mu.Unlock()
				delete(lasting, r)
			}}
			return nil
		})(c)
		onUnbufferableRecording(writeUnbuffered)(c)
	}
}

// overlaid reads a recording and puts over it, from the same place on, the one
// of the request that last names. The length stays.
type overlaid struct {
	io.ReadCloser
	of    *request // whose recording lies over it; at first its own
	over  io.ReadCloser
	last  func() *request
	open  func(place) (io.ReadCloser, int64, error)
	taken int64 // bytes
}

func (o *overlaid) Read(p []byte) (int, error) {
	if r := o.last(); r != o.of {
		if err := o.lay(r); err != nil {
			return 0, err
		}
	}
	n, err := o.ReadCloser.Read(p)
	o.taken += int64(n)
	if o.over != nil {
		io.ReadFull(o.over, p[:n]) //nolint:errcheck // it may be shorter
	}
	return n, err
}

// lay opens the recording of another request at the place that is read next.
func (o *overlaid) lay(r *request) error {
	if o.over != nil {
		o.over.Close() //nolint:errcheck // read only
	}
	over, _, err := o.open(r.place)
	if err != nil {
		return err
	}
	o.of, o.over = r, over
	io.CopyN(io.Discard, over, o.taken) //nolint:errcheck // it may be shorter
	return nil
}

func (o *overlaid) Close() error {
	if o.over != nil {
		o.over.Close() //nolint:errcheck // read only
	}
	return o.ReadCloser.Close()
}

// oneDownloadAtATime refuses a download while a longer one with the same key lasts: to
// the last byte of its recording, or until its client is gone.
func oneDownloadAtATime(key func(*request) string) func(*behavior) {
	return func(c *behavior) {
		var lasting sync.Map
		addLastRefusal(func(r *request) error {
			k := key(r)
			_, taken := lasting.Load(k)
			if !taken && r.size >= unbufferableRecording {
				_, taken = lasting.LoadOrStore(k, true)
			}
			if taken {
				return refuseWith(repeatedCallCode, spec.ServerFault, "another download goes on")
			}
			if r.size >= unbufferableRecording {
				free := sync.OnceFunc(func() { lasting.Delete(k) })
				r.content = &closeHook{&endHook{r.content, free}, free}
			}
			return nil
		})(c)
		onUnbufferableRecording(writeUnbuffered)(c)
	}
}

// closeHook calls closed when a recording is closed.
type closeHook struct {
	io.ReadCloser
	closed func()
}

func (c *closeHook) Close() error {
	c.closed()
	return c.ReadCloser.Close()
}

// endHook does something when a recording has been read to its end. A client who
// has all of it finds that done.
type endHook struct {
	io.ReadCloser
	ended func()
}

func (e *endHook) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if err == io.EOF {
		e.ended()
	}
	return n, err
}

func seventhDownloadShifted(c *behavior) {
	var mu sync.Mutex
	downloads := map[string]int{}
	onRecording(func(a *answer) {
		mu.Lock()
		downloads[a.request.http.RemoteAddr]++
		n := downloads[a.request.http.RemoteAddr]
		mu.Unlock()
		if n >= 7 {
			a.content = &skippingReader{r: a.content, skip: 1}
		}
	})(c)
}

var errSlow = errors.New("the client reads too slowly")

// slowCut cuts a download whose client takes less than slowRate, by the
// gateway's clock: on a clock that is moved, the speed of the machine does not
// matter.
func slowCut(c *behavior) {
	onUnbufferableRecording(func(w *rawWriter) error {
		began, content, taken := c.clock.Now(), w.answer.content, int64(0)
		w.answer.content = readerFunc(func(p []byte) (int, error) {
			due := slowGrace + time.Duration(taken*int64(time.Second)/slowRate)
			if c.clock.Since(began) > due {
				return 0, errSlow
			}
			n, err := content.Read(p)
			taken += int64(n)
			return n, err
		})
		return writeUnbuffered(w)
	})(c)
}

func abortedDownloadBlocks(c *behavior) {
	var lasting sync.Map
	addLastRefusal(func(r *request) error {
		if _, is := lasting.Load(r.session); is {
			return refuseWith(repeatedCallCode, spec.ServerFault, "the download before has not ended")
		}
		return nil
	})(c)
	markLonger(&lasting)(c)
}

func pollRefusedDuringDownload(c *behavior) {
	var lasting sync.Map
	addRefusal(spec.GetAgentEvent, "download-in-progress", func(r *request) error {
		if _, is := lasting.Load(r.session); is {
			return refuseWith(repeatedCallCode, spec.ServerFault, "a download goes on")
		}
		return nil
	})(c)
	markLonger(&lasting)(c)
}

// markLonger marks the sessions that have a longer download which has not been
// read to its end.
func markLonger(lasting *sync.Map) func(*behavior) {
	return all(onUnbufferableRecording(writeUnbuffered), func(c *behavior) {
		addLastRefusal(func(r *request) error {
			if r.size >= unbufferableRecording {
				lasting.Store(r.session, true)
				r.content = &endHook{r.content, func() { lasting.Delete(r.session) }}
			}
			return nil
		})(c)
	})
}

var errRenewed = errors.New("the Guid was renewed")

func renewalCut(w *rawWriter) error {
	s := w.answer.request.session
	first := s.guid()
	w.answer.content = readerFunc(func(read func(p []byte) (int, error)) func(p []byte) (int, error) {
		return func(p []byte) (int, error) {
			if s.guid() != first {
				return 0, errRenewed
			}
			return read(p)
		}
	}(w.answer.content.Read))
	return writeUnbuffered(w)
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
