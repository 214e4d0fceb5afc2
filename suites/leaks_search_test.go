package suites_test

import (
	"encoding/binary"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// leakSearch finds in outputs what is left of secrets: 8 characters of one in any
// letter case, or as much of one of its spellings as 8 characters take.
type leakSearch struct {
	pieces map[uint64][]leakPiece // by their first 8 bytes
	known  map[string]bool
}

type leakPiece struct{ text, of string }

func newLeakSearch() *leakSearch {
	return &leakSearch{pieces: map[uint64][]leakPiece{}, known: map[string]bool{}}
}

// leastShown is how many characters of a secret may not be shown.
const leastShown = 8

// add registers a secret and one of its spellings. The name of a node that a Guid
// ends with is not secret.
func (s *leakSearch) add(secret, spelled, of string) {
	if before, _, ok := strings.Cut(secret, ".AgentGateway"); ok {
		spelled = spelled[:len(spelled)*len(before)/len(secret)]
		secret = before
	}
	characters := []rune(secret)
	for i := 0; i+leastShown <= len(characters); i++ {
		s.put(string(characters[i:i+leastShown]), of)
	}
	// A spelling may have long and short characters; the slack is for these.
	size := 8*len(spelled)/len(characters) + len(spelled)/len(characters) + 4
	for i := 0; i+size <= len(spelled); i++ {
		s.put(spelled[i:i+size], of)
	}
}

func (s *leakSearch) put(piece, of string) {
	piece = asciiLower(piece)
	if !s.known[piece] {
		s.known[piece] = true
		key := binary.LittleEndian.Uint64([]byte(piece))
		s.pieces[key] = append(s.pieces[key], leakPiece{piece, of})
	}
}

// in says what an output shows of a secret, "" for nothing.
func (s *leakSearch) in(output string) string {
	output = digest.ReplaceAllString(output, "(digest)")
	for layer, view := range leakViews(output) {
		lower := asciiLower(view)
		for i := 0; i+8 <= len(lower); i++ {
			for _, p := range s.pieces[binary.LittleEndian.Uint64([]byte(lower[i:i+8]))] {
				if strings.HasPrefix(lower[i:], p.text) {
					return fmt.Sprintf("%s: %q, decoded %d times, in %q", p.of, p.text, layer, view[max(0, i-200):min(len(view), i+120)])
				}
			}
		}
	}
	return ""
}

// leakViews are an output with its own escapes and those of the gateway undone,
// step by step.
func leakViews(output string) []string {
	views := []string{output}
	for _, decode := range []func(string) string{html.UnescapeString, unescapeText, unescapeText, unescapePercent, html.UnescapeString, unescapePercent, unescapePercent} {
		if next := decode(views[len(views)-1]); next != views[len(views)-1] {
			views = append(views, next)
		}
	}
	return views
}

var textEscape = regexp.MustCompile(`\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{3}|[^ux])`)

// unescapeText undoes the escapes of JSON, JavaScript and of excerpts.
func unescapeText(s string) string {
	return textEscape.ReplaceAllStringFunc(s, func(e string) string {
		switch c := e[1]; {
		case c == 'x':
			n, _ := strconv.ParseUint(e[2:], 16, 8)
			return string([]byte{byte(n)})
		case c == 'u':
			n, _ := strconv.ParseUint(strings.Trim(e[2:], "{}"), 16, 32)
			return string(rune(n)) //nolint:gosec // at most six digits
		case len(e) == 4:
			n, _ := strconv.ParseUint(e[1:], 8, 16)
			return string([]byte{byte(n)})
		case c == 'n':
			return "\n"
		case c == 't':
			return "\t"
		}
		return e[1:]
	})
}

var percentEscape = regexp.MustCompile(`(%[0-9a-fA-F]{2})+`)

func unescapePercent(s string) string {
	return percentEscape.ReplaceAllStringFunc(s, func(e string) string {
		decoded, err := url.PathUnescape(e)
		if err != nil {
			return e
		}
		return decoded
	})
}

// asciiLower is s in lower case, with every other byte as it is.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
