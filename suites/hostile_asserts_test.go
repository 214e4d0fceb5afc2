package suites_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// exitCodes are those of the outcomes that a hostile gateway may come to.
var exitCodes = map[report.Overall]int{report.Conformant: 0, report.Nonconformant: 1, report.Incomplete: 3}

func assertOutcome(t *testing.T, res report.Result, row hostileRow) {
	t.Helper()
	if res.Overall != row.overall || res.ExitCode != exitCodes[row.overall] {
		t.Errorf("overall: got %s and exit code %d, want %s; %s", res.Overall, res.ExitCode, row.overall, res.Summary())
	}
	if res.HarnessError != "" || res.Counts.Error > 0 {
		t.Errorf("the harness broke: %s %+v", res.HarnessError, res.Counts)
	}
	said := res.Problem
	for _, c := range res.Checks {
		said += "\n" + c.Reason
	}
	if row.overall != report.Conformant && row.word == "" || !strings.Contains(said, row.word) {
		t.Errorf("no reason says %q:\n%s", row.word, reasons(res))
	}
}

// reasons are the different reasons of a result, for messages.
func reasons(res report.Result) string {
	lines, seen := []string{"problem: " + res.Problem}, map[string]bool{"deselected": true}
	for _, c := range res.Checks {
		if c.Reason != "" && !seen[c.Reason] {
			seen[c.Reason] = true
			lines = append(lines, c.ID+": "+string(c.Verdict)+": "+c.Reason)
		}
	}
	return strings.Join(lines, "\n")
}

// assertReadable: whatever a gateway sends, a reason is one short line that can be shown anywhere.
func assertReadable(t *testing.T, res report.Result) {
	t.Helper()
	for _, c := range res.Checks {
		if c.Reason == "" && c.Verdict != report.Pass {
			t.Errorf("%s: %s without a reason", c.ID, c.Verdict)
		}
		if why := unreadable(c.Reason); why != "" {
			t.Errorf("%s: the reason is not readable, it %s: %q", c.ID, why, c.Reason)
		}
	}
	if why := unreadable(res.Problem); why != "" {
		t.Errorf("the problem is not readable, it %s: %q", why, res.Problem)
	}
}

func unreadable(s string) string {
	switch {
	case !utf8.ValidString(s):
		return "is not UTF-8"
	case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsGraphic(r) }):
		return "has characters that are not graphic"
	case len(s) > hostileReason:
		return "is too long"
	case strings.Contains(s, "%!"):
		return "is badly formatted"
	}
	return ""
}

// assertHarmless writes outputs and looks for what must not be in them. Rows
// about texts go through all outputs, the others through the two that show most.
func assertHarmless(t *testing.T, res report.Result, secrets []string, thorough bool) {
	t.Helper()
	forms := formsOf(secrets)
	res = ofTheGateway(res)
	for name, write := range writers {
		if !thorough && name != "result.json" && name != "exchanges.har" {
			continue
		}
		var out bytes.Buffer
		if err := write(&out, res); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if i := bytes.IndexFunc(out.Bytes(), forbidden); i >= 0 {
			t.Errorf("%s has a control character: %q", name, around(out.Bytes(), i))
		}
		if i := forms.in(bytes.ToLower(out.Bytes())); i >= 0 {
			t.Errorf("%s gives a secret away: %q", name, around(out.Bytes(), i))
		}
		if well, ok := wellFormed[name]; ok {
			if err := well(out.Bytes()); err != nil {
				t.Errorf("%s is not well-formed: %v", name, err)
			}
		}
	}
}

// ofTheGateway leaves out what cannot come from a gateway, which is most of a
// result where few checks ran.
func ofTheGateway(res report.Result) report.Result {
	ran := func(id string) bool {
		return slices.ContainsFunc(res.Checks, func(c report.Check) bool {
			return c.ID == id && c.Verdict != report.NotRun && c.Verdict != report.NotApplicable
		})
	}
	small := res
	small.Checks, small.Requirements = nil, nil
	for _, c := range res.Checks {
		if ran(c.ID) {
			small.Checks = append(small.Checks, c)
		}
	}
	for _, q := range res.Requirements {
		if slices.ContainsFunc(q.Checks, ran) {
			small.Requirements = append(small.Requirements, q)
		}
	}
	return small
}

