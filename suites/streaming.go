package suites

import (
	"io"
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

const (
	kib = 1 << 10
	mib = 1 << 20
)

// streamingChecks: the bytes of a recording, whatever its size and however it is read.
func streamingChecks(*spec.Document) []engine.Check {
	checks := []engine.Check{
		{ID: "streaming/size-one", Title: "a recording of a single byte comes", Needs: served().WithRecording("of 1 byte", sized(1, 1)), Body: ofSize(1, 1)},
		{ID: "streaming/up-to-thirty-megabytes", Title: "the largest declared recording of up to 30 MiB comes",
			Needs: served().WithRecording("of more than 1 MiB and at most 30 MiB", sized(mib+1, 30*mib)), Body: largestServed},
		{ID: "streaming/every-byte-value", Title: "bytes of every value and every line end come as they are",
			Needs: served().WithRecording("of 4 to 256 KiB", sized(4*kib, 256*kib)), Body: everyByteValue},
		{ID: "streaming/no-content-coding", Title: "recordings of all kinds come without content coding", Needs: served(),
			Body: ofAllKinds(rules.NoContentCoding())},
	}
	return slices.Concat(checks, sizeChecks(), streamingFramingChecks(), streamingTransferChecks(), streamingConcurrentChecks())
}

// sizeClasses are where implementations change their ways: buffers, chunks, counters.
var sizeClasses = []struct {
	variant, title string
	from, to       int64
}{
	{"some-kib", "some KiB", 2, 60 * kib},
	{"below-64-kib", "one byte less than 64 KiB", 64*kib - 1, 64*kib - 1},
	{"64-kib", "64 KiB", 64 * kib, 64 * kib},
	{"above-64-kib", "one byte more than 64 KiB", 64*kib + 1, 64*kib + 1},
	{"below-1-mib", "one byte less than 1 MiB", mib - 1, mib - 1},
	{"1-mib", "1 MiB", mib, mib},
	{"above-1-mib", "one byte more than 1 MiB", mib + 1, mib + 1},
}

func sizeChecks() []engine.Check {
	var checks []engine.Check
	for _, c := range sizeClasses {
		checks = append(checks, engine.Check{
			ID: "streaming/size-boundaries:" + c.variant, Title: "a recording of " + c.title + " comes exactly",
			Needs: served().WithRecording("of "+c.title, sized(c.from, c.to)), Body: ofSize(c.from, c.to),
		})
	}
	return checks
}

func ofSize(from, to int64) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), t.Recording(sized(from, to))
		t.Then(t.Download(s, rec), rules.Served(rec))
	}
}

// largestServed is the one check that downloads the largest recording. Where
// none of 30 MiB is declared, as when the checks themselves are proven, the
// largest beyond 1 MiB stands for it. Of more than 30 MiB the interface only
// advises against, so that is observed.
func largestServed(t *engine.T) {
	s := t.SignIn(0)
	rec, _ := largest(t.Deployment(), sized(mib+1, 30*mib))
	t.Then(t.Download(s, rec), rules.Served(rec))
	if beyond, ok := smallest(t.Deployment(), func(r recording) bool { return r.Size > 30*mib }); ok {
		x := t.Download(s, beyond)
		t.Observe("streaming/beyond-thirty-megabytes", "%s", cameOf(x))
	}
}

// everyByteValue looks for bytes that would show any conversion of text,
// beginning with the largest recording.
func everyByteValue(t *engine.T) {
	s, candidates := t.SignIn(0), declared(t, 4*kib, 256*kib)
	slices.SortStableFunc(candidates, func(a, b target.Recording) int { return int(b.Size - a.Size) })
	var all rules.ByteValues
	for _, rec := range candidates[:min(len(candidates), 4)] {
		var seen rules.ByteValues
		x := t.Download(s, rec, withOption(wire.WithSink(io.MultiWriter(&seen, &all))))
		t.Then(x, rules.EveryValue(rec, &seen))
		if seen.Exhaustive() {
			return
		}
	}
	if !all.Sufficient() {
		t.Inconclusive("no declared recording of 4 to 256 KiB has the bytes that conversions of text would change; one of random bytes would do")
	}
}
