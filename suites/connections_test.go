package suites_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Most requests go on a connection that is there: only what needs a new one,
// such as a sign-in, or may leave something on it opens one.
func TestARunOpensAConnectionForLessThanHalfOfItsRequests(t *testing.T) {
	skipTable(t)
	var mu sync.Mutex
	peers := map[string]bool{}
	u := startMockBehind(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			peers[r.RemoteAddr] = true
			mu.Unlock()
			next.ServeHTTP(w, r)
		})
	})
	res := u.run(t, u.config(t))
	if res.Overall != report.Conformant {
		t.Errorf("overall %s, want conformant", res.Overall)
	}
	if len(peers)*2 > res.Requests {
		t.Errorf("%d connections for %d requests, want at most half as many", len(peers), res.Requests)
	}
}
