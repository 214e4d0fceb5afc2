package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

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

func streamingSizeChecks() []engine.Check {
	var checks []engine.Check
	for _, c := range sizeClasses {
		checks = append(checks, engine.Check{
			ID: "streaming/size-boundaries:" + c.variant, Title: "a recording of " + c.title + " is served exactly",
			Needs: served().WithRecording("of "+c.title, sized(c.from, c.to)), Body: ofSize(c.from, c.to),
		})
	}
	return checks
}

func ofSize(from, to int64) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), t.Recording(sized(from, to))
		x := t.Download(s, rec)
		t.Given(x, rules.NotRefused(t.Doc(), rec))
		t.Then(x, rules.Served(rec))
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
		t.Observe("streaming/beyond-thirty-megabytes", "%s", describeTransfer(x))
	}
}
