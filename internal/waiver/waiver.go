// Package waiver reads waiver files: failures that somebody answers for, until
// a day. It judges nothing; package report decides what a waiver excuses.
package waiver

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target/strictyaml"
)

// Version is what the key gwcheck of a waiver file must say.
const Version = "waivers/v1"

// Load reads a waiver file:
//
//	gwcheck: waivers/v1
//	waivers:
//	  - check: paths/backslashes:ivr-message   # or requirement: ID, or both
//	    reason: fixed in the next build
//	    owner: A. Person
//	    link: https://tracker.example/123      # optional
//	    expires: 2026-12-31                    # the last day, UTC
//
// What is wrong in the file is a *strictyaml.Error with every problem found.
func Load(path string) ([]report.Waiver, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read waiver file: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, strictyaml.MaxBytes+1)) // Parse refuses more
	if err != nil {
		return nil, fmt.Errorf("read waiver file: %w", err)
	}
	return Parse(path, data)
}

// Parse is Load for text that is in memory; problems call it name.
func Parse(name string, data []byte) ([]report.Waiver, error) {
	doc, root, err := strictyaml.Parse(name, data, strictyaml.Secrets{})
	if err != nil {
		return nil, err
	}
	file := root.Object("gwcheck", "waivers")
	file.Need("gwcheck", "write gwcheck: "+Version).Option(Version)
	list := file.Need("waivers", "give one or more")
	var waivers []report.Waiver
	for _, n := range list.List() {
		waivers = append(waivers, read(n))
	}
	if list.IsList() && len(waivers) == 0 {
		list.Failf("must hold one waiver or more")
	}
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return waivers, nil
}

// day is a date; whether there is such a day is looked at separately.
var day = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

const longest = 500 // characters of a text

func read(n strictyaml.Node) report.Waiver {
	o := n.Object("check", "requirement", "reason", "owner", "link", "expires")
	w := report.Waiver{
		Check:       text(o.Get("check")),
		Requirement: text(o.Get("requirement")),
		Link:        text(o.Get("link")),
		Reason:      o.Need("reason", "say why the failure is accepted").Line(longest),
		Owner:       o.Need("owner", "say who answers for it").Line(longest),
		Expires:     o.Need("expires", "the last day on which it holds, such as 2026-12-31").Match(day, "a day such as 2026-12-31"),
	}
	if n.IsObject() && !o.Get("check").Given() && !o.Get("requirement").Given() {
		n.Failf("names neither a check nor a requirement")
	}
	if _, err := time.Parse(time.DateOnly, w.Expires); err != nil && day.MatchString(w.Expires) {
		o.Get("expires").Failf("%q is no day of the calendar", w.Expires)
	}
	return w
}

// text is a line that may be absent.
func text(n strictyaml.Node) string {
	if !n.Given() {
		return ""
	}
	return n.Line(longest)
}
