package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// nowhere is a file that no host has.
const nowhere = "gwcheck-none/none.txt"

// blockPage returns the page by which a firewall answers attacks, if it answered
// one with recordId raw: the page that an attack gets too which leads to another
// file, or to none. It is nil if x is no such page.
func blockPage(t *engine.T, s *engine.Session, rec recording, x *wire.Exchange, raw string, spell func(path, file string) string) *wire.Exchange {
	if !rules.SamePage(x, x) {
		return nil
	}
	path := slashed(rec.RecordID)
	for _, other := range []string{spell(path, hostFiles[0]), spell(path, hostFiles[1]), wire.Escape(climb(path, "../", nowhere))} {
		if other == raw {
			continue
		}
		if page := t.Attack(s, rec, withRawParam(spec.RoleRecord, other)); rules.SamePage(x, page) {
			t.Observe("security/block-page", "attacks are answered with one page: %s", describeTransfer(page))
			return page
		}
	}
	return nil
}

// attacked sends an attack of a spelling, and judges that it delivers nothing.
func attacked(t *engine.T, s *engine.Session, rec recording, file string, spell func(path, file string) string) *wire.Exchange {
	raw := spell(slashed(rec.RecordID), file)
	x := t.Attack(s, rec, withRawParam(spec.RoleRecord, raw))
	rule := rules.NothingFromOutside(t.Doc())
	if len(rule.Judge(x)) > 0 {
		rule = rules.OutsideOr(t.Doc(), blockPage(t, s, rec, x, raw, spell))
	}
	t.Then(x, rule)
	return x
}
