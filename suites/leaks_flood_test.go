package suites_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// A gateway that sets thousands of cookies in each answer, all with one
// beginning, neither holds up a run nor makes it forget other secrets: the run
// ends of itself, before its time limit, and shows no password.
func TestThousandsOfCookiesInEachAnswerDoNotHoldUpARun(t *testing.T) {
	const cookies, prefix = 7500, "qx7vh9k-"
	// A head may have 256 KiB, which is just enough.
	var answers atomic.Int64
	server := startHostile(t, hostile.Behavior{Name: "cookies", Answers: map[hostile.Call]hostile.Script{
		hostile.Download: func(p *hostile.Peer, r hostile.Request) {
			n := answers.Add(1)
			var head strings.Builder
			for i := range cookies {
				fmt.Fprintf(&head, "Set-Cookie: c=%s%d-%d\r\n", prefix, n, i)
			}
			password := hostile.Passwords[r.Agent]
			p.JSON(`{"message":"`+password+` `+prefix+fmt.Sprint(n, "-7499")+`","retcode":"000-000","result":{}}`, strings.TrimSuffix(head.String(), "\r\n"))
		},
	}})
	cfg := hostileConfig(t, server)
	cfg.Only = justSuccess
	res, err := suites.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if n := answers.Load(); n < 3 {
		t.Errorf("the gateway gave %d answers with cookies, want 3 or more", n)
	}
	if res.Overall != report.Nonconformant {
		t.Errorf("overall: got %s (%s), want nonconformant", res.Overall, res.Problem)
	}
	search := newLeakSearch()
	for agent, password := range hostile.Passwords {
		search.add(password, password, "password of agent "+agent)
	}
	all := outputs(t, res)
	if want := fmt.Sprint(cookies+2-100, " more fields"); !strings.Contains(all["exchanges.har"], want) {
		t.Errorf("exchanges.har does not say %q; the cookies were not read", want)
	}
	for name, text := range all {
		if leak := search.in(text); leak != "" {
			t.Errorf("%s shows a secret: %s", name, leak)
		}
	}
}
