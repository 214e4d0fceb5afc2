package redact

import (
	"html"
	"strings"
	"sync"
)

// names are the references by name that HTML has for ASCII and ISO 8859-1.
const names = `amp lt gt quot apos AMP LT GT QUOT nbsp Tab NewLine
excl num dollar percnt lpar rpar ast plus comma period sol colon semi equals quest commat
lsqb lbrack bsol rsqb rbrack Hat lowbar UnderBar grave lcub lbrace verbar vert VerticalLine rcub rbrace
iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3
acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
euro hellip ndash mdash lsquo rsquo ldquo rdquo bull trade`

// byName is what each of the names means.
var byName = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, name := range strings.Fields(names) {
		m[name] = html.UnescapeString("&" + name + ";")
	}
	return m
})

// longestName is the length of the longest name with what surrounds it.
const longestName = len("&VerticalLine;")

// named decodes a reference by name.
func named(b []byte) (text string, n int) {
	for n := 1; n < min(len(b), longestName); n++ {
		if b[n] == ';' {
			if text := byName()[string(b[1:n])]; text != "" {
				return text, n + 1
			}
			return "", 0
		}
		if !wordByte(b[n]) {
			break
		}
	}
	return "", 0
}
