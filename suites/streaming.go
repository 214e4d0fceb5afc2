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

// streamingChecks: the bytes of a recording, whatever its size and however it is read.
func streamingChecks(*spec.Document) []engine.Check {
	checks := []engine.Check{
		{ID: "streaming/size-one", Title: "a recording of a single byte is served exactly", Needs: served().WithRecording("of 1 byte", sized(1, 1)), Body: ofSize(1, 1)},
		{ID: "streaming/up-to-thirty-megabytes", Title: "the largest declared recording of up to 30 MiB is served exactly",
			Needs: served().WithRecording("of more than 1 MiB and at most 30 MiB", sized(mib+1, 30*mib)), Body: largestServed},
		{ID: "streaming/every-byte-value", Title: "bytes of every value and every line end are served unchanged",
			Needs: served().WithRecording("of 4 to 256 KiB", sized(4*kib, 256*kib)), Body: everyByteValue},
		{ID: "streaming/no-content-coding", Title: "recordings of all kinds are served without content coding", Needs: served(),
			Body: ofAllKinds(rules.NoContentCoding())},
	}
	return slices.Concat(checks, streamingSizeChecks(), streamingFramingChecks(), streamingTransferChecks(), streamingConcurrentChecks())
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
		t.Given(x, rules.NotRefused(t.Doc(), rec))
		rule := rules.EveryValue(rec, &seen)
		if 2*seen.Total < rec.Size { // the end may be that of a text, or of a size
			rule = rule.About("")
			t.Isolated()
		}
		t.Then(x, rule)
		if seen.Exhaustive() {
			return
		}
	}
	if !all.Sufficient() {
		t.Inconclusive("no declared recording of 4 to 256 KiB has the bytes that conversions of text would change; one of random bytes would do")
	}
}
