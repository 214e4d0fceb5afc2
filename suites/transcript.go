package suites

import (
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/report"
)

// transcript numbers the exchanges of a run and keeps what reports show of
// them, masked, if that is wanted. It is bounded: past keptExchanges only
// numbers are given.
type transcript struct {
	mask *report.Masker
	keep bool

	mu       sync.Mutex
	count    int
	kept     []report.Exchange
	observed map[report.Observation]int
}

const keptExchanges = 20000

func newTranscript(mask *report.Masker, keep bool) *transcript {
	return &transcript{mask: mask, keep: keep, observed: map[report.Observation]int{}}
}

// add gives an exchange its id and keeps its masked form.
func (l *transcript) add(g *gateway, a *ask, x *wire.Exchange) {
	l.learn(x)
	l.mu.Lock()
	l.count++
	x.ID = fmt.Sprintf("x%d", l.count)
	if l.keep && len(l.kept) < keptExchanges {
		l.kept = append(l.kept, l.masked(g, x))
	}
	l.mu.Unlock()
	for _, o := range observers {
		if value := o.see(a, x); value != "" {
			l.observe(o.requirement, g.dep.Name, value)
		}
	}
}

// learn registers the secrets that an answer brings before anything of it is kept.
func (l *transcript) learn(x *wire.Exchange) {
	for _, v := range x.Header("Set-GUID") {
		_, guid, _ := strings.Cut(v, "=")
		l.mask.AddToken("guid", v)
		l.mask.AddToken("guid", strings.TrimSpace(guid))
	}
	for _, v := range x.Header("Set-Cookie") {
		pair, _, _ := strings.Cut(v, ";")
		_, value, _ := strings.Cut(pair, "=")
		l.mask.AddToken("cookie", value)
	}
	if x.Response == nil {
		return
	}
	if e, err := expect.ReadEnvelope(x); err == nil {
		if result, ok := e.Fields["result"].(map[string]any); ok {
			if guid, ok := result["guid"].(string); ok {
				l.mask.AddToken("guid", guid)
			}
		}
	}
}

func (l *transcript) masked(g *gateway, x *wire.Exchange) report.Exchange {
	m := report.Exchange{
		Deployment: g.dep.Name, ID: x.ID, Began: x.Began, Method: x.Request.Method,
		URL: l.mask.Mask(origin(g.base) + x.Request.Target), Request: l.fields(x.Request.Fields),
	}
	for _, f := range x.Faults {
		m.Faults = append(m.Faults, l.mask.Mask(fmt.Sprintf("%s: %s", f.Kind, f.Detail)))
	}
	if x.Err != nil {
		m.Err = l.mask.Mask(x.Err.Error())
	}
	m.SentMs, m.WaitMs = ms(x.Timing.Sent), ms(x.Timing.FirstByte-x.Timing.Sent)
	m.ReceiveMs = ms(x.Timing.Done - x.Timing.FirstByte)
	if r := x.Response; r != nil {
		m.Status, m.Proto, m.Reason = r.Status, r.Proto, l.mask.Mask(r.Reason)
		m.Response = l.fields(r.Fields)
		m.BodyLength, m.BodySHA256 = r.Body.Length, hex.EncodeToString(r.Body.SHA256[:])
		m.BodyText = l.text(r.Body)
	}
	return m
}

// text is the body of a JSON answer, "" for anything that may be a recording.
func (l *transcript) text(b wire.Body) string {
	const longest = 4096
	trimmed := strings.TrimSpace(string(b.Head[:min(len(b.Head), longest)]))
	if b.Length > longest || !strings.HasPrefix(trimmed, "{") {
		return ""
	}
	return l.mask.Mask(wire.Excerpt(b.Head, longest))
}

func (l *transcript) fields(fields []wire.Field) []report.HeaderField {
	kept := make([]report.HeaderField, len(fields))
	for i, f := range fields {
		kept[i] = report.HeaderField{Name: f.Name, Value: l.mask.Mask(f.Value)}
		if secretField(f.Name) {
			kept[i].Value = "[secret]"
		}
	}
	return kept
}

func secretField(name string) bool {
	switch strings.ToLower(name) {
	case "guid", "set-guid", "cookie", "set-cookie", "authorization":
		return true
	}
	return false
}

func (l *transcript) observe(requirement, deployment, value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	const most = 400
	o := report.Observation{Requirement: requirement, Deployment: deployment, Value: l.mask.Mask(value)}
	if _, known := l.observed[o]; known || len(l.observed) < most {
		l.observed[o]++
	}
}

// observations are what was seen, in a fixed order.
func (l *transcript) observations() []report.Observation {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]report.Observation, 0, len(l.observed))
	for o, n := range l.observed {
		o.Count = n
		all = append(all, o)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		return a.Requirement+"\x00"+a.Deployment+"\x00"+a.Value < b.Requirement+"\x00"+b.Deployment+"\x00"+b.Value
	})
	return all
}

func (l *transcript) exchanges() []report.Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]report.Exchange(nil), l.kept...)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
