package report_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// inAllForms is a text with one canary in every encoding, in quotes.
func inAllForms(name string) string {
	var b strings.Builder
	for _, form := range forms()[name] {
		b.WriteString(`"` + form + `" `)
	}
	return b.String()
}

// No output shows a secret in any encoding once the texts were masked.
func TestNoOutputShowsASecret(t *testing.T) {
	t.Parallel()
	m := masker()
	for name := range canaries {
		masked := m.Mask(inAllForms(name))
		r := full()
		poison(reflect.ValueOf(&r).Elem(), " "+masked)
		for output, write := range writers() {
			if form := revealed(written(t, write, r), name); form != "" {
				t.Errorf("%s shows %s as %s", output, name, form)
			}
		}
		var b bytes.Buffer
		p := report.NewProgress(&b, report.ProgressOptions{Live: true, Width: 5000})
		p.Start(1)
		p.Note(masked)
		p.Check(r.Checks[0])
		if form := revealed(b.String(), name); form != "" {
			t.Errorf("progress shows %s as %s", name, form)
		}
	}
}

// revealed is a form of the canary that out shows, "" if none.
func revealed(out, name string) string {
	out = strings.ToLower(out)
	for encoding, form := range forms()[name] {
		form = strings.ToLower(strings.Trim(strings.TrimRight(form, "="), `"`))
		if len(form) > 5 && strings.Contains(out, form) {
			return encoding
		}
	}
	return ""
}

// The tests above would see a secret that nobody masked.
func TestCanariesAreSeenUnmasked(t *testing.T) {
	t.Parallel()
	for output, write := range writers() {
		r := full()
		poison(reflect.ValueOf(&r).Elem(), " "+canaries["guid"])
		if out := written(t, write, r); revealed(out, "guid") == "" || shows(out) == "" {
			t.Errorf("%s: a secret went unseen", output)
		}
	}
}