var writers = map[string]func(io.Writer, report.Result) error{
	"result.json":    report.WriteJSON,
	"junit.xml":      report.WriteJUnit,
	"summary.md":     report.WriteMarkdown,
	"exchanges.har":  report.WriteHAR,
	"report.html":    report.WriteHTML,
	"GitHub summary": report.WriteGitHub,
	"text": func(w io.Writer, r report.Result) error {
		return report.WriteText(w, r, report.TextOptions{Verbose: true})
	},
}

var wellFormed = map[string]func([]byte) error{
	"result.json": validJSON, "exchanges.har": validJSON,
	"junit.xml": func(b []byte) error {
		d := xml.NewDecoder(bytes.NewReader(b))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
		}
	},
}

func validJSON(b []byte) error {
	if !json.Valid(b) {
		return errors.New("no JSON")
	}
	return nil
}

// forbidden are the characters that can turn or clear a terminal, or hide text.
func forbidden(r rune) bool {
	return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
}

func around(b []byte, i int) []byte { return b[max(0, i-60):min(len(b), i+60)] }

// pieceOfSecret is how many characters of a secret in a row give it away; of a
// password fewer do, which is no random text that could come up by accident.
func pieceOfSecret(s string) int {
	for _, password := range hostile.Passwords {
		if s == password {
			return 8
		}
	}
	return 12
}

// forms are the ways in which secrets could show, in lower case: every piece
// of them as it is and in hexadecimal, and the beginning of them in base64 and
// with percent-encoding.
type forms struct {
	starts [1 << 16]bool           // by their first two bytes
	some   map[int]map[string]bool // by their length
}

func formsOf(secrets []string) *forms {
	f := &forms{some: map[int]map[string]bool{}}
	for _, s := range secrets {
		n := pieceOfSecret(s)
		for _, whole := range []string{base64.StdEncoding.EncodeToString([]byte(s)), url.QueryEscape(s)} {
			f.add(whole[:min(len(whole), 2*n)])
		}
		s = s[:min(len(s), 100)]
		for i := range max(1, len(s)-n+1) {
			piece := s[i:min(len(s), i+n)]
			f.add(piece)
			f.add(hex.EncodeToString([]byte(piece)))
		}
	}
	return f
}

func (f *forms) add(s string) {
	s = strings.ToLower(s)
	if f.some[len(s)] == nil {
		f.some[len(s)] = map[string]bool{}
	}
	f.some[len(s)][s] = true
	f.starts[int(s[0])<<8|int(s[1])] = true
}

// in returns where one of the forms stands in a text, -1 if none does.
func (f *forms) in(text []byte) int {
	before := byte(0)
	for i, c := range text {
		at := i - 1
		if f.starts[int(before)<<8|int(c)] && at >= 0 && f.at(text[at:]) {
			return at
		}
		before = c
	}
	return -1
}

func (f *forms) at(text []byte) bool {
	for n, some := range f.some {
		if n <= len(text) && some[string(text[:n])] {
			return true
		}
	}
	return false
}

// assertWithinLimits: what reached the server stays within what the target permits.
func assertWithinLimits(t *testing.T, server *hostile.Server, res report.Result, cfg suites.Config) {
	t.Helper()
	l := cfg.Target.Deployments[0].Limits
	if n := len(server.Requests()); n > l.Requests || n > res.Requests {
		t.Errorf("the server got %d requests; the limit is %d, and %d are reported", n, l.Requests, res.Requests)
	}
	for agent := range hostile.Passwords {
		if n := server.RejectedSignIns(agent); n > l.BadAuthPerAgent {
			t.Errorf("agent %s: %d sign-ins were refused, the limit is %d", agent, n, l.BadAuthPerAgent)
		}
	}
	if n := server.BystanderConnections(); n > 0 {
		t.Errorf("a redirect was followed %d times", n)
	}
}

// watchHeap notes the most that the heap holds from now on; the returned
// function ends that and returns by how much it grew, in bytes.
func watchHeap(t *testing.T) (grown func() int64) {
	t.Helper()
	runtime.GC()
	before, most := liveHeap(), uint64(0)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			most = max(most, liveHeap())
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	return func() int64 {
		close(stop)
		<-stopped
		runtime.GC()
		return int64(max(most, liveHeap())) - int64(before)
	}
}

// liveHeap is what the last garbage collection found in use.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
