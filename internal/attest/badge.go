package attest

import (
	"fmt"
	"html"
	"strings"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Badge is a picture of a claim (SVG) without script, font or link. It proves nothing:
// it names the verdict, the edition and the version for readers, who verify the claim.
func Badge(c Claim) []byte {
	const perLetter, padding, height = 7, 10, 20
	left := "gwcheck " + c.Edition
	right, color := "conformant", "#2a7f3f"
	if c.Verdict == report.ConformantWithWaivers {
		right, color = "conformant with waivers", "#8a6100"
	}
	if c.Version != "" {
		right += " " + shortened(c.Version, 24)
	}
	width := func(s string) int { return perLetter*len([]rune(s)) + 2*padding }
	lw, rw := width(left), width(right)
	title := html.EscapeString(fmt.Sprintf("%s: %s, %s", left, right, c.Subject.Name))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" role="img" aria-label="%s">`+"\n", lw+rw, height, title)
	fmt.Fprintf(&b, "<title>%s</title>\n", title)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="3" fill="#444"/>`+"\n", lw+rw, height)
	fmt.Fprintf(&b, `<rect x="%d" width="%d" height="%d" rx="3" fill="%s"/>`+"\n", lw, rw, height, color)
	text := `<text x="%d" y="14" fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">%s</text>` + "\n"
	fmt.Fprintf(&b, text, lw/2, html.EscapeString(left))
	fmt.Fprintf(&b, text, lw+rw/2, html.EscapeString(right))
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// shortened is a text of at most so many characters, without control characters.
func shortened(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
