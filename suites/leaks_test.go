package suites_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/internal/redact/redacttest"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// leakWriter answers with the next case of a place: a spelling of a secret.
type leakWriter struct {
	place leakPlace
	begin int // the number of the first case

	mu     sync.Mutex
	search *leakSearch
	cases  map[string]bool
	number int
}

func (w *leakWriter) answer(p *hostile.Peer, r hostile.Request) {
	w.mu.Lock()
	secrets, spellings := leakSecrets(r), redacttest.Encoders()
	names := slices.Sorted(maps.Keys(secrets))
	n := w.begin + w.number
	w.number++
	name, e := names[n%len(names)], spellings[(n/len(names))%len(spellings)]
	secret := secrets[name]
	spelled := e.Encode(secret)
	of := fmt.Sprintf("%s, %s", name, e.Name)
	if len([]rune(secret)) > 2*leastShown {
		w.cases[of] = true
		w.search.add(secret, spelled, of)
	}
	w.mu.Unlock()
	p.Send(w.place.answer(spelled))
	_ = p.Close()
}

// leakCalls are the calls that are answered with a secret: all but the sign-in,
// or only the sign-in.
var leakCalls = map[string][]hostile.Call{
	"every call after the sign-in": {hostile.Download, hostile.Poll, hostile.SignOut, hostile.Other},
	atSignIn:                       {hostile.SignIn},
}

const atSignIn = "the sign-in"

// Whatever a gateway writes where, no output of the whole run shows a secret. By
// default one run is made for each place, and for a sixth of them one in which the
// answer to the sign-in has it; with the tag long as many as all
// spellings take. The detector judges the outputs of a ninth of the places, or a run of each.
func TestNoOutputShowsASecretWhereverTheGatewayWritesIt(t *testing.T) {
	skipTable(t)
	var places, cases atomic.Int64
	t.Run("all", func(t *testing.T) {
		for i, place := range leakPlaces() {
			for calls, which := range leakCalls {
				if calls == atSignIn && i%6 != 0 && !everyCase {
					continue // most checks end there
				}
				places.Add(1)
				t.Run(place.name+" of "+calls, func(t *testing.T) {
					t.Parallel()
					cases.Add(int64(leakCase(t, place, which, i)))
				})
			}
		}
	})
	t.Logf("%d places, %d spellings, %d cases", places.Load(), len(redacttest.Encoders()), cases.Load())
}

// leakCase makes the runs of one place and tells how many cases they tried.
func leakCase(t *testing.T, place leakPlace, calls []hostile.Call, begin int) int {
	t.Helper()
	spellings := 4 * len(redacttest.Encoders()) // of as many secrets
	w := &leakWriter{place: place, begin: begin * 37, cases: map[string]bool{}}
	for {
		before := w.number
		w.search = newLeakSearch()
		answers := answersWith(w.answer, calls)
		if answers[hostile.SignIn] == nil {
			answers[hostile.SignIn] = setCookie
		}
		server := startHostile(t, hostile.Behavior{Name: place.name, Answers: answers})
		all := leakRun(t, server)
		showsNoSecret(t, all, w)
		if begin%9 == 0 || everyCase && before == 0 {
			showsNoPiece(t, all, append(server.Secrets(), leakCookie))
		}
		if !everyCase || w.number >= spellings || w.number == before || t.Failed() {
			return len(w.cases)
		}
	}
}

func answersWith(s hostile.Script, calls []hostile.Call) map[hostile.Call]hostile.Script {
	answers := map[hostile.Call]hostile.Script{}
	for _, c := range calls {
		answers[c] = s
	}
	return answers
}

// leakRun runs checks that meet answers of every kind.
func leakRun(t *testing.T, server *hostile.Server) map[string]string {
	t.Helper()
	cfg := hostileConfig(t, server)
	cfg.Only = []string{"success", "failure/object", "method/post-refused", "auth/guid-altered", "auth/update-guid-answer", "session/empty-poll"}
	if everyCase {
		cfg.Only = []string{"success", "failure", "method", "auth", "session"}
	}
	return outputsOf(t, cfg)
}

// outputsOf are all that a run writes, with its progress.
func outputsOf(t *testing.T, cfg suites.Config) map[string]string {
	t.Helper()
	var progress bytes.Buffer
	cfg.Progress = report.NewProgress(&progress, report.ProgressOptions{Verbose: true})
	res, err := suites.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	all := outputs(t, ofTheGateway(res))
	all["progress"] = progress.String()
	return all
}

// digest is a SHA-256 that the harness computed: 8 digits of one may be those of a
// Guid by chance.
var digest = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// showsNoPiece looks through the outputs with the detector, which decodes them
// twice, in every way.
func showsNoPiece(t *testing.T, outputs map[string]string, secrets []string) {
	t.Helper()
	const depth = 2
	detector := redacttest.NewDetector(secrets, ".AgentGateway0")
	for name, text := range outputs {
		text = digest.ReplaceAllString(text, "(digest)")
		if piece, secret := detector.Find(text, depth); piece != "" {
			at := max(0, strings.Index(strings.ToLower(text), piece))
			t.Errorf("%s shows %q of %q, perhaps here: …%s…", name, piece, secret, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}

func showsNoSecret(t *testing.T, outputs map[string]string, w *leakWriter) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, text := range outputs {
		if leak := w.search.in(text); leak != "" {
			t.Errorf("%s shows a secret: %s", name, leak)
		}
	}
}
