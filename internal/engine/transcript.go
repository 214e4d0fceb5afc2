package engine

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// transcript numbers the exchanges of a run and keeps what reports show of
// them, masked, if that is wanted. It is bounded: past keptExchanges only
// numbers are given, past keptBytes an exchange is kept without its fields and
// body.
type transcript struct {
	redactor  *redact.Redactor
	secret    secretFields
	keep      bool
	observers []Observer

	mu       sync.Mutex
	count    int
	hidden   map[string]bool // ids of exchanges whose bodies may be recordings
	kept     []report.Exchange
	size     int // bytes of text in kept
	observed map[report.Observation]int
}

func newTranscript(mask *redact.Redactor, cfg Config) *transcript {
	return &transcript{redactor: mask, secret: secretFieldsOf(cfg.Document), keep: cfg.Archive, observers: cfg.Observers, observed: map[report.Observation]int{}, hidden: map[string]bool{}}
}

// add gives an exchange its id and keeps its masked form.
func (t *transcript) add(g *gateway, req *Request, x *wire.Exchange) {
	t.learn(x)
	t.mu.Lock()
	t.count++
	x.ID = fmt.Sprintf("x%d", t.count)
	if confidential(req, x, g.dep.Recordings) {
		t.hidden[x.ID] = true
	}
	if t.keep && len(t.kept) < keptExchanges {
		t.keepMasked(t.masked(g, x))
	}
	t.mu.Unlock()
	hidden := t.confidential(x)
	for _, o := range t.observers {
		if hidden && o.ReadsBody {
			continue
		}
		if value := o.Note(req, x); value != "" {
			t.observe(o.Requirement, g.dep.Name, value)
		}
	}
}

// confidential reports whether the body of an exchange may be a recording.
func (t *transcript) confidential(x *wire.Exchange) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hidden[x.ID]
}

// learn registers the secrets in an answer before anything of it is kept.
func (t *transcript) learn(x *wire.Exchange) {
	for name := range t.secret.guids {
		for _, v := range x.Header(name) {
			if _, guid, ok := strings.Cut(v, "="); ok {
				v = guid
			}
			t.redactor.AddGuid(strings.TrimSpace(v))
		}
	}
	for _, v := range x.Header("Set-Cookie") {
		pair, _, _ := strings.Cut(v, ";")
		_, value, _ := strings.Cut(pair, "=")
		t.redactor.AddCookie(value)
	}
	if e, err := rules.ReadEnvelope(x); err == nil {
		if result, ok := e.Fields["result"].(map[string]any); ok {
			guid, _ := result["guid"].(string)
			t.redactor.AddGuid(guid)
		}
	}
	t.learnQuoted(x)
}

// sessionID finds the Guids in what was quoted of an answer that had no meaning.
var sessionID = lazyregexp.New(`(?i)jsessionid=([0-9a-z.-]+)`)

func (t *transcript) learnQuoted(x *wire.Exchange) {
	quoted := ""
	if x.Err != nil {
		quoted = x.Err.Error()
	}
	for _, f := range x.Faults {
		quoted += "\n" + f.Detail
	}
	for _, found := range sessionID().FindAllStringSubmatch(quoted, -1) {
		t.redactor.AddGuid(found[1])
	}
}

func (t *transcript) observe(requirement, deployment, value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const most, longest = 400, 300
	value = report.Clip(line(t.redactor.Mask(value)), longest)
	o := report.Observation{Requirement: requirement, Deployment: deployment, Value: value}
	if _, known := t.observed[o]; known || len(t.observed) < most {
		t.observed[o]++
	}
}

// observations are what was seen, in a fixed order.
func (t *transcript) observations() []report.Observation {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]report.Observation, 0, len(t.observed))
	for o, n := range t.observed {
		o.Count = n
		all = append(all, o)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		return a.Requirement+"\x00"+a.Deployment+"\x00"+a.Value < b.Requirement+"\x00"+b.Deployment+"\x00"+b.Value
	})
	return all
}

func (t *transcript) exchanges() []report.Exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]report.Exchange(nil), t.kept...)
}

// Observer notes something about every exchange that a report should show and
// nobody should judge (level INFO). "" notes nothing.
type Observer struct {
	Requirement string
	ReadsBody   bool // it is not called for what may be a recording
	Note        func(req *Request, x *wire.Exchange) string
}
