package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// What is stored of a run so that its verdicts can be derived again without the
// gateway: how rules were made, which exchanges they judged, and how bodies ended.

// recipes numbers the ways in which rules were made. A nil one stores nothing.
type recipes struct {
	redactor *redact.Redactor

	mu   sync.Mutex
	ids  map[string]string // by the recipe as JSON
	made map[string]report.Recipe
}

func newRecipes(mask *redact.Redactor) *recipes {
	return &recipes{redactor: mask, ids: map[string]string{}, made: map[string]report.Recipe{}}
}

// mostRecipes bounds the ways that are stored; of further ones nothing is.
const mostRecipes = 20000

// idOf is the id of how a rule was made, "" if it is not stored.
func (r *recipes) idOf(rule rules.Rule) string {
	if r == nil {
		return ""
	}
	made := rule.Recipe()
	key, err := json.Marshal(made)
	if err != nil || r.redactor.Hides(string(key)) {
		made, key = report.Recipe{}, []byte("{}") // arguments with a secret in them are not stored
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	id, known := r.ids[string(key)]
	if !known && len(r.ids) < mostRecipes {
		id = fmt.Sprintf("r%d", len(r.ids)+1)
		r.ids[string(key)], r.made[id] = id, made
	}
	return id
}

// stored is all that is stored.
func (r *recipes) stored() map[string]report.Recipe {
	if r == nil {
		return nil
	}
	return r.made
}

// parts are the rules of an invariant, each with the exchanges that it judged.
type parts struct {
	of     []report.Part
	at     map[string]int  // place in of, by the id of the recipe
	broken map[string]bool // ids of the exchanges for which the rule did not hold
}

// add keeps that a rule judged an exchange; "" is a rule that is not stored.
func (p *parts) add(by, exchange string, broken bool) {
	if by == "" {
		return
	}
	if p.at == nil {
		p.at, p.broken = map[string]int{}, map[string]bool{}
	}
	i, known := p.at[by]
	if !known {
		i = len(p.of)
		p.at[by], p.of = i, append(p.of, report.Part{By: by})
	}
	p.of[i].Exchanges = append(p.of[i].Exchanges, exchange)
	if broken {
		p.broken[exchange] = true
	}
}

// excused are the parts of a check that did not fail: what breaks the rule is left to
// other checks.
func (p *parts) excused() []report.Part {
	all := append([]report.Part(nil), p.of...)
	for i := range all {
		for _, id := range all[i].Exchanges {
			if p.broken[id] {
				all[i].Excused = append(all[i].Excused, id)
			}
		}
	}
	return all
}

// Names of endings and contacts in a result.
var (
	endingNames = map[ending]string{
		completed: "completed", violated: "violated", unmet: "unmet", notStarted: "not-started", blocked: "blocked", broken: "broken",
	}
	contactNames = map[contact]string{
		answering: "answering", cancelled: "cancelled", unreachable: "unreachable", gone: "gone", silent: "silent",
	}
)

// Endings of checks that no rule ended.
const (
	endedByBody   = "stopped" // inconclusive for a reason that the body found
	notApplicable = "not-applicable"
	notSelected   = "not-selected"
)

// basisOf is what the verdict of an outcome was derived from; f has what an invariant
// judged, nil for other checks.
func (r *recipes) basisOf(o outcome, f *findings) *report.Basis {
	b := &report.Basis{Ending: endingNames[o.ending], Contact: contactNames[o.contact]}
	if by := r.idOf(o.rule); by != "" && len(o.found) > 0 && o.about != nil && o.rule.Name != "" {
		b.Decided = &report.Part{By: by, Exchanges: []string{o.about.ID}}
	}
	if o.ending == unmet && len(o.found) == 0 {
		b.Ending = endedByBody
	}
	switch {
	case f == nil:
	case o.ending == violated:
		b.Judged = f.parts.of
	default:
		b.Judged = f.parts.excused()
	}
	return b
}

// plannedBasis is that of a check that does not run.
func plannedBasis(v report.Verdict) *report.Basis {
	switch v {
	case report.NotApplicable:
		return &report.Basis{Ending: notApplicable, Contact: contactNames[answering]}
	case report.NotRun:
		return &report.Basis{Ending: notSelected, Contact: contactNames[answering]}
	}
	return nil
}

// wireFacts are what rules may need of an exchange that its masked form m does not
// show. The transcript is locked.
func (t *transcript) wireFacts(x *wire.Exchange, m report.Exchange) *report.Wire {
	w := &report.Wire{TLS: x.TLS.Version, Error: causeName(x.Err)}
	for _, f := range x.Faults {
		w.Faults = append(w.Faults, report.Fault{Kind: string(f.Kind), Detail: t.redactor.Mask(f.Detail), Offset: f.Offset})
	}
	r := x.Response
	if r == nil {
		return w
	}
	w.Framing, w.Complete, w.Trailer = string(r.Framing), r.Body.Complete, len(r.Trailer) > 0
	for _, f := range r.Fields {
		if t.secret.guids[strings.ToLower(f.Name)] {
			w.Shapes = append(w.Shapes, report.HeaderField{Name: f.Name, Value: t.secret.shape(f.Value)})
		}
	}
	w.Cut = len(r.Fields) != len(m.Response)
	w.Text = !t.hidden[x.ID] && r.Body.Length <= longestText && (m.BodyText != "" || r.Body.Length == 0)
	if !w.Text {
		f := rules.BodyFacts(x)
		w.Begins, w.Envelope, w.Retcode = f.Begins, f.Envelope, f.Retcode
	}
	return w
}

// shape is a value with an x for each letter and digit, but for the documented prefix
// of a Guid.
func (s secretFields) shape(value string) string {
	rest, prefix := value, ""
	for _, p := range s.prefixes {
		if after, ok := strings.CutPrefix(strings.TrimSpace(value), p); ok && p != "" {
			rest, prefix = after, p
		}
	}
	return report.Clip(prefix+strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return 'x'
		}
		return r
	}, rest), keptField)
}

// causes are the causes of an exchange without a complete answer, by name.
var causes = []struct {
	name  string
	cause error
}{
	{"send-timeout", wire.ErrSendTimeout}, {"first-byte-timeout", wire.ErrFirstByteTimeout}, {"idle-timeout", wire.ErrIdleTimeout},
	{"exchange-timeout", wire.ErrExchangeTimeout}, {"body-too-long", wire.ErrBodyTooLong}, {"head-too-long", wire.ErrHeadTooLong},
	{"closed", wire.ErrClosed}, {"reset", wire.ErrReset}, {"truncated", wire.ErrTruncated}, {"malformed", wire.ErrMalformed},
	{"tls", wire.ErrTLS}, {"broken", wire.ErrBroken}, {"aborted", wire.ErrAborted}, {"cancelled", wire.ErrCancelled},
	{"sink", wire.ErrSink}, {"unusable", wire.ErrUnusable}, {"stale", wire.ErrStale},
}

// causeName is the name of the cause of an error, "" for no error.
func causeName(err error) string {
	if err == nil {
		return ""
	}
	for _, c := range causes {
		if errors.Is(err, c.cause) {
			return c.name
		}
	}
	return "connection"
}

// causeOf is the error that a name stands for, with a text.
func causeOf(name, text string) error {
	if name == "" {
		return nil
	}
	for _, c := range causes {
		if c.name == name {
			return &wire.Error{Cause: c.cause, Text: text}
		}
	}
	return &wire.Error{Op: wire.OpConnect, Cause: wire.ErrConnect, Text: text}
}
