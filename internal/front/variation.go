package front

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Variation is one way to serve. The zero value is the plain one.
type Variation struct {
	Names []string // of what is varied, for people

	Framing  string // "", "chunked", "closed", "1.0", "1.0 kept"
	Chunk    int    // size of chunks in bytes
	Extended bool   // chunks have extensions
	Trailers bool   // trailer fields follow the last chunk
	Interim  []int  // statuses of interim answers
	Apart    bool   // head and body are written apart
	Phrase   bool   // no reason phrase

	Segment int // bytes of a TCP segment at most, where above zero
	Record  int // bytes of a TLS record at most, where above zero

	Case     string // of field names: "", "lower", "upper"
	Order    string // of fields: "", "reversed", "shuffled"
	Spacing  string // between colon and value
	Trailing string // white space after a value
	Added    [][2]string

	Closes    int // after so many requests, where above zero
	Announces bool
	Late      time.Duration // from the answer to the close

	Jitter  time.Duration // of every answer, in real time
	Passes  time.Duration // in every download, for the gateway
	Advance func(time.Duration)

	Members string // further ones of every envelope
	Space   bool   // white space around an envelope

	Key      string // of the certificate: "", "p384", "rsa", "ed25519"
	Version  uint16 // of TLS, the only one; 0: the usual ones
	Suites   []uint16
	NoTicket bool
	NoALPN   bool

	seed uint64
	made made
}

// aspect is one thing that varies, with the ways in which it does.
type aspect []func(*Variation, *rand.Rand) string

// Draw draws a variation: each aspect varies in about one of three.
func Draw(seed uint64) Variation {
	random := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // it is no secret
	v := Variation{seed: seed}
	for _, a := range aspects() {
		if random.IntN(3) > 0 {
			continue
		}
		if name := a[random.IntN(len(a))](&v, random); name != "" {
			v.Names = append(v.Names, name)
		}
	}
	return v
}

// AllNames lists the names of all that varies, without sizes.
func AllNames() (names []string) {
	for _, a := range aspects() {
		for _, way := range a {
			var v Variation
			names = append(names, kind(way(&v, rand.New(rand.NewPCG(1, 1))))) //nolint:gosec // it is no secret
		}
	}
	return names
}

// Kinds are the names of a variation without sizes.
func (v Variation) Kinds() (kinds []string) {
	for _, name := range v.Names {
		kinds = append(kinds, kind(name))
	}
	return kinds
}

func kind(name string) string { k, _, _ := strings.Cut(name, " ("); return k }

func aspects() []aspect {
	return []aspect{framings(), interims(), heads(), names(), orders(), spacings(), additions(), closings(), paces(), envelopes(), cuts(), keys(), versions()}
}

// set is a way without a choice of its own.
func set(name string, change func(*Variation)) func(*Variation, *rand.Rand) string {
	return func(v *Variation, _ *rand.Rand) string {
		change(v)
		return name
	}
}

// sized is a way with a size between two bounds, evenly by its order of magnitude.
func sized(name string, from, to int, change func(*Variation, int)) func(*Variation, *rand.Rand) string {
	return func(v *Variation, random *rand.Rand) string {
		n := from
		for n < to && random.IntN(4) > 0 {
			n = min(to, n*2+random.IntN(2))
		}
		change(v, n)
		return fmt.Sprintf("%s (%d)", name, n)
	}
}

func framings() aspect {
	chunked := func(extended, trailers bool) func(*Variation, int) {
		return func(v *Variation, n int) {
			v.Framing, v.Chunk, v.Extended, v.Trailers = "chunked", n, extended, trailers
		}
	}
	return aspect{
		sized("chunks", 1, 64<<10, chunked(false, false)),
		sized("chunks with extensions", 16, 64<<10, chunked(true, false)),
		sized("chunks and trailers", 16, 64<<10, chunked(false, true)),
		set("bodies end with the connection", func(v *Variation) { v.Framing = "closed" }),
		set("HTTP/1.0", func(v *Variation) { v.Framing = "1.0" }),
		set("HTTP/1.0 kept open", func(v *Variation) { v.Framing = "1.0 kept" }),
	}
}

func interims() aspect {
	of := func(statuses ...int) func(*Variation, *rand.Rand) string {
		return set("interim answers "+strings.Trim(fmt.Sprint(statuses), "[]"), func(v *Variation) { v.Interim = statuses })
	}
	return aspect{of(http.StatusContinue), of(http.StatusEarlyHints), of(http.StatusProcessing, http.StatusProcessing)}
}

