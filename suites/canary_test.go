package suites_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// A gateway that quotes what lies outside in a failure of the right form is
// found out by the canary, and only by that.
func TestCanaryShowsWhatLooksLikeAFailure(t *testing.T) {
	const text = "canary-7f3a9c51d2e84b06"
	leak := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Query().Get("recordId"), "../srv/canary.txt") {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
			_, _ = io.WriteString(w, `{"message":"not a recording: `+text+`","retcode":"104-005","result":""}`)
		})
	}
	hangUp := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Query().Get("recordId"), "../") {
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		})
	}
	for _, row := range []struct {
		name    string
		through func(http.Handler) http.Handler
		canary  target.Canary
		want    report.Verdict
	}{
		{"leak without canary", leak, target.Canary{}, report.Pass},
		{"leak with canary", leak, target.Canary{File: "srv/canary.txt", Text: text}, report.Fail},
		{"connection dropped", hangUp, target.Canary{File: "Program Files/canary.txt", Text: text}, report.Pass},
		{"no leak", nil, target.Canary{File: "srv/canary.txt", Text: text}, report.Pass},
	} {
		t.Run(row.name, func(t *testing.T) {
			u := startMockBehind(t, row.through)
			for i := range u.target.Deployments {
				u.target.Deployments[i].Canary = row.canary
			}
			cfg := u.config(t)
			cfg.Only = []string{"security/traversal:climb"}
			checks := u.run(t, cfg).Checks
			i := slices.IndexFunc(checks, func(c report.Check) bool { return c.ID == cfg.Only[0] })
			if i < 0 || checks[i].Verdict != row.want {
				t.Errorf("check %d, want %s: %+v", i, row.want, checks[max(i, 0)])
			}
		})
	}
}
