package mock

import (
	"net/http"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// addressDeviations serve the wrong address, or answer a missing recordId wrongly.
func addressDeviations() []Deviation {
	return []Deviation{
		deviation("resource-renamed", "Recordings are served under recordfiles instead of recordfile.",
			breaks("parameters/address", "success/availability"), movedTo(download, "/recordfile/", "/recordfiles/"), "*/*"),
		deviation("agent-not-needed", "A download without an agent in its path is served.",
			breaks("parameters/agentid-mandatory"), agentlessServed),
		deviation("record-id-missing-serves-any", "A download without recordId gets a sample recording.",
			breaks("parameters/record-id-missing", "parameters/record-id-empty"), missingServesAny, "failure/*"),
		deviation("record-id-missing-is-page", "A download without recordId gets an HTML page with status 400.",
			breaks("parameters/record-id-missing", "parameters/record-id-empty", "failure/content-type", "failure/valid-json"),
			onFailure(spec.RecordIDMissing, asPage(http.StatusBadRequest)), "failure/*"),
		deviation("record-id-missing-is-success", "A download without recordId is answered with a success envelope.",
			breaks("parameters/record-id-missing", "parameters/record-id-empty"), onFailure(spec.RecordIDMissing, asSuccess), "failure/*"),
		deviation("record-id-without-value-fails", "A recordId without a value gets an HTML page with status 500.",
			breaks("parameters/record-id-empty"), onAnswer(func(a *answer) bool {
				v := a.request.values[spec.RoleRecord]
				return a.cond == spec.RecordIDMissing && v.given && v.text == ""
			}, asPage(http.StatusInternalServerError)), "failure/*"),
	}
}

// movedTo moves an operation to another address.
func movedTo(logName, old, new string) func(*behavior) {
	return func(c *behavior) {
		op, _ := c.doc.Operation(logName)
		op.Path = strings.Replace(op.Path, old, new, 1)
	}
}

// agentlessServed serves a download without an agent in its path if it has a
// Guid and names a recording.
func agentlessServed(c *behavior) {
	op, _ := c.doc.Operation(download)
	p, _ := op.Param(spec.RoleAgent)
	resource := strings.TrimSuffix(op.Path, "/{"+p.Name+"}")
	onAnswer(func(a *answer) bool {
		return a.status == http.StatusNotFound && strings.TrimSuffix(a.request.http.URL.Path, "/") == resource && c.findGuid(a.request) != ""
	}, func(a *answer) {
		given := parseQuery(a.request.http.URL.RawQuery)
		text := func(role spec.Role) string { p, _ := op.Param(role); return given[p.Name].text }
		place, err := c.locate(text(spec.RoleRecord), text(spec.RoleFiletype))
		if err != nil {
			return
		}
		if content, size, err := c.openRecording(place); err == nil {
			a.request.content = content
			a.content, a.size, a.status, a.contentType = content, size, http.StatusOK, op.Success.ContentType
		}
	})(c)
}

func missingServesAny(c *behavior) {
	example := c.doc.GrammarsOf(c.doc.DefaultFiletype())[0].Example
	onIncoming(download, func(r *request) {
		if v := r.values[spec.RoleRecord]; v.text == "" && !v.bad {
			r.set(spec.RoleRecord, example)
			r.set(spec.RoleFiletype, "")
		}
	})(c)
}
