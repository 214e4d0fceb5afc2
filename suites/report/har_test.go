package report_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// harPair is a name and a value of an archive.
type harPair struct{ Name, Value string }

// harFile is what readers of HTTP archives rely on.
type harFile struct {
	Log struct {
		Version string
		Creator struct{ Name, Version string }
		Entries []struct {
			StartedDateTime time.Time
			Time            float64
			Request         struct {
				Method, URL, HTTPVersion      string
				Cookies, Headers, QueryString []harPair
				PostData                      *struct{ MimeType, Text string }
				HeadersSize, BodySize         *int
			}
			Response struct {
				Status                  int
				StatusText, HTTPVersion string
				Cookies, Headers        []harPair
				Content                 struct {
					Size     int64
					MimeType string
					Text     string
					SHA256   string `json:"_sha256"`
				}
				RedirectURL           *string
				HeadersSize, BodySize *int
			}
			Cache   *struct{}
			Timings *struct{ Send, Wait, Receive float64 }
			ID      string `json:"_id"`
			Error   string `json:"_error"`
		}
	}
}

// har parses what WriteHAR writes.
func har(t *testing.T, r report.Result) harFile {
	t.Helper()
	var doc harFile
	if err := json.Unmarshal([]byte(written(t, report.WriteHAR, r)), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestHARHasWhatTheFormatRequires(t *testing.T) {
	t.Parallel()
	log := har(t, full()).Log
	if log.Version != "1.2" || log.Creator.Name != "gwcheck" || log.Creator.Version != "1.2.3" || len(log.Entries) != 2 {
		t.Fatalf("log %s by %+v with %d entries", log.Version, log.Creator, len(log.Entries))
	}
	for _, e := range log.Entries {
		q, s := e.Request, e.Response
		if q.Cookies == nil || q.Headers == nil || q.QueryString == nil || q.HeadersSize == nil || q.BodySize == nil ||
			s.Cookies == nil || s.Headers == nil || s.RedirectURL == nil || s.HeadersSize == nil || s.BodySize == nil ||
			e.Cache == nil || e.Timings == nil || q.HTTPVersion == "" || s.HTTPVersion == "" || s.Content.MimeType == "" {
			t.Errorf("%s lacks a member: %+v", e.ID, e)
		}
		if sum := e.Timings.Send + e.Timings.Wait + e.Timings.Receive; sum != e.Time {
			t.Errorf("%s: the timings add up to %v, the time is %v", e.ID, sum, e.Time)
		}
	}
}

func TestHARTellsTheExchanges(t *testing.T) {
	t.Parallel()
	entries := har(t, full()).Log.Entries
	failed, answered := entries[0], entries[1]
	if failed.ID != "x1" || failed.Response.Status != 0 || failed.Error != "connection refused" {
		t.Errorf("x1 is %+v", failed)
	}
	if got := answered.Request.QueryString; len(got) != 1 || got[0] != (harPair{"recordId", "y:/1"}) {
		t.Errorf("query %v", got)
	}
	content := answered.Response.Content
	if answered.Response.Status != 200 || content.Size != 31 || content.MimeType != "text/html" || len(content.SHA256) != 64 {
		t.Errorf("x2 is %+v", answered.Response)
	}
	if answered.Request.PostData == nil || answered.Request.PostData.Text != `{"password":"[password]"}` {
		t.Errorf("x2 has the request body %+v", answered.Request.PostData)
	}
	if !answered.StartedDateTime.Equal(began.Add(time.Second)) {
		t.Errorf("x2 began %v", answered.StartedDateTime)
	}
}
