package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// traits describe an exchange by the things that a defect may depend on: name
// and value of each.
type traits map[string]string

func traitsOf(s *Situation, x *wire.Exchange) traits {
	t := traits{
		"deployment": s.Deployment.Name,
		"agent":      s.Request.Agent,
		"operation":  s.Request.Op.LogName,
		"position":   "first on its connection",
	}
	if x.Reused {
		t["position"] = "not first on its connection"
	}
	if s.Offer == OffersNewest {
		t["Guid from"] = s.origin
		t["Guid age"] = ageClass(s.age)
	} else {
		t["Guid"] = string(s.Offer)
	}
	if s.Request.Op.LogName == spec.DownloadRecordFile {
		t.addDownload(s)
	}
	return t
}

func (t traits) addDownload(s *Situation) {
	p, _ := s.Request.Op.Param(spec.RoleRecord)
	for _, q := range s.Request.Query {
		if q.Name == p.Name {
			t["spelling"] = separators(q.Value)
			t["kind of path"] = kindOfPath(s.Request.Doc, q.Value)
		}
	}
	if rec, ok := s.Recording(); ok {
		t["size"] = sizeClass(rec.Size)
		t["recording"] = rec.Name
	}
}

func kindOfPath(doc *spec.Document, path string) string {
	for _, g := range doc.Grammars {
		if g.Pattern.MatchString(strings.ReplaceAll(path, `\`, "/")) {
			return g.Name
		}
	}
	return "none"
}

func separators(path string) string {
	if strings.Contains(path, `\`) {
		return "backslashes"
	}
	return "slashes"
}

func sizeClass(n int64) string {
	for _, limit := range []int64{1 << 10, 64 << 10, 1 << 20, 8 << 20} {
		if n < limit {
			return fmt.Sprintf("under %d KiB", limit>>10)
		}
	}
	return "8 MiB or more"
}

func ageClass(d time.Duration) string {
	for _, limit := range []time.Duration{time.Second, 10 * time.Second, time.Minute} {
		if d < limit {
			return "under " + limit.String()
		}
	}
	return "1m0s or more"
}

// common keeps the traits that both have.
func (t traits) common(o traits) traits {
	both := traits{}
	for name, value := range t {
		if o[name] == value {
			both[name] = value
		}
	}
	return both
}

// heldTraits counts the values of each trait of the exchanges for which a rule held.
type heldTraits struct {
	exchanges int
	values    map[string]map[string]int // by name and value
}

func (h *heldTraits) add(t traits) {
	h.exchanges++
	if h.values == nil {
		h.values = map[string]map[string]int{}
	}
	for name, value := range t {
		if h.values[name] == nil {
			h.values[name] = map[string]int{}
		}
		h.values[name][value]++
	}
}

// telling lists the traits that tell exchanges from those for which the rule
// held, "" if there are none.
func (t traits) telling(held heldTraits) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(t)) {
		if held.values[name][t[name]] < held.exchanges {
			all = append(all, name+" "+t[name])
		}
	}
	if len(all) == 0 {
		return ""
	}
	return ", all with " + strings.Join(all, ", ")
}
