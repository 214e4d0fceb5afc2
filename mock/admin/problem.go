package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// Problem is an error as a client gets it.
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Detail }

func problem(status int, format string, args ...any) error {
	return &Problem{http.StatusText(status), status, fmt.Sprintf(format, args...)}
}

// WriteProblem answers with an error: with a [Problem] as it is, and with any
// other error as one of status 500.
func WriteProblem(w http.ResponseWriter, err error) {
	p, ok := errors.AsType[*Problem](err)
	if !ok {
		p = &Problem{http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError, err.Error()}
	}
	write(w, "application/problem+json", p.Status, p)
}

func write(w http.ResponseWriter, kind string, status int, body any) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(body) // if the client is gone there is nobody to tell
}

// handler answers a request, or fails.
type handler func(w http.ResponseWriter, r *http.Request) error

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := h(w, r); err != nil {
		WriteProblem(w, err)
	}
}

// answered makes a handler of a function that returns what to answer with.
func answered(f func(r *http.Request) (any, error)) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		body, err := f(r)
		if err != nil {
			return err
		}
		write(w, "application/json", http.StatusOK, body)
		return nil
	}
}
