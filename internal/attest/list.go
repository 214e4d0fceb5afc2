package attest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Entry is one sound claim of a public list.
type Entry struct {
	Path     string `json:"path"` // of its directory, relative to the list
	SignedBy string `json:"signedBy"`
	Claim    Claim  `json:"claim"`
}

// ListJSON is a public list as JSON, sorted by organization, product and version.
func ListJSON(entries []Entry) ([]byte, error) {
	return encode(struct {
		Schema string  `json:"schema"`
		Claims []Entry `json:"claims"`
	}{"gwcheck/claims/v1", sorted(entries)})
}

// ListMarkdown is a public list as a table. The texts of claims are escaped.
func ListMarkdown(entries []Entry) []byte {
	var b bytes.Buffer
	b.WriteString("# Certified gateways\n\n")
	b.WriteString("Each claim was verified with the key in the last column; `gwcheck verify` does it again.\n\n")
	b.WriteString("| organization | product | version | verdict | edition | claimed | not claimed | date | claim | key |\n")
	b.WriteString("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, e := range sorted(entries) {
		c := e.Claim
		verdict := string(c.Verdict)
		if n := len(c.Waivers); n > 0 {
			verdict = fmt.Sprintf("%s (%d waivers)", verdict, n)
		}
		cells := []string{
			c.Organization, c.Product, c.Version, verdict, c.Edition, strings.Join(c.Claimed, ", "),
			strings.Join(c.NotClaimed, ", "), c.Run.Started.Format("2006-01-02"), e.Path, e.SignedBy,
		}
		for _, cell := range cells {
			b.WriteString("| " + plain(cell) + " ")
		}
		b.WriteString("|\n")
	}
	return b.Bytes()
}

// sorted are the entries in a fixed order.
func sorted(entries []Entry) []Entry {
	all := orEmpty(entries)
	slices.SortFunc(all, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Claim.Organization, b.Claim.Organization), cmp.Compare(a.Claim.Product, b.Claim.Product),
			cmp.Compare(a.Claim.Version, b.Claim.Version), cmp.Compare(a.Path, b.Path))
	})
	return all
}

// plain is a text of one line without any markup of Markdown or HTML.
func plain(s string) string {
	var b strings.Builder
	for _, r := range shortened(s, 200) {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>#|~&!@", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return cmp.Or(strings.TrimSpace(b.String()), "–")
}
