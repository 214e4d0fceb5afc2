package mock_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

func TestIncompatibleReadingsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		options []mock.Option
		want    string
	}{
		{[]mock.Option{mock.WithReading("failure-status-400", "failure-status-500")}, `the readings "failure-status-400" and "failure-status-500" are incompatible: both decide the status of a refused download`},
		{[]mock.Option{mock.WithReading("uuid-guid"), mock.WithReading("opaque-guid")}, "both decide the form of a Guid"},
		{[]mock.Option{mock.WithReading("uuid-guid", "uuid-guid")}, ""},
		{[]mock.Option{mock.WithReading("failure-status-400", "result-null", "uuid-guid")}, ""},
	} {
		_, err := mock.New(c.options...)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("got %v, want no error", err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// Each reading alone is compatible, and the names of the decisions are known.
func TestEveryReadingIsCompatibleWithMost(t *testing.T) {
	t.Parallel()
	var names []string
	for _, r := range mock.Readings() {
		names = append(names, r.Name)
	}
	for _, a := range names {
		refused := 0
		for _, b := range names {
			if mock.CheckReadings(a, b) != nil {
				refused++
			}
		}
		if refused > 8 {
			t.Errorf("%s is incompatible with %d readings", a, refused)
		}
	}
	for _, name := range mock.DecidedReadings() {
		if !slices.Contains(names, name) {
			t.Errorf("a decision names %q, which is no reading", name)
		}
	}
}
