package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/gwcheck/gwcheck/mock"
)

// recordEvent is the event that announces a recorded call.
const recordEvent = "AgentMediaEvent_Record"

// adminHandler is the admin interface of the mock. It has its own listener,
// since the gateway's addresses all belong to the gateway.
func adminHandler(deployments map[string]*mock.Gateway) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/health", func(w http.ResponseWriter, _ *http.Request) {
		names := []string{}
		for name := range deployments {
			names = append(names, name)
		}
		slices.Sort(names)
		adminAnswer(w, http.StatusOK, map[string]any{"status": "ok", "deployments": names})
	})
	mux.HandleFunc("POST /v1/events", func(w http.ResponseWriter, r *http.Request) {
		answer, err := injectEvent(deployments, r)
		if err != nil {
			var bad *adminError
			if !errors.As(err, &bad) {
				bad = &adminError{http.StatusConflict, err}
			}
			adminAnswer(w, bad.status, map[string]string{"error": err.Error()})
			return
		}
		adminAnswer(w, http.StatusOK, answer)
	})
	return mux
}

// adminError is an error with the status it leads to.
type adminError struct {
	status int
	error
}

func (e *adminError) Unwrap() error { return e.error }

func refused(status int, format string, args ...any) error {
	return &adminError{status, fmt.Errorf(format, args...)}
}

func adminAnswer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = writeJSON(w, body) // if the client is gone there is nobody to tell
}

// eventRequest asks for an event of an agent.
type eventRequest struct {
	Deployment string `json:"deployment"` // "" for the one at the root
	AgentID    string `json:"agentId"`
	Type       string `json:"type"` // "" for AgentMediaEvent_Record
	Content    any    `json:"content,omitempty"`
}

// eventAnswer says what was done.
type eventAnswer struct {
	Type     string `json:"type"`
	FileName string `json:"fileName,omitempty"` // of the new recording
}

// injectEvent gives an agent an event. The record event names a recording
// that can be downloaded.
func injectEvent(deployments map[string]*mock.Gateway, r *http.Request) (eventAnswer, error) {
	q, err := readEventRequest(r)
	if err != nil {
		return eventAnswer{}, err
	}
	if q.Deployment == "" {
		q.Deployment = "dynamic"
	}
	gateway := deployments[q.Deployment]
	if gateway == nil {
		return eventAnswer{}, refused(http.StatusNotFound, "no deployment %q", q.Deployment)
	}
	if q.Type != "" && q.Type != recordEvent {
		return eventAnswer{Type: q.Type}, gateway.Inject(q.AgentID, mock.AgentEvent{Type: q.Type, Content: q.Content})
	}
	if q.Content != nil {
		return eventAnswer{}, refused(http.StatusBadRequest, "the content of %s is made by the mock; leave it out", recordEvent)
	}
	fileName, err := gateway.RecordCall(q.AgentID)
	return eventAnswer{recordEvent, fileName}, err
}

// readEventRequest reads a JSON body. The Content-Type is required, since a
// web page of somewhere else cannot send it unasked.
func readEventRequest(r *http.Request) (q eventRequest, err error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return q, refused(http.StatusUnsupportedMediaType, "Content-Type %q, want application/json", r.Header.Get("Content-Type"))
	}
	body, err := io.ReadAll(r.Body)
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		return q, refused(http.StatusRequestEntityTooLarge, "the body has more than %d bytes", tooLong.Limit)
	case err != nil:
		return q, refused(http.StatusBadRequest, "the body cannot be read: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return q, refused(http.StatusBadRequest, "the body is not as expected: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return q, refused(http.StatusBadRequest, "the body has more than one JSON value")
	}
	if q.AgentID == "" {
		return q, refused(http.StatusBadRequest, "agentId is missing")
	}
	return q, nil
}
