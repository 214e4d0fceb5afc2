package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// toleranceDeviations refuse what real clients send.
func toleranceDeviations() []Deviation {
	return slices.Concat(queryDeviations(), headerDeviations())
}

// queryDeviations refuse legal query strings.
func queryDeviations() []Deviation {
	return []Deviation{
		deviation("unknown-parameter-refused", "An unknown query parameter is refused.",
			breaks("parameters/unknown-ignored"), unknownRefused, "security/overlong-values"),
		deviation("parameter-order-matters", "recordId must be the first parameter.",
			breaks("parameters/any-order", "parameters/unknown-ignored"), addRefusal(download, "order", func(r *request) error {
				p, _ := r.op.Param(spec.RoleRecord)
				if v := r.values[spec.RoleRecord]; v.given && !strings.HasPrefix(r.http.URL.RawQuery, p.Name+"=") {
					return refuse(spec.RecordIDMissing, "the first parameter is another")
				}
				return nil
			})),
		deviation("parameter-without-value-refused", "A parameter without an equals sign is refused.",
			breaks("parameters/unknown-ignored"), addRefusal(download, "pairs", func(r *request) error {
				for pair := range strings.SplitSeq(r.http.URL.RawQuery, "&") {
					if pair != "" && !strings.Contains(pair, "=") {
						return refuse(spec.ParameterInvalid, "a parameter has no value")
					}
				}
				return nil
			})),
	}
}

func unknownRefused(c *behavior) {
	op, _ := c.doc.Operation(download)
	addRefusal(download, "unknown", func(r *request) error {
		given, err := url.ParseQuery(r.http.URL.RawQuery)
		for name := range given {
			known := func(p spec.Parameter) bool { return p.Name == name }
			if !slices.ContainsFunc(op.Parameters, known) {
				err = refuse(spec.ParameterInvalid, "unknown parameter")
			}
		}
		return err
	})(c)
}

// headerDeviations refuse legal header fields.
func headerDeviations() []Deviation {
	return []Deviation{
		deviation("content-type-required", "A download without a Content-Type is refused.",
			breaks("parameters/content-type-not-required"), refuseOnField("Content-Type", func(v string, given bool) bool { return !given })),
		deviation("content-type-spelled-out", "Any Content-Type other than exactly the documented one is refused.",
			breaks("parameters/content-type-spellings"), refuseOnField("Content-Type", func(v string, given bool) bool {
				return given && v != "application/json; charset=UTF-8"
			})),
		deviation("json-body-expected", "A download with the Content-Type of JSON is refused because it has no body.",
			breaks("parameters/content-type-documented"), refuseOnField("Content-Type", func(v string, _ bool) bool {
				return strings.HasPrefix(v, "application/json")
			}), "*/*"),
		deviation("content-length-required", "A download without Content-Length is refused with status 411.",
			breaks("parameters/no-body", "success/availability"), onAnswer(func(a *answer) bool {
				return a.request.is(download) && a.request.http.Header.Get("Content-Length") == ""
			}, asPage(http.StatusLengthRequired)), "*/*"),
		deviation("malformed-cookie-refused", "A Cookie field that is not a list of pairs is refused.",
			breaks("parameters/odd-cookies"), refuseOnField("Cookie", func(v string, given bool) bool {
				return given && v != "" && !strings.Contains(v, "=")
			})),
		deviation("empty-cookie-refused", "An empty Cookie field is refused.",
			breaks("parameters/odd-cookies"), refuseOnField("Cookie", func(v string, given bool) bool { return given && v == "" })),
		deviation("cookie-before-guid", "A JSESSIONID in a Cookie field takes precedence over the Guid.",
			breaks("parameters/odd-cookies"), replaceStage(download, stageGuid, func(check checker) checker {
				return func(g *Gateway, r *request) error {
					if c, err := r.http.Cookie("JSESSIONID"); err == nil && c.Value != g.behavior.findGuid(r) {
						return refuse(spec.GuidRefused, "the cookie is of another session")
					}
					return check(g, r)
				}
			})),
	}
}

// refuseOnField refuses downloads because of a header field.
func refuseOnField(name string, bad func(v string, given bool) bool) func(*behavior) {
	return addRefusal(download, "field-"+name, func(r *request) error {
		values, given := r.http.Header[name]
		if bad(strings.Join(values, ","), given) {
			return refuse(spec.ParameterInvalid, "header field %s is refused", name)
		}
		return nil
	})
}
