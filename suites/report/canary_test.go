package report_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// No output shows a secret in any encoding once the result was masked.
func TestNoOutputShowsASecret(t *testing.T) {
	t.Parallel()
	m := masker()
	for name, value := range canaries {
		for encoding, form := range encodings(value) {
			r := full()
			poison(reflect.ValueOf(&r).Elem(), " "+m.Mask(`"`+form+`"`))
			for output, write := range writers() {
				if out := written(t, write, r); reveals(out, value, form) {
					t.Errorf("%s shows %s as %s", output, name, encoding)
				}
			}
			var b bytes.Buffer
			p := report.NewProgress(&b, report.ProgressOptions{Live: true, Width: 500})
			p.Start(1)
			p.Now(m.Mask(form))
			p.Check(r.Checks[0])
			if reveals(b.String(), value, form) {
				t.Errorf("progress shows %s as %s", name, encoding)
			}
		}
	}
}

// Apply and Finish alone keep texts from outside clean.
func TestApplyMasksWhatTheSuitesForgot(t *testing.T) {
	t.Parallel()
	for name, value := range canaries {
		for encoding, form := range encodings(value) {
			r := full()
			for i := range r.Checks {
				c := &r.Checks[i]
				c.Reason, c.Detail, c.Curl = form, form, "curl -H 'Guid: "+form+"'"
			}
			r.Exchanges[0].BodyText, r.Exchanges[0].URL = form, "https://gw.example/?a="+form
			r.Observations[0].Value = form
			masker().Apply(&r)
			report.Finish(&r)
			for output, write := range writers() {
				if out := written(t, write, r); reveals(out, value, form) {
					t.Errorf("%s shows %s as %s", output, name, encoding)
				}
			}
		}
	}
}

// reveals reports whether out shows the secret as it is or in this form.
func reveals(out, value, form string) bool {
	out = strings.ToLower(out)
	form = strings.ToLower(strings.Trim(strings.TrimRight(form, "="), `"`))
	return strings.Contains(out, strings.ToLower(value)) || len(form) > 5 && strings.Contains(out, form)
}

// The test above would see a secret that nobody masked.
func TestCanariesAreSeenUnmasked(t *testing.T) {
	t.Parallel()
	for output, write := range writers() {
		if output == "text quiet" || output == "har" {
			continue // they show no reason of a check
		}
		r := full()
		poison(reflect.ValueOf(&r).Elem(), " "+canaries["guid"])
		if out := written(t, write, r); !reveals(out, canaries["guid"], "") || shows(out) == "" {
			t.Errorf("%s: a secret went unseen", output)
		}
	}
}