func heads() aspect {
	return aspect{
		set("head and body apart", func(v *Variation) { v.Apart = true }),
		set("no reason phrase", func(v *Variation) { v.Phrase = true }),
	}
}

func names() aspect {
	return aspect{
		set("field names in lower case", func(v *Variation) { v.Case = "lower" }),
		set("field names in upper case", func(v *Variation) { v.Case = "upper" }),
	}
}

func orders() aspect {
	return aspect{
		set("fields reversed", func(v *Variation) { v.Order = "reversed" }),
		set("fields shuffled", func(v *Variation) { v.Order = "shuffled" }),
	}
}

func spacings() aspect {
	return aspect{
		set("no space after colons", func(v *Variation) { v.Spacing = "none" }),
		set("a tab after colons", func(v *Variation) { v.Spacing = "\t" }),
		set("spaces around values", func(v *Variation) { v.Spacing, v.Trailing = "   ", " \t" }),
	}
}

func additions() aspect {
	add := func(name string, pairs ...string) func(*Variation, *rand.Rand) string {
		return set(name, func(v *Variation) {
			for i := 0; i < len(pairs); i += 2 {
				v.Added = append(v.Added, [2]string{pairs[i], pairs[i+1]})
			}
		})
	}
	return aspect{
		add("fields of nginx", "Server", "nginx/1.24.0", "Date", "Tue, 01 Dec 2026 00:00:00 GMT", "Via", "1.1 proxy"),
		add("fields of Tomcat", "Keep-Alive", "timeout=20", "Set-Cookie", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF; Path=/agentgateway; Secure; HttpOnly"),
		add("fields of HAProxy", "Set-Cookie", "SERVERID=s1; path=/", "X-Request-ID", "0f3c"),
		add("fields of Spring Security", "X-Content-Type-Options", "nosniff", "Pragma", "no-cache", "Expires", "0", "X-Frame-Options", "DENY"),
		add("Vary twice", "Vary", "Origin", "Vary", "Access-Control-Request-Method"),
		add("an empty field", "X-Empty", ""),
		sized("padding in the head", 100, 8<<10, func(v *Variation, n int) {
			v.Added = append(v.Added, [2]string{"X-Padding", strings.Repeat("x", n)})
		}),
	}
}

func closings() aspect {
	after := func(announces bool, late time.Duration) func(*Variation, int) {
		return func(v *Variation, n int) { v.Closes, v.Announces, v.Late = n, announces, late }
	}
	return aspect{
		sized("closes and says so", 1, 100, after(true, 0)),
		sized("closes without a word", 1, 100, after(false, 0)),
		sized("closes a little later", 1, 100, after(false, 2*time.Millisecond)),
	}
}

func paces() aspect {
	return aspect{
		set("jitter", func(v *Variation) { v.Jitter = 2 * time.Millisecond }),
		sized("downloads take time in ms", 50, 1000, func(v *Variation, n int) { v.Passes = time.Duration(n) * time.Millisecond }),
	}
}

func envelopes() aspect {
	return aspect{
		set("further members", func(v *Variation) {
			v.Members = `"success":true,"data":[1,{"a":null}],"timestamp":1700000000000,"limit":1e400`
		}),
		set("nested members", func(v *Variation) {
			v.Members = `"deep":` + strings.Repeat("[", 60) + strings.Repeat("]", 60)
		}),
		sized("padded envelopes", 100, 64<<10, func(v *Variation, n int) { v.Members = `"padding":"` + strings.Repeat("x", n) + `"` }),
		set("white space around envelopes", func(v *Variation) { v.Space = true }),
	}
}

func cuts() aspect {
	return aspect{
		sized("TCP segments", 7, 4<<10, func(v *Variation, n int) { v.Segment = n }),
		sized("TLS records", 1, 4<<10, func(v *Variation, n int) { v.Record = n }),
		sized("TCP segments and TLS records", 16, 4<<10, func(v *Variation, n int) { v.Segment, v.Record = n+5, n }),
	}
}

// source is randomness for several goroutines.
type source struct {
	mu     sync.Mutex
	random *rand.Rand
}

func newSource(seed uint64) *source {
	return &source{random: rand.New(rand.NewPCG(seed, 3))} //nolint:gosec // it is no secret
}

func (s *source) upTo(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Duration(s.random.Int64N(int64(d)))
}

func (s *source) shuffle(n int, swap func(i, j int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.random.Shuffle(n, swap)
}
