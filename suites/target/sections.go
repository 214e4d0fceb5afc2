package target

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// shared holds the sections that the top of the file and a deployment may have.
type shared struct {
	tls        TLS
	agents     []Agent
	recordings []listed
	absent     Absent
	canary     Canary
	limits     Limits
	given      map[string]strictyaml.Node
}

// sections reads the shared keys of o. What o lacks is taken from base: limits
// key by key, the other sections as a whole.
func (r *reader) sections(o strictyaml.Object, base shared) shared {
	s := base
	s.given = map[string]strictyaml.Node{}
	for _, key := range []string{"tls", "agents", "recordings", "absent", "canary", "limits"} {
		s.given[key] = o.Get(key)
		if !s.given[key].Given() {
			s.given[key] = base.given[key]
		}
	}
	if n := o.Get("tls"); n.Given() {
		s.tls = r.tls(n)
	}
	if n := o.Get("agents"); n.Given() {
		s.agents = r.agents(n)
	}
	if n := o.Get("recordings"); n.Given() {
		var gone strictyaml.Node
		if s.recordings, gone = r.recordings(n); gone.Given() {
			s.given["absent"], s.absent = gone, absent(gone)
		}
	}
	if n := o.Get("absent"); n.Given() {
		s.given["absent"], s.absent = n, absent(n)
	}
	if n := o.Get("canary"); n.Given() {
		s.canary = canary(n)
	}
	s.limits = limits(o.Get("limits"), base.limits)
	return s
}

var (
	nameForm   = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	canaryForm = lazyregexp.New(`^[^/\\:\x00-\x1f][^\\:\x00-\x1f]{0,299}$`)
	canaryText = lazyregexp.New(`^[A-Za-z0-9-]{16,200}$`)
	driveForm  = lazyregexp.New(`^[A-Za-z]$`)
)

const nameWords = "a name of letters, digits, dots, dashes and underscores, at most 64"

func absent(n strictyaml.Node) Absent {
	o := n.Object("recordId", "drive")
	return Absent{
		RecordID: o.Need("recordId", "a well-formed path where no recording is").Line(4096),
		Drive:    o.Need("drive", "a drive letter that has no mapping").Match(driveForm(), "a single letter"),
	}
}

func canary(n strictyaml.Node) Canary {
	o := n.Object("file", "text")
	return Canary{
		File: o.Need("file", "the path of a file outside all mounted drives").Match(canaryForm(),
			"a path from the root, with slashes and without a drive, such as srv/canary.txt"),
		Text: o.Need("text", "what that file contains").Match(canaryText(), "16 to 200 letters, digits and dashes that occur nowhere else"),
	}
}

// DefaultLimits returns the limits of a target file that sets none.
func DefaultLimits() Limits {
	return Limits{
		Connect: 5 * time.Second, FirstByte: 15 * time.Second, Idle: 15 * time.Second, Exchange: 2 * time.Minute,
		BodyBytes: 256 << 20, Requests: 5000, PerSecond: 200, BadAuthPerAgent: 20,
	}
}

func limits(n strictyaml.Node, base Limits) Limits {
	o := n.Object("connect", "firstByte", "idle", "exchange", "bodyBytes", "requests", "perSecond", "badAuthPerAgent")
	const low, high = time.Millisecond, 24 * time.Hour
	return Limits{
		Connect:         o.Get("connect").Duration(base.Connect, low, high),
		FirstByte:       o.Get("firstByte").Duration(base.FirstByte, low, high),
		Idle:            o.Get("idle").Duration(base.Idle, low, high),
		Exchange:        o.Get("exchange").Duration(base.Exchange, low, high),
		BodyBytes:       o.Get("bodyBytes").Size(base.BodyBytes, 1, 1<<50),
		Requests:        int(o.Get("requests").Int(int64(base.Requests), 1, 10_000_000)),
		PerSecond:       int(o.Get("perSecond").Int(int64(base.PerSecond), 1, 1_000_000)),
		BadAuthPerAgent: int(o.Get("badAuthPerAgent").Int(int64(base.BadAuthPerAgent), 0, 10_000)),
	}
}
