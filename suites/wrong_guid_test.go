package suites_test

import (
	"slices"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites/report"
)

// A gateway may end a session on whose path a wrong Guid was tried. That hides
// no other fault, and is no fault together with a legal reading.
func TestSessionsThatWrongGuidsEnd(t *testing.T) {
	skipTable(t)
	const stays = "auth/static-guid-stays-valid"
	for _, row := range []struct {
		name string
		opts []mock.Option
		must []string // requirements of level MUST that fail
	}{
		{"after polls, Guid renewed in secret", []mock.Option{mock.WithDeviation("static-guid-renewed", "refused-poll-ends-session")}, []string{stays}},
		{"after downloads, Guid renewed in secret", []mock.Option{mock.WithDeviation("static-guid-renewed", "refused-guid-ends-session")}, []string{stays}},
		{"after downloads", []mock.Option{mock.WithDeviation("refused-guid-ends-session")}, nil},
		{"after downloads, newest Guid only", []mock.Option{mock.WithDeviation("refused-guid-ends-session"), mock.WithReading("guid-newest-only")}, nil},
		{"after polls, newest Guid only", []mock.Option{mock.WithDeviation("refused-poll-ends-session"), mock.WithReading("guid-newest-only")}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			u := startMock(t, row.opts...)
			cfg := u.config(t)
			cfg.Only = []string{"auth", "retcodes", "session", "streaming/across-renewal"}
			var failed []string
			for _, c := range u.run(t, cfg).Checks {
				switch c.Verdict {
				case report.Fail:
					failed = append(failed, c.Requirement)
				case report.Inconclusive, report.Error:
					t.Errorf("%s: %s: %s", c.ID, c.Verdict, c.Reason)
				}
			}
			if got := slices.Compact(failed); !slices.Equal(got, row.must) {
				t.Errorf("%v fail, want %v", got, row.must)
			}
		})
	}
}
