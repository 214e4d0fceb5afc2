// Package waiver reads the waiver file, which accepts known failures until a
// date. [report.Finish] decides which waivers a run used, which have expired and
// which are obsolete.
package waiver

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Version is the value of the key gwcheck of a waiver file.
const Version = "waivers/v1"

// Error lists the problems of a waiver file. Load and Parse return it as *Error.
type Error = strictyaml.Error

// Known reports which ids exist. A nil function accepts every id.
type Known struct {
	Check       func(id string) bool
	Requirement func(id string) bool
}

// Load reads and validates a waiver file of at most 128 KiB. If the file is not
// valid, the error is an *[Error] with all problems found; if it cannot be read,
// it wraps the error of reading. The waivers have no state yet.
func Load(path string, known Known) ([]report.Waiver, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read waiver file: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, strictyaml.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read waiver file: %w", err)
	}
	return parse(path, data, known)
}

// Parse is [Load] for data in memory.
func Parse(data []byte, known Known) ([]report.Waiver, error) {
	return parse("waivers.yaml", data, known)
}

func parse(name string, data []byte, known Known) ([]report.Waiver, error) {
	doc, root, err := strictyaml.Parse(name, data, strictyaml.Secrets{})
	if err != nil {
		return nil, err
	}
	o := root.Object("gwcheck", "waivers")
	o.Need("gwcheck", "write gwcheck: "+Version).Option(Version)
	list := known.waivers(o.Need("waivers", "a list, [] if there are none"))
	if err := doc.Err(); err != nil {
		return nil, err
	}
	return list, nil
}

func (k Known) waivers(n strictyaml.Node) []report.Waiver {
	var list []report.Waiver
	taken := map[[2]string]bool{}
	for _, item := range n.List() {
		w := k.waiver(item)
		id := [2]string{w.Check, w.Requirement}
		if id != [2]string{} && taken[id] {
			item.Failf("%q is waived by an earlier entry", w.Check+w.Requirement)
		}
		taken[id] = true
		list = append(list, w)
	}
	return list
}

const maxText = 500

func (k Known) waiver(n strictyaml.Node) report.Waiver {
	o := n.Object("check", "requirement", "reason", "owner", "link", "expires")
	if check := o.Get("check"); o.Given() && check.Given() == o.Get("requirement").Given() {
		o.Failf("must have exactly one of the keys \"check\" and \"requirement\"")
	}
	return report.Waiver{
		Check:       id(o.Get("check"), "check", k.Check),
		Requirement: id(o.Get("requirement"), "requirement", k.Requirement),
		Reason:      o.Need("reason", "why the failure is accepted").Line(maxText),
		Owner:       o.Need("owner", "who is responsible for it").Line(maxText),
		Link:        link(o.Get("link")),
		Expires:     day(o.Need("expires", "the last day on which it holds, such as 2030-01-31")),
	}
}

func id(n strictyaml.Node, what string, known func(string) bool) string {
	text := n.Line(maxText)
	if text != "" && known != nil && !known(text) {
		n.Failf("there is no %s %q; \"gwcheck list %ss\" shows all", what, text, what)
	}
	return text
}

func link(n strictyaml.Node) string {
	text := n.Line(2048)
	u, err := url.Parse(text)
	if text != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil) {
		n.Failf("must be an http or https URL without a user name")
	}
	return text
}

var dayForm = lazyregexp.New(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

func day(n strictyaml.Node) string {
	const what = "a date such as 2030-01-31"
	text := n.Match(dayForm(), what)
	if _, err := time.Parse(time.DateOnly, text); text != "" && err != nil {
		n.Failf("must be %s, but %q is not in the calendar", what, text)
	}
	return text
}
