package gateway

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/redact"
)

// redactor masks the secrets of one client.
type redactor struct{ redact.Redactor }

func (r *redactor) password(s string) { r.AddPassword(s) }
func (r *redactor) guid(s string)     { r.AddSent(redact.Guid, s) }

// cookie learns the value of a Set-Cookie field.
func (r *redactor) cookie(field string) {
	pair, _, _ := strings.Cut(field, ";")
	_, value, _ := strings.Cut(pair, "=")
	r.AddCookie(value)
}

func (r *redactor) mask(s string) string { return r.Mask(s) }
