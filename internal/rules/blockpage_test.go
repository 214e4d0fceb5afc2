package rules_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

// A block page is the same HTML but for numbers; a file, an envelope and a cut
// answer are none.
func TestABlockPageIsTheSamePageForEveryAttack(t *testing.T) {
	t.Parallel()
	page := func(id string) *wire.Exchange {
		return answer(200, "text/html; charset=utf-8", "<html><body>Rejected. Your support ID is: "+id+"</body></html>")
	}
	for name, c := range map[string]struct {
		x    *wire.Exchange
		same bool
	}{
		"the same page":                    {page("1234567"), true},
		"another number":                   {page("9bc0-77"), true},
		"another text":                     {answer(200, "text/html", "<html><body>127.0.0.1 localhost</body></html>"), false},
		"another status":                   {answer(403, "text/html", string(page("1234567").Response.Body.Head)), false},
		"the same text as a stream":        {answer(200, "application/octet-stream", string(page("1234567").Response.Body.Head)), false},
		"a file of the host":               {answer(200, "text/html", "127.0.0.1 localhost"), false},
		"a page of which a part is stored": {pagePart(page("1234567")), false},
		"no answer":                        {&wire.Exchange{}, false},
	} {
		if got := rules.SamePage(c.x, page("1234567")); got != c.same {
			t.Errorf("%s: got %v, want %v", name, got, c.same)
		}
	}
}

func pagePart(x *wire.Exchange) *wire.Exchange {
	x.Response.Body.Length++
	return x
}

// A page that answers one attack only may be a file.
func TestAPageExcusesNothingButItself(t *testing.T) {
	t.Parallel()
	doc := document(t)
	page := answer(200, "text/html", "<html>Rejected</html>")
	file := answer(200, "text/html", "<html>another</html>")
	if found := rules.OutsideOr(doc, page).Judge(page); len(found) > 0 {
		t.Errorf("the block page is a finding: %v", found)
	}
	if len(rules.OutsideOr(doc, page).Judge(file)) == 0 || len(rules.OutsideOr(doc, nil).Judge(page)) == 0 {
		t.Error("a page that is no block page is passed over")
	}
	if len(rules.NoBlockPage(page).Judge(page)) == 0 || len(rules.NoBlockPage(page).Judge(file)) > 0 {
		t.Error("the block page is not told from another page")
	}
}
