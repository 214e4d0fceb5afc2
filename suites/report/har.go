package report

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The objects of HAR 1.2. It reserves names with a leading underscore for
// extensions.
type (
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Entries []harEntry `json:"entries"`
		Comment string     `json:"comment,omitempty"`
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
		ID         string      `json:"_id"`
		Deployment string      `json:"_deployment,omitempty"`
		Error      string      `json:"_error,omitempty"`
		Faults     []string    `json:"_faults,omitempty"`
		Wire       *Wire       `json:"_wire,omitempty"`
	}
	harRequest struct {
		Method      string       `json:"method"`
		URL         string       `json:"url"`
		Version     string       `json:"httpVersion"`
		Cookies     []harPair    `json:"cookies"`
		Headers     []harPair    `json:"headers"`
		Query       []harPair    `json:"queryString"`
		PostData    *harPostData `json:"postData,omitempty"`
		HeadersSize int          `json:"headersSize"`
		BodySize    int          `json:"bodySize"`
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		Version     string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int64      `json:"bodySize"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harPostData struct {
		Type string `json:"mimeType"`
		Text string `json:"text"`
	}
	harContent struct {
		Size   int64  `json:"size"`
		Type   string `json:"mimeType"`
		Text   string `json:"text,omitempty"`
		SHA256 string `json:"_sha256,omitempty"`
	}
	harTimings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// unknownVersion stands for the version of HTTP where there was no response.
const unknownVersion = "unknown"

// WriteHAR writes exchanges.har in the format HTTP Archive 1.2, one entry per
// exchange of the result. An entry has the text of a body only where the
// exchange has it; a recording is shown by length and SHA-256. Unknown sizes
// are -1, times are in milliseconds. Fields with a leading underscore are
// extensions. The error is that of w.
func WriteHAR(w io.Writer, r Result) error {
	log := harLog{Version: "1.2", Creator: harCreator{Name: "gwcheck", Version: r.Tool.Version},
		Entries: []harEntry{}, Comment: "secrets are masked, recordings left out"}
	for _, x := range r.Exchanges {
		log.Entries = append(log.Entries, x.har())
	}
	return writeJSON(w, struct {
		Log harLog `json:"log"`
	}{log})
}

// har is the entry of one exchange.
func (x Exchange) har() harEntry {
	e := harEntry{
		Started: x.Began.UTC().Format(time.RFC3339Nano),
		Time:    max(0, x.SentMs) + max(0, x.WaitMs) + max(0, x.ReceiveMs),
		Timings: harTimings{max(0, x.SentMs), max(0, x.WaitMs), max(0, x.ReceiveMs)},
		ID:      x.ID, Deployment: x.Deployment, Error: x.Err, Faults: x.Faults, Wire: x.Wire,
	}
	e.Comment = cmp.Or(x.Err, strings.Join(x.Faults, "; "))
	e.Request = harRequest{Method: x.Method, URL: x.URL, Version: "HTTP/1.1", Cookies: []harPair{},
		Headers: harPairs(x.Request), Query: harQuery(x.URL), HeadersSize: -1, BodySize: len(x.SentText)}
	if x.SentText != "" {
		e.Request.PostData = &harPostData{Type: valueOf(x.Request, "Content-Type"), Text: x.SentText}
		e.Request.BodySize = -1 // masking may have changed the length
	}
	e.Response = harResponse{Status: x.Status, StatusText: x.Reason, Version: cmp.Or(x.Proto, unknownVersion),
		Cookies: []harPair{}, Headers: harPairs(x.Response), HeadersSize: -1, BodySize: -1,
		RedirectURL: valueOf(x.Response, "Location"),
		Content: harContent{Size: x.BodyLength, Type: cmp.Or(valueOf(x.Response, "Content-Type"), "x-unknown"),
			Text: x.BodyText, SHA256: x.BodySHA256}}
	return e
}

// harPairs are header fields as the format wants them.
func harPairs(fields []HeaderField) []harPair {
	out := make([]harPair, 0, len(fields))
	for _, f := range fields {
		out = append(out, harPair(f))
	}
	return out
}

// harQuery lists the parameters of a URL in their order, decoded if possible.
func harQuery(raw string) []harPair {
	_, query, _ := strings.Cut(raw, "?")
	query, _, _ = strings.Cut(query, "#")
	out := []harPair{}
	for part := range strings.SplitSeq(query, "&") {
		if part != "" {
			name, value, _ := strings.Cut(part, "=")
			out = append(out, harPair{unescape(name), unescape(value)})
		}
	}
	return out
}

// unescape is s without percent-encoding, or s itself if that is malformed.
func unescape(s string) string {
	if d, err := url.QueryUnescape(s); err == nil {
		return d
	}
	return s
}

// valueOf is the first value of a header field, "" if there is none.
func valueOf(fields []HeaderField, name string) string {
	i := slices.IndexFunc(fields, func(f HeaderField) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return ""
	}
	return fields[i].Value
}
