package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/gwcheck/gwcheck/mock/journal"
)

// bodyBytes is the longest body of a request.
const bodyBytes = 64 << 10

// readJSON reads a body of one JSON value. The Content-Type is required, since a
// web page of somewhere else cannot send it unasked.
func readJSON(r *http.Request, into any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return problem(http.StatusUnsupportedMediaType, "Content-Type %q, want application/json", r.Header.Get("Content-Type"))
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyBytes+1))
	if tooLong, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return problem(http.StatusRequestEntityTooLarge, "the body has more than %d bytes", tooLong.Limit)
	}
	switch {
	case err != nil:
		return problem(http.StatusBadRequest, "the body cannot be read: %v", err)
	case len(body) > bodyBytes:
		return problem(http.StatusRequestEntityTooLarge, "the body has more than %d bytes", bodyBytes)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return problem(http.StatusBadRequest, "the body is not as expected: %v", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return problem(http.StatusBadRequest, "the body has more than one JSON value")
	}
	return nil
}

// only makes sure that a query has no other parameters, and none twice.
func only(q url.Values, names ...string) error {
	for name, values := range q {
		known := false
		for _, n := range names {
			known = known || n == name
		}
		switch {
		case !known:
			return problem(http.StatusBadRequest, "unknown parameter %q; known: %s", name, strings.Join(names, ", "))
		case len(values) > 1:
			return problem(http.StatusBadRequest, "the parameter %q is given %d times", name, len(values))
		}
	}
	return nil
}

// filterNames are the parameters of a filter, which are the members of its JSON.
var filterNames = func() (names []string) {
	t := reflect.TypeFor[journal.Filter]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// filterOf reads a filter from a query, which may have further parameters.
func filterOf(r *http.Request, further ...string) (f journal.Filter, err error) {
	q := r.URL.Query()
	if err := only(q, append(further, filterNames...)...); err != nil {
		return f, err
	}
	v := reflect.ValueOf(&f).Elem()
	for i, name := range filterNames {
		if text := q.Get(name); text != "" {
			if err := setField(v.Field(i), text); err != nil {
				return f, problem(http.StatusBadRequest, "parameter %s: %q does not fit", name, text)
			}
		}
	}
	return f, nil
}

func setField(v reflect.Value, text string) error {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		v.SetBool(b)
		return err
	default:
		n, err := strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
		return err
	}
	return nil
}
