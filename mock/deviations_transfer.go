package mock

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// Deviations in what happens around a transfer: to others at the same time, to
// slow clients, after clients that left.

const (
	longRecording         = 60 << 10             // recordings from here on take long enough to meet others, in bytes
	unbufferableRecording = 512 << 10            // recordings from here on do not fit into the buffers of a connection
	meetingTime           = 5 * time.Millisecond // how long one waits for others
	repeatedCallCode      = "000-007"            // retcode of a call that is made repeatedly

	slowRate  = 2 << 20                // bytes a second, which a client must take
	slowGrace = 500 * time.Millisecond // for which it may fall behind
)

func transferDeviations() []Deviation {
	sameAgent := func(a, b *request) bool { return a.agent == b.agent }
	otherAgent := func(a, b *request) bool { return a.agent != b.agent }
	always := func(*request) string { return "" }
	byAgent := func(r *request) string { return r.agent }
	return []Deviation{
		deviation("downloads-of-agent-mixed", "Downloads of an agent at the same time all get the recording asked for last.",
			breaks("streaming/parallel-not-mixed"), mixedWithLatest(sameAgent)),
		deviation("downloads-of-agents-mixed", "Downloads of several agents at the same time get the recording asked for last.",
			breaks("streaming/parallel-not-mixed"), mixedWithLatest(otherAgent)),
		deviation("one-download-at-a-time", "A download is refused while any other goes on.",
			breaks("streaming/parallel-served"), oneDownloadAtATime(always), "streaming/aborted-download"),
		deviation("one-download-per-agent", "A download is refused while another of the same agent goes on.",
			breaks("streaming/parallel-served"), oneDownloadAtATime(byAgent), "streaming/aborted-download"),
		deviation("seventh-on-connection-shifted", "From the seventh download on a connection on, recordings lack their first byte.",
			breaks("streaming/back-to-back"), seventhDownloadShifted, "success/exact-bytes", "auth/*", "failure/next-download-works"),
		deviation("slow-reader-cut", "A download that a client does not take soon is cut.",
			breaks("streaming/slow-reader"), slowCut, "streaming/*", "success/*"),
		deviation("broken-off-blocks-session", "After a client has broken a download off, its session gets no other.",
			breaks("streaming/aborted-download"), abortedDownloadBlocks, "streaming/*", "success/*"),
		deviation("poll-refused-beside-download", "A poll is refused while a download of the agent goes on.",
			breaks("streaming/poll-beside-download"), pollRefusedDuringDownload, "streaming/across-renewal"),
		deviation("renewal-cuts-download", "A renewal of the Guid cuts the downloads of the session.",
			breaks("streaming/across-renewal"), onUnbufferableRecording(renewalCut)),
	}
}

// mixedWithLatest gives a download the content of the one that was asked for last, if
// that goes on at the same time and the two are related.
func mixedWithLatest(related func(a, b *request) bool) func(*behavior) {
	return func(c *behavior) {
		var mu sync.Mutex
		waiting := map[*request]*request{} // and the last that came while they waited
		onLongRecording(func(a *answer) {
			mu.Lock()
			for r := range waiting {
				if related(a.request, r) {
					waiting[r] = a.request
				}
			}
			waiting[a.request] = a.request
			mu.Unlock()
			time.Sleep(meetingTime)
			mu.Lock()
			last := waiting[a.request]
			delete(waiting, a.request)
			mu.Unlock()
			if content, _, err := c.openRecording(last.place); err == nil {
				a.content = io.LimitReader(io.MultiReader(content, a.content), a.size)
			}
		})(c)
	}
}

// onLongRecording changes the answers that stream long recordings.
func onLongRecording(edit func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.streams() && a.size >= longRecording }, edit)
}

// oneDownloadAtATime refuses a long download while another with the same key goes on.
func oneDownloadAtATime(key func(*request) string) func(*behavior) {
	return func(c *behavior) {
		var busy sync.Map
		addLastRefusal(func(r *request) error {
			if r.size < longRecording {
				return nil
			}
			if _, taken := busy.LoadOrStore(key(r), true); taken {
				return refuseWith(repeatedCallCode, spec.ServerFault, "another download goes on")
			}
			time.Sleep(meetingTime)
			r.content = &closeHook{r.content, func() { busy.Delete(key(r)) }}
			return nil
		})(c)
	}
}

// closeHook does something when a recording is closed.
type closeHook struct {
	io.ReadCloser
	closed func()
}

func (c *closeHook) Close() error {
	c.closed()
	return c.ReadCloser.Close()
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

// onUnbufferableRecording writes recordings that no buffer holds in a way of its own.
func onUnbufferableRecording(write func(w *rawWriter) error) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.streams() && a.size >= unbufferableRecording }, raw(write))
}

// writeUnbuffered writes a chunked recording so that little of it is under way: the
// writer feels how the reader reads.
func writeUnbuffered(w *rawWriter) error {
	w.shrinkSendBuffer()
	w.head("Connection: close", "Transfer-Encoding: chunked")
	w.endHead()
	if err := w.chunks(16<<10, ""); err != nil {
		return err
	}
	if _, err := w.WriteString("0\r\n\r\n"); err != nil {
		return err
	}
	return w.Flush()
}

// shrinkSendBuffer has the system keep little of what is written.
func (w *rawWriter) shrinkSendBuffer() {
	conn := w.conn
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if t, ok := conn.(*net.TCPConn); ok {
		t.SetWriteBuffer(16 << 10) //nolint:errcheck // then it keeps more
	}
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

// abortedDownloadBlocks and pollRefusedDuringDownload hold a download to go on until the last
// of its recording is read, so that a client who has all of it finds it ended.

func abortedDownloadBlocks(c *behavior) {
	goingOn := whileGoingOn(c)
	addLastRefusal(func(r *request) error {
		if goingOn(r.session) {
			return refuseWith(repeatedCallCode, spec.ServerFault, "the download before has not ended")
		}
		return nil
	})(c)
}

func pollRefusedDuringDownload(c *behavior) {
	goingOn := whileGoingOn(c)
	addRefusal(spec.GetAgentEvent, "beside", func(r *request) error {
		if goingOn(r.session) {
			return refuseWith(repeatedCallCode, spec.ServerFault, "a download goes on")
		}
		return nil
	})(c)
}

// whileGoingOn marks the sessions that have a longer download which has not
// been read to its end.
func whileGoingOn(c *behavior) (goingOn func(*session) bool) {
	var marked sync.Map
	onUnbufferableRecording(func(w *rawWriter) error {
		s, content := w.answer.request.session, w.answer.content
		marked.Store(s, true)
		w.answer.content = readerFunc(func(p []byte) (int, error) {
			n, err := content.Read(p)
			if err == io.EOF {
				marked.Delete(s)
			}
			return n, err
		})
		return writeUnbuffered(w)
	})(c)
	return func(s *session) bool { _, is := marked.Load(s); return is }
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
