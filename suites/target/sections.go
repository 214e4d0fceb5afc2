package target

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// shared is what may stand at the top of the file and again in a deployment.
type shared struct {
	tls        TLS
	agents     []Agent
	recordings []listed
	absent     Absent
	canary     Canary
	limits     Limits
	given      map[string]strictyaml.Node
}

// listed is a recording with its place in the file.
type listed struct {
	Recording
	at strictyaml.Node
}

// sections reads the shared keys of o. What o does not give comes from base:
// limits key by key, everything else as a whole.
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
		s.recordings = recordings(n)
	}
	if n := o.Get("absent"); n.Given() {
		s.absent = absent(n)
	}
	if n := o.Get("canary"); n.Given() {
		s.canary = canary(n)
	}
	s.limits = limits(o.Get("limits"), base.limits)
	return s
}

var (
	nameForm     = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	locationForm = lazyregexp.New(`^[0-9]{1,18}$`)
	digestForm   = lazyregexp.New(`^[0-9A-Fa-f]{64}$`)
	canaryForm   = lazyregexp.New(`^[^/\\:\x00-\x1f][^\\:\x00-\x1f]{0,299}$`)
	canaryText   = lazyregexp.New(`^[A-Za-z0-9-]{16,200}$`)
	driveForm    = lazyregexp.New(`^[A-Za-z]$`)
)

const nameWords = "a name of letters, digits, dots, dashes and underscores, at most 64"

func recordings(n strictyaml.Node) []listed {
	var list []listed
	names := map[string]bool{}
	for _, item := range n.List() {
		rec := recording(item)
		if names[rec.Name] && rec.Name != "" {
			item.Failf("the name %q is taken by an earlier recording", rec.Name)
		}
		names[rec.Name] = true
		list = append(list, listed{rec, item})
	}
	return list
}

func recording(n strictyaml.Node) Recording {
	o := n.Object("name", "recordId", "filetype", "locationId", "size", "sha256")
	rec := Recording{
		Name:       o.Need("name", "it is shown in reports").Match(nameForm(), nameWords),
		RecordID:   o.Need("recordId", "the path and name that a client asks for").Line(4096),
		Filetype:   o.Get("filetype").Option("1", "2"),
		LocationID: location(o.Get("locationId")),
		Size:       o.Need("size", "the number of bytes decides whether a download is complete").Size(-1, 0, 1<<50),
	}
	digest := o.Need("sha256", "the digest decides whether a download is intact")
	text := digest.Match(digestForm(), "a SHA-256 of 64 hexadecimal digits")
	if b, err := hex.DecodeString(text); err == nil && len(b) == sha256.Size {
		rec.SHA256 = [sha256.Size]byte(b)
		if rec.Size == 0 && rec.SHA256 != sha256.Sum256(nil) {
			digest.Failf("is not the SHA-256 of an empty recording, which size 0 says this is")
		}
	}
	return rec
}

// location is a node ID: the interface document types it as a number, events
// deliver it as text.
func location(n strictyaml.Node) string {
	if n.IsInt() {
		return decimal(n.Int(0, 0, 1<<60))
	}
	return n.Match(locationForm(), "a node ID of decimal digits")
}

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
		Text: o.Need("text", "what that file contains").Match(canaryText(), "16 to 200 letters, digits and dashes that stand nowhere else"),
	}
}

// DefaultLimits are the limits of a target file that sets none.
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
