package engine

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// accounts returns the basis whose breakage accounts for the whole failure of a
// check, and the check that found it broken. What the failed rule is about then
// cannot be told, so that the check rests on the basis.
func (b *breakages) accounts(c Check, o outcome, doc *spec.Document) (basis Basis, check string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if check, ok := b.of[BasisFraming].misframed(o.about); ok && c.Establishes != BasisFraming && c.Establishes != BasisSession {
		return BasisFraming, check, true
	}
	if o.ending != violated || o.about == nil || c.Establishes != "" && c.Establishes != BasisCodes || !slices.Contains(c.RestsOn, o.basis) {
		return "", "", false
	}
	served := len(rules.NoStream(doc).Judge(o.about)) > 0
	broken := b.of[o.basis]
	if !served && c.Names != nil && c.Names(doc, o.about) && broken != nil && c.Distinguishes == broken.partial {
		return "", "", false
	}
	switch {
	case o.basis == BasisSuccess:
		return o.basis, broken.name(), broken.same(o.found, served) && !broken.about(c, served)
	case served:
	case o.basis == BasisFailure:
		if check, ok = broken.malformed(o, c.Area() == "security"); ok {
			return o.basis, check, ok
		}
		codes := b.of[BasisCodes]
		return BasisCodes, codes.name(), c.Establishes == "" && codes.same(o.found, true)
	}
	return "", "", false
}

// about reports whether a breakage is in a part of the recordings only, which
// is what the check is about.
func (b *breakage) about(c Check, served bool) bool {
	return c.Distinguishes && c.Names == nil && b.partial && served
}

func (b *breakage) name() string {
	if b == nil {
		return ""
	}
	return b.check
}

// misframed returns the check that found broken what is broken in the framing of
// an exchange too. The first thing broken on the way decides.
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
// differences: those name the recording, what was wanted of it, and what was received.
// The same refusal is the same, whichever recording was wanted.
func (b *breakage) same(found []report.Mismatch, served bool) bool {
	if b == nil {
		return false
	}
	return !slices.ContainsFunc(found, func(m report.Mismatch) bool {
		if b.exact[m] {
			return false
		}
		return served || !b.refused[report.Mismatch{What: m.What, Got: m.Got}]
	})
}

// malformed returns the check that found broken what alone is wrong with a
// refusal. In an answer that may be a file, exactly the same must be wrong.
func (b *breakage) malformed(o outcome, strict bool) (check string, ok bool) {
	if b == nil || o.about == nil {
		return "", false
	}
	wrong := map[string]bool{}
	for _, one := range b.broken {
		for _, m := range one.rule.Judge(o.about) {
			if strict && !b.exact[m] {
				return "", false
			}
			wrong[m.What] = true
			if check == "" {
				check = one.check
			}
		}
	}
	return check, check != "" && !slices.ContainsFunc(o.found, func(m report.Mismatch) bool {
		return !wrong[m.What] && !wrong["body"]
	})
}
