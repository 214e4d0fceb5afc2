// Package attest makes claims of conformance of stored results, signs them, and
// verifies them offline. A claim says what a run proved of a build, and names the
// evidence by digest; a statement of in-toto says the same to programs that know
// nothing of gwcheck. Both are DSSE envelopes.
//
// A signature proves who claims. That the build which was judged is the one with the
// digest is the word of whoever signs.
package attest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// ClaimSchema is the value of the key schema of a claim, which identifies its format.
const ClaimSchema = "gwcheck/claim/v1"

// Claim is what a vendor claims of a build. It names no address of a gateway.
type Claim struct {
	Schema       string           `json:"schema"`
	Subject      Subject          `json:"subject"`
	Verdict      report.Overall   `json:"verdict"`
	Organization string           `json:"organization"`
	Product      string           `json:"product"`
	Version      string           `json:"version"`
	URL          string           `json:"url"`
	Contact      string           `json:"contact"`
	Edition      string           `json:"edition"` // of the interface
	Claimed      []string         `json:"claimed"`
	NotClaimed   []string         `json:"notClaimed"`
	Deployments  []Deployment     `json:"deployments"`
	Waivers      []report.Waiver  `json:"waivers"`
	Readings     []Interpretation `json:"interpretations"`
	Tool         report.Tool      `json:"tool"`
	Run          Run              `json:"run"`
	Evidence     []Evidence       `json:"evidence"`
	Proves       []string         `json:"proves"`
	DoesNotProve []string         `json:"doesNotProve"`
}

// Subject is the build that a claim is about.
type Subject struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // hexadecimal, in lower case
}

// Deployment is one configuration in which the build was judged.
type Deployment struct {
	Name     string `json:"name"`
	AuthMode int    `json:"authMode"`
	Download bool   `json:"download"`
	Pool     bool   `json:"pool"`
	TLS      string `json:"tls"`
}

// Interpretation is how the gateway resolves a point that the interface document
// leaves open.
type Interpretation struct {
	Requirement string `json:"requirement"`
	Deployment  string `json:"deployment"`
	Observed    string `json:"observed"`
}

// Run describes the run that the claim rests on.
type Run struct {
	Started      time.Time     `json:"started"`
	DurationMs   int64         `json:"durationMs"`
	Requests     int           `json:"requests"`
	Counts       report.Counts `json:"counts"`
	Requirements int           `json:"requirements"` // that were judged
}

// Evidence is a file that the claim rests on.
type Evidence struct {
	Name   string `json:"name"` // in the directory of the claim
	SHA256 string `json:"sha256"`
}

// NewClaim makes the claim that a result supports. It is the same for the same
// result, sentences included, so that a verifier can make it again: other words are
// another ClaimSchema.
func NewClaim(r report.Result, s Subject, evidence []Evidence) Claim {
	c := Claim{
		Schema: ClaimSchema, Subject: s, Verdict: r.Overall,
		Organization: r.Target.Vendor["organization"], Product: r.Target.Vendor["product"],
		Version: r.Target.Build["version"], URL: r.Target.Vendor["url"], Contact: r.Target.Vendor["contact"],
		Edition: r.Edition, Claimed: orEmpty(r.Target.Claimed), NotClaimed: orEmpty(r.Target.NotClaimed),
		Deployments: []Deployment{}, Waivers: orEmpty(r.Waivers), Readings: []Interpretation{}, Tool: r.Tool,
		Run:      Run{Started: r.Started.UTC(), DurationMs: r.DurationMs, Requests: r.Requests, Counts: r.Counts},
		Evidence: evidence, Proves: proves(r), DoesNotProve: doesNotProve,
	}
	for _, d := range r.Target.Deployments {
		c.Deployments = append(c.Deployments, Deployment{d.Name, d.AuthMode, d.Download, d.Pool, d.TLS})
	}
	for _, o := range r.Observations {
		c.Readings = append(c.Readings, Interpretation{o.Requirement, o.Deployment, o.Value})
	}
	for _, q := range r.Requirements {
		if judged(q.Verdict) {
			c.Run.Requirements++
		}
	}
	return c
}

// judged reports whether a verdict says something about the gateway.
func judged(v report.Verdict) bool {
	return v == report.Pass || v == report.Fail || v == report.Warning
}

// proves is what a claim proves, in sentences.
func proves(r report.Result) []string {
	met := "every requirement of level MUST that applies to what is claimed"
	if r.Overall == report.ConformantWithWaivers {
		met += ", but for the failures that the waivers name"
	}
	return []string{
		fmt.Sprintf("Whoever holds the key states that the build with this digest ran in the deployments named here, and met %s, in edition %s of the interface.", met, r.Edition),
		fmt.Sprintf("The run was complete: %d of %d checks were selected, and each check that applies was judged.", r.Selection.Checks, r.Selection.Of),
		"The certificate of each deployment was verified.",
	}
}

// doesNotProve is what nobody should read into a claim.
var doesNotProve = []string{
	"That the gateway which was judged is the build with this digest: that is the word of whoever signed.",
	"Anything about modes that are not claimed, about other configurations, about behavior under load, or about later versions.",
	"That the gateway is secure: the checks know the interface, not the implementation.",
}

// encode is a value as JSON, the same each time.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// orEmpty makes JSON show a list where there is none.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return slices.Clone(s)
}
