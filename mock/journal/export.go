package journal

import (
	"encoding/json"
	"io"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/explain"
)

// WriteLines writes entries as JSON, one on each line. The error is that of w.
func WriteLines(w io.Writer, entries []Entry) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, e := range entries {
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}

// The objects of HAR 1.2 that an exchange needs. Names with a leading underscore
// are extensions.
type (
	harFile struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Entries []harEntry `json:"entries"`
		Comment string     `json:"comment"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harEntry struct {
		Started    string      `json:"startedDateTime"`
		Time       float64     `json:"time"`
		Request    harRequest  `json:"request"`
		Response   harResponse `json:"response"`
		Cache      struct{}    `json:"cache"`
		Timings    harTimings  `json:"timings"`
		Comment    string      `json:"comment,omitempty"`
		ID         int64       `json:"_id"`
		Deployment string      `json:"_deployment,omitempty"`
		Outcome    Outcome     `json:"_outcome,omitempty"`
	}
	harRequest struct {
		Method      string           `json:"method"`
		URL         string           `json:"url"`
		Version     string           `json:"httpVersion"`
		Cookies     []mock.Parameter `json:"cookies"`
		Headers     []mock.Parameter `json:"headers"`
		Query       []mock.Parameter `json:"queryString"`
		HeadersSize int              `json:"headersSize"`
		BodySize    int              `json:"bodySize"`
	}
	harResponse struct {
		Status      int              `json:"status"`
		StatusText  string           `json:"statusText"`
		Version     string           `json:"httpVersion"`
		Cookies     []mock.Parameter `json:"cookies"`
		Headers     []mock.Parameter `json:"headers"`
		Content     harContent       `json:"content"`
		RedirectURL string           `json:"redirectURL"`
		HeadersSize int              `json:"headersSize"`
		BodySize    int64            `json:"bodySize"`
	}
	harContent struct {
		Size int64  `json:"size"`
		Type string `json:"mimeType"`
		Text string `json:"text,omitempty"`
	}
	harTimings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// WriteHAR writes the exchanges among the entries in the format HTTP Archive 1.2;
// base is the URL of the mock, and version that of the program. The error is that
// of w.
func WriteHAR(w io.Writer, entries []Entry, base, version string) error {
	log := harLog{Version: "1.2", Creator: harCreator{"gwcheck mock", version}, Entries: []harEntry{},
		Comment: "secrets are masked, recordings left out"}
	for _, e := range entries {
		if e.Kind == Exchange {
			log.Entries = append(log.Entries, e.har(base))
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(harFile{log})
}

func (e Entry) har(base string) harEntry {
	kind := "x-unknown"
	for _, f := range e.Response {
		if f.Name == "Content-Type" {
			kind = f.Value
		}
	}
	none := []mock.Parameter{}
	return harEntry{
		Started: e.Began.UTC().Format(time.RFC3339Nano), Time: e.TookMs, Timings: harTimings{Wait: e.TookMs},
		Comment: explain.Lines(e.Findings), ID: e.ID, Deployment: e.Deployment, Outcome: e.Outcome,
		Request: harRequest{Method: e.Method, URL: base + e.Path, Version: "HTTP/1.1", Cookies: none,
			Headers: append(none, e.Request...), Query: append(none, e.Query...), HeadersSize: -1, BodySize: -1},
		Response: harResponse{Status: e.Status, Version: "HTTP/1.1", Cookies: none, Headers: append(none, e.Response...),
			Content: harContent{e.Promised, kind, e.BodyText}, HeadersSize: -1, BodySize: e.Written},
	}
}
