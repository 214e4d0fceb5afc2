package engine

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// verification is how the certificate of a deployment was verified.
func verification(t target.TLS) string {
	switch {
	case t.Insecure:
		return "insecure"
	case len(t.Pin) > 0:
		return "pinned"
	}
	return "verified"
}

// recordingKinds counts the recordings of the deployments that serve downloads, for
// each form of path, also those with none.
func recordingKinds(doc *spec.Document, t *target.Target) (kinds []report.RecordingKind) {
	for _, g := range doc.Grammars {
		known := map[string]bool{}
		for _, d := range t.Deployments {
			for _, rec := range d.Recordings {
				if _, _, ok := g.Match(rec.RecordID); ok && d.Download {
					known[rec.RecordID] = true
				}
			}
		}
		kinds = append(kinds, report.RecordingKind{Kind: g.Name, Count: len(known)})
	}
	return kinds
}
