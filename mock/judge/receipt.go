package judge

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/mock/journal"
)

// Receipt is what a client made of the answer to its latest download of a
// recording.
type Receipt struct {
	Deployment string `json:"deployment,omitempty"` // "" for any
	Agent      string `json:"agent"`
	RecordID   string `json:"recordId"`
	Got        bool   `json:"got"`              // the client has a recording; false: it failed
	Bytes      int64  `json:"bytes,omitempty"`  // of the recording
	SHA256     string `json:"sha256,omitempty"` // hexadecimal, "" if the client does not say
	Reason     string `json:"reason,omitempty"` // why it failed
}

// Receive compares a receipt with the answer. It fails if there was no such
// download; a receipt that is wrong is a violation and no error.
func (j *Judge) Receive(r Receipt) error {
	j.mu.Lock()
	a, e := j.download(r)
	j.mu.Unlock()
	if a == nil {
		return errors.New("agent " + r.Agent + " has not downloaded this recording")
	}
	v := j.receiptFault(r, e) // which may read the recording
	j.mu.Lock()
	defer j.mu.Unlock()
	j.judged[receiptRequirement(r, e)]++
	if v.Requirement != "" {
		j.violate(a, e, v)
	}
	return nil
}

// download is the agent's latest download of a recording. The lock must be held.
func (j *Judge) download(r Receipt) (*agent, journal.Entry) {
	var latest journal.Entry
	var of *agent
	for _, a := range j.agents {
		if a.id != r.Agent || r.Deployment != "" && r.Deployment != a.deployment {
			continue
		}
		for _, e := range a.downloads {
			if e.RecordID == r.RecordID && e.ID > latest.ID {
				latest, of = e, a
			}
		}
	}
	return of, latest
}

// receiptFault is what a receipt gets wrong, without a requirement if nothing.
func (j *Judge) receiptFault(r Receipt, e journal.Entry) Violation {
	delivered := e.Recording() && e.Outcome == journal.Complete
	switch {
	case !r.Got && delivered:
		return Violation{Requirement: "client/receives-recordings",
			Reason: fmt.Sprintf("Expected the client to have the recording, which was delivered with %d bytes; got its report of a failure: %.200q.", e.Written, r.Reason)}
	case !r.Got || delivered && r.Bytes == e.Written && j.sameDigest(r, e):
		return Violation{}
	case !e.Recording():
		return Violation{Requirement: "client/refusal-noticed", Slip: firstSlip(e),
			Reason: fmt.Sprintf("Expected the client to notice the refusal %s (status %d); got its report of a recording with %d bytes.", e.Retcode, e.Status, r.Bytes),
			Hint:   "Look at Content-Type: a recording is application/octet-stream, a refusal application/json."}
	case !delivered:
		return Violation{Requirement: "client/truncation-noticed",
			Reason: fmt.Sprintf("Expected the client to notice that the answer ended after %d of %d bytes; got its report of a recording with %d bytes.", e.Written, e.Promised, r.Bytes),
			Hint:   "Treat a chunked body without its last chunk, and one shorter than Content-Length, as a failure."}
	}
	return Violation{Requirement: "client/recording-intact",
		Reason: fmt.Sprintf("Expected %d bytes as they were delivered; got the report of %d bytes with another content or length.", e.Written, r.Bytes),
		Hint:   "Write the body as bytes: no text mode, no decoding, no change of line ends."}
}

// receiptRequirement is what a receipt is judged by.
func receiptRequirement(r Receipt, e journal.Entry) string {
	switch {
	case !e.Recording():
		return "client/refusal-noticed"
	case e.Outcome != journal.Complete:
		return "client/truncation-noticed"
	case r.Got:
		return "client/recording-intact"
	}
	return "client/receives-recordings"
}

// sameDigest reports whether the digest of a receipt is that of the recording, or
// is not known.
func (j *Judge) sameDigest(r Receipt, e journal.Entry) bool {
	if r.SHA256 == "" || j.recording == nil {
		return true
	}
	filetype := ""
	for _, p := range e.Query {
		if p.Name == "filetype" {
			filetype = p.Value
		}
	}
	_, digest, err := j.recording(e.Deployment, e.RecordID, filetype)
	return err != nil || strings.EqualFold(digest, r.SHA256)
}

func firstSlip(e journal.Entry) explain.Slip {
	if len(e.Findings) == 0 {
		return ""
	}
	return e.Findings[0].Slip
}
