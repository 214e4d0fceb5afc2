package spelling_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/spelling"
)

func TestNearestWordIsFound(t *testing.T) {
	t.Parallel()
	known := []string{"run", "plan", "list", "selfcheck"}
	for _, tc := range []struct {
		word string
		most int
		want string
	}{
		{"rnu", 2, "run"}, {"rnu", 1, ""}, {"lists", 1, "list"}, {"selfchek", 1, "selfcheck"}, {"certify", 2, ""},
		{"plan", 0, "plan"}, {"PLAN", 0, "plan"}, {"lsit", 2, "list"}, {"ran", 2, "run"}, {"", 3, "run"},
		{strings.Repeat("x", 1000), 1 << 20, ""},
	} {
		if got := spelling.Nearest(tc.word, known, tc.most); got != tc.want {
			t.Errorf("Nearest(%.20q, %d) is %q, want %q", tc.word, tc.most, got, tc.want)
		}
	}
}
