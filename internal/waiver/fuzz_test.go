package waiver_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/waiver"
)

// Whatever the file: waivers that are complete, or problems with line and column.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", head + "[]", head + "  - {check: paths/a, reason: r, owner: o, expires: 2030-01-31}\n",
		head + "  - {requirement: auth/a, reason: r, owner: o, link: https://tracker.example/1, expires: 2030-02-30}\n",
		head + "  - &a {check: paths/a}\n  - *a\n", "gwcheck: waivers/v2\nwaivers: {}\n", "? [a]\n: b\n--- b\n", "\x00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := waiver.Parse([]byte(text), known)
		var bad *waiver.Error
		if err != nil {
			if !errors.As(err, &bad) || len(bad.Problems) == 0 {
				t.Fatalf("error of type %T: %v", err, err)
			}
			for _, p := range bad.Problems {
				if p.Line < 1 || p.Column < 1 || p.Message == "" {
					t.Errorf("problem without a place: %+v", p)
				}
			}
			return
		}
		for _, w := range list {
			_, day := time.Parse(time.DateOnly, w.Expires)
			if (w.Check == "") == (w.Requirement == "") || strings.TrimSpace(w.Reason) == "" || strings.TrimSpace(w.Owner) == "" || day != nil {
				t.Errorf("an incomplete waiver: %+v", w)
			}
		}
	})
}
