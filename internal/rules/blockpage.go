package rules

import (
	"bytes"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// A firewall before a gateway may answer what it takes for an attack with a page
// of its own, whatever its status.

// supportID is what differs between two copies of a block page: a number or
// identifier by which the firewall's log can be searched.
var supportID = lazyregexp.New(`[0-9A-Fa-f-]*[0-9][0-9A-Fa-f-]*`)

// SamePage reports whether two exchanges were answered by the same HTML page, but
// for the numbers in it. Two different files are never the same page.
func SamePage(a, b *wire.Exchange) bool {
	return isPage(a) && isPage(b) && a.Response.Status == b.Response.Status && bytes.Equal(withoutIDs(a), withoutIDs(b))
}

// isPage reports whether the response is a complete HTML page, no recording and no envelope.
func isPage(x *wire.Exchange) bool {
	if x.Err != nil || x.Response == nil || x.Response.Body.Length > int64(len(x.Response.Body.Head)) {
		return false
	}
	types := x.Header("Content-Type")
	body := bytes.TrimSpace(x.Response.Body.Head)
	return len(types) == 1 && essence(types[0]) == "text/html" && len(body) > 0 && body[0] == '<'
}

func withoutIDs(x *wire.Exchange) []byte {
	return supportID().ReplaceAll(x.Response.Body.Head, []byte("#"))
}

// NoBlockPage holds unless the page answers the exchange too.
func NoBlockPage(page *wire.Exchange) Rule {
	const name = "a failure envelope of the gateway"
	return New(name, nil, func(x *wire.Exchange) []report.Mismatch {
		if SamePage(x, page) {
			return mismatch("answer", name, "a block page, the same for every attack: "+markup(x.Response.Body.Head))
		}
		return nil
	}).by("NoBlockPage", page)
}

// OutsideOr is NothingFromOutside, which a block page does not break.
func OutsideOr(doc *spec.Document, page *wire.Exchange) Rule {
	rule := NothingFromOutside(doc)
	judge := rule.judge
	rule.judge = func(x *wire.Exchange) []report.Mismatch {
		if page != nil && SamePage(x, page) {
			return nil
		}
		return judge(x)
	}
	if page != nil {
		rule.made = recipe{} // no page is stored
	}
	return rule
}
