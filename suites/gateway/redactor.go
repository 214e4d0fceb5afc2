package gateway

import (
	"strings"

	"github.com/gwcheck/gwcheck/suites/report"
)

// redactor masks the secrets of one client.
type redactor struct{ masker report.Masker }

func (r *redactor) password(s string) { r.masker.Add("password", s) }
func (r *redactor) guid(s string)     { r.masker.Add("guid", s) }

// cookie learns the value of a Set-Cookie field.
func (r *redactor) cookie(field string) {
	pair, _, _ := strings.Cut(field, ";")
	_, value, _ := strings.Cut(pair, "=")
	r.masker.Add("cookie", value)
}

func (r *redactor) mask(s string) string { return r.masker.Mask(s) }
