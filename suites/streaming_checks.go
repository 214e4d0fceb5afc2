package suites

import (
	"fmt"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// streamingChecks: the bytes of a recording, whatever its size and however it is read.
func streamingChecks(*spec.Document) []Check {
	checks := []Check{
		{ID: "streaming/framing", Title: "a recording is a well-formed HTTP message", Needs: served(),
			Body: holds(func(*spec.Document, recording) expect.Rule { return expect.Framed() })},
		{ID: "streaming/no-content-coding", Title: "a recording comes without content coding", Needs: served(),
			Body: holds(func(*spec.Document, recording) expect.Rule { return expect.NoContentCoding() })},
		{ID: "success/repeatable", Title: "the same recording comes again, byte for byte", Needs: served(), Body: repeatable},
		{ID: "streaming/parallel-not-mixed", Title: "parallel downloads of one agent are not mixed up", Needs: served(), Requests: 16, Body: parallelOneAgent},
	}
	for _, c := range sizeClasses {
		checks = append(checks, Check{
			ID: "streaming/size-boundaries:" + c.variant, Title: "a recording of " + c.title + " comes exactly", Needs: served().withRecording("of "+c.title, c.pick),
			Body: func(t *T) {
				s, rec := t.SignIn(0), t.Recording(c.pick)
				t.Then(t.Download(s, rec), expect.Served(rec))
			},
		})
	}
	return checks
}

const (
	kib = 1 << 10
	mib = 1 << 20
)

// sizeClasses are where implementations change their ways: buffers, chunks, counters.
var sizeClasses = []struct {
	variant, title string
	pick           func(recording) bool
}{
	{"one-byte", "1 byte", sized(1, 1)},
	{"some-kib", "some KiB", sized(2, 60*kib)},
	{"around-64-kib", "about 64 KiB", sized(64*kib-1, 64*kib+1)},
	{"around-1-mib", "about 1 MiB", sized(mib-1, mib+1)},
	{"thirty-mib", "30 MiB", sized(30*mib, 30*mib)},
}

func sized(from, to int64) func(recording) bool {
	return func(r recording) bool { return r.Size >= from && r.Size <= to }
}

func repeatable(t *T) {
	s, rec := t.twin()
	for range 3 {
		t.Then(t.Download(s, rec), expect.Served(rec))
	}
}

func parallelOneAgent(t *T) {
	s := t.SignIn(0)
	recordings := t.dep().Recordings[:min(4, len(t.dep().Recordings))]
	for _, rec := range recordings {
		t.Given(t.Download(s, rec), expect.Served(rec))
	}
	var joins []func()
	for _, rec := range recordings {
		joins = append(joins, t.inBackground(func(side *T) {
			side.Then(side.Download(s, rec), expect.Served(rec))
		}))
	}
	for _, join := range joins {
		join()
	}
	t.observe("streaming/progress", "%s", fmt.Sprintf("%d at once", len(recordings)))
}
