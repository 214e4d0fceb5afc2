package engine

import (
	"crypto/sha256"
	"slices"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// failure is a check that failed, and what the exchange that decided it shows.
type failure struct {
	outcome
	check      Check
	doc        *spec.Document
	recordings []target.Recording // of the deployment
	served     bool               // a recording was served, or what a client takes for one
}

// accounts returns the basis whose breakage accounts for the whole failure of a
// check, and the check that found it broken. What the failed rule is about then
// cannot be told, so that the check rests on the basis. The first thing broken on
// the way decides.
func (b *breakages) accounts(c Check, o outcome, doc *spec.Document, recordings []target.Recording) (basis Basis, check string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if o.about == nil {
		return "", "", false
	}
	f := failure{outcome: o, check: c, doc: doc, recordings: recordings, served: len(rules.NoStream(doc).Judge(o.about)) > 0}
	for _, account := range []func(failure) (Basis, string, bool){
		b.byFraming, b.byGuidForm, b.byOtherRecording, b.byRepetition, b.byForm, b.byContent, b.byServing,
	} {
		if basis, check, ok := account(f); ok {
			return basis, check, ok
		}
	}
	return "", "", false
}

// rests reports whether a failed check rests on a basis that is broken.
func (b *breakages) rests(f failure, basis Basis) bool {
	return f.ending == violated && b.of[basis] != nil && f.check.Establishes != basis && slices.Contains(f.check.bases(), basis)
}

// byFraming: an answer that is no whole message shows nothing else.
func (b *breakages) byFraming(f failure) (Basis, string, bool) {
	if c := f.check.Establishes; c == BasisFraming || c == BasisSession {
		return "", "", false
	}
	check, ok := b.of[BasisFraming].misframed(f.about)
	return BasisFraming, check, ok
}

// byGuidForm: a Guid that cannot be sent back is refused everywhere.
func (b *breakages) byGuidForm(f failure) (Basis, string, bool) {
	broken := b.of[BasisGuidForm]
	if c := f.check.Establishes; broken == nil || f.ending != violated || c == BasisGuidForm || c == BasisFraming || c == BasisSession {
		return "", "", false
	}
	return BasisGuidForm, broken.check, rules.Retcode(f.about) == f.doc.Retcode(spec.GuidRefused).Code
}

// byOtherRecording: what was served is another recording, whole.
func (b *breakages) byOtherRecording(f failure) (Basis, string, bool) {
	if !b.rests(f, BasisRight) || f.basis != BasisSuccess {
		return "", "", false
	}
	return BasisRight, b.of[BasisRight].check, isRecording(f.about, f.recordings)
}

// byRepetition: what is served now and then only cannot be compared.
func (b *breakages) byRepetition(f failure) (Basis, string, bool) {
	if !b.rests(f, BasisRepeatable) || f.basis != BasisSuccess {
		return "", "", false
	}
	return BasisRepeatable, b.of[BasisRepeatable].check, f.served && bodyAlone(f.found)
}

// byForm: a success or a failure has the form, or the retcode, that was found wrong.
func (b *breakages) byForm(f failure) (basis Basis, check string, ok bool) {
	c := f.check
	if f.ending != violated || !slices.Contains(c.RestsOn, f.basis) {
		return "", "", false
	}
	broken := b.of[f.basis]
	if !f.served && c.Names != nil && c.Names(f.doc, f.about) && broken != nil && c.Distinguishes == broken.partial {
		return "", "", false
	}
	switch {
	case f.basis == BasisSuccess:
		return f.basis, broken.name(), broken.same(f.found, f.served) && !broken.aboutPart(c, f.served)
	case f.basis == BasisFailure:
		if check, ok = broken.malformed(f); ok {
			return f.basis, check, ok
		}
		if plain := b.of[BasisSuccess]; plain.refusedAlike(f) {
			return BasisSuccess, plain.check, true
		}
		codes := b.of[BasisCodes]
		return BasisCodes, codes.name(), !f.served && c.Establishes == "" && codes.same(f.found, c.Area() == "retcodes")
	}
	return "", "", false
}

// byContent: bytes are changed whatever the recording, or in all of one kind.
func (b *breakages) byContent(f failure) (Basis, string, bool) {
	for _, basis := range []Basis{BasisKinds, BasisValues} {
		if f.served && f.basis == BasisSuccess && b.rests(f, basis) && !b.of[basis].partial {
			return basis, b.of[basis].check, true
		}
	}
	return "", "", false
}

// byServing: what must be refused is served to everybody, or for every path. An
// answer that is neither a recording nor what was served then may be a file.
func (b *breakages) byServing(f failure) (Basis, string, bool) {
	for _, basis := range []Basis{BasisGuard, BasisRefusal, BasisPaths} {
		if !f.served || !b.rests(f, basis) || !slices.Contains(f.check.RestsOn, basis) {
			continue
		}
		if broken := b.of[basis]; broken.answers[answerOf(f.about)] || isRecording(f.about, f.recordings) && broken.showed(f.recordings) {
			return basis, broken.check, true
		}
	}
	return "", "", false
}

// answer is what makes two answers the same.
type answer struct {
	status int
	types  string
	length int64
	sum    [sha256.Size]byte
}

func answerOf(x *wire.Exchange) answer {
	r := x.Response
	if r == nil {
		return answer{}
	}
	return answer{r.Status, typesOf(x), r.Body.Length, r.Body.SHA256}
}

func typesOf(x *wire.Exchange) (all string) {
	for _, v := range x.Header("Content-Type") {
		all += v + "\n"
	}
	return all
}

// isRecording reports whether a body is one of the recordings.
func isRecording(x *wire.Exchange, recordings []target.Recording) bool {
	return len(rules.NoneOf(recordings...).Judge(x)) > 0
}

// bodyAlone reports whether nothing but the body differs.
func bodyAlone(found []report.Mismatch) bool {
	return !slices.ContainsFunc(found, func(m report.Mismatch) bool { return m.What != "body" })
}

// showed reports whether a recording was served when the basis was found broken.
func (b *breakage) showed(recordings []target.Recording) bool {
	for a := range b.answers {
		if slices.ContainsFunc(recordings, func(r target.Recording) bool { return r.Size == a.length && r.SHA256 == a.sum }) {
			return true
		}
	}
	return false
}

// aboutPart reports whether a breakage is in a part of the recordings only, which
// is what the check is about.
func (b *breakage) aboutPart(c Check, served bool) bool {
	return c.Distinguishes && c.Names == nil && b.partial && served
}

// refusedAlike reports whether plain downloads get this very refusal, all of them.
func (b *breakage) refusedAlike(f failure) bool {
	return b != nil && !b.partial && !f.served && b.answers[answerOf(f.about)] && slices.Contains(f.check.bases(), BasisSuccess)
}

func (b *breakage) name() string {
	if b == nil {
		return ""
	}
	return b.check
}

// misframed returns the check that found broken what is broken in the framing of
// an exchange too.
func (b *breakage) misframed(x *wire.Exchange) (check string, ok bool) {
	if b == nil || x == nil {
		return "", false
	}
	for _, one := range b.broken {
		if len(one.rule.Judge(x)) > 0 {
			return one.check, true
		}
	}
	return "", false
}

// same reports whether a plain request in documented form showed each of the
// differences: those name the recording, what was wanted of it, and what the gateway sent.
// The same refusal is the same, whichever recording was wanted, unless what was
// expected counts.
func (b *breakage) same(found []report.Mismatch, exactly bool) bool {
	if b == nil {
		return false
	}
	return !slices.ContainsFunc(found, func(m report.Mismatch) bool {
		if b.exact[m] {
			return false
		}
		return exactly || !b.refused[report.Mismatch{What: m.What, Got: m.Got}]
	})
}

// malformed returns the check that found broken what alone is wrong with a
// refusal. An answer that may be a file from outside must be the same as that of
// a plain refusal.
func (b *breakage) malformed(f failure) (check string, ok bool) {
	if b == nil || f.served {
		return "", false
	}
	strict := f.check.Area() == "security"
	if strict && b.answers[answerOf(f.about)] {
		return b.check, true
	}
	wrong := map[string]bool{}
	for _, one := range b.broken {
		for _, m := range one.rule.Judge(f.about) {
			if strict && !b.exact[m] {
				return "", false
			}
			wrong[m.What] = true
			if check == "" {
				check = one.check
			}
		}
	}
	return check, check != "" && !slices.ContainsFunc(f.found, func(m report.Mismatch) bool {
		return !wrong[m.What] && !wrong["body"]
	})
}
