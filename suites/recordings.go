package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Recordings that checks choose from those the target declares, and paths made from theirs.

type recording = target.Recording

const (
	kib = 1 << 10
	mib = 1 << 20
)

// splitName takes a recording path apart at its last separator.
func splitName(path string) (directory, name string) {
	at := strings.LastIndexAny(path, `/\`) + 1
	return path[:at], path[at:]
}

// withDigits replaces every digit of a text by another.
func withDigits(s string, digit rune) string {
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return digit
		}
		return c
	}, s)
}

// sampleRecordings are one of each kind, the smallest, and one that no usual
// buffer holds.
func sampleRecordings(t *engine.T) []target.Recording {
	chosen := ofEachKind(t)
	for _, pick := range []func(recording) bool{sized(1, 1), sized(mib, 4*mib)} {
		if rec, ok := smallest(t.Deployment(), pick); ok {
			chosen = append(chosen, rec)
		}
	}
	return chosen
}

// ofEachKind is the recording that checks use mostly, and a small one for each
// path grammar that it does not match.
func ofEachKind(t *engine.T) []target.Recording {
	chosen := []target.Recording{t.AgentCall()}
	for _, g := range t.Doc().Grammars {
		pick := ofGrammar(t.Doc(), g.Name)
		if rec, ok := smallest(t.Deployment(), pick); ok && !pick(chosen[0]) {
			chosen = append(chosen, rec)
		}
	}
	return chosen
}

// smallest is the smallest recording that is not empty for which pick says yes.
func smallest(d target.Deployment, pick func(target.Recording) bool) (target.Recording, bool) {
	return best(d, pick, func(a, b target.Recording) bool { return a.Size < b.Size })
}

// largest is the largest recording for which pick says yes.
func largest(d target.Deployment, pick func(target.Recording) bool) (target.Recording, bool) {
	return best(d, pick, func(a, b target.Recording) bool { return a.Size > b.Size })
}

func best(d target.Deployment, pick func(target.Recording) bool, better func(a, b target.Recording) bool) (found target.Recording, ok bool) {
	for _, rec := range d.Recordings {
		if rec.Size > 0 && pick(rec) && (!ok || better(rec, found)) {
			found, ok = rec, true
		}
	}
	return found, ok
}

// streamable is the largest recording that no buffer on the way should hold and
// that is still soon transferred.
func streamable(t *engine.T) target.Recording {
	rec, ok := largest(t.Deployment(), sized(1, 2*mib))
	if !ok {
		t.Inconclusive("no declared recording has from 1 byte to 2 MiB")
	}
	return rec
}

// longest is the recording that takes longest; under a virtual clock any does
// that is streamed.
func longest(t *engine.T) target.Recording {
	if t.Virtual() {
		return streamable(t)
	}
	rec, _ := largest(t.Deployment(), sized(1, 30*mib))
	return rec
}

// declared are the declared recordings up to a size, the first ones of them.
func declared(t *engine.T, from, to int64) (all []target.Recording) {
	for _, rec := range t.Deployment().Recordings {
		if rec.Size >= from && rec.Size <= to && len(all) < mostDeclared {
			all = append(all, rec)
		}
	}
	return all
}

// otherThan is a recording that is not the one given, if there is any.
func otherThan(t *engine.T, rec target.Recording) target.Recording {
	other, ok := smallest(t.Deployment(), func(r target.Recording) bool { return r.Name != rec.Name && r.Size > 1 })
	if !ok {
		return rec
	}
	return other
}

func sized(from, to int64) func(recording) bool {
	return func(r recording) bool { return r.Size >= from && r.Size <= to }
}

// served needs a deployment that serves recordings and declares one.
func served(more ...engine.Need) engine.Needs {
	return engine.Requires(append([]engine.Need{engine.DownloadOn}, more...)...).WithRecording("any", anyRecording)
}

func anyRecording(target.Recording) bool { return true }

// ofGrammar picks recordings whose path has the format of a grammar.
func ofGrammar(doc *spec.Document, name string) func(target.Recording) bool {
	return func(r target.Recording) bool {
		g, ok := grammarOf(doc, r)
		return ok && g.Name == name
	}
}

// grammarOf finds the most specific grammar of a recording: the first of its
// filetype that matches the path with slashes.
func grammarOf(doc *spec.Document, r target.Recording) (spec.Grammar, bool) {
	filetype := r.Filetype
	if filetype == "" {
		filetype = doc.DefaultFiletype()
	}
	path := strings.ReplaceAll(r.RecordID, `\`, "/")
	for _, g := range doc.GrammarsOf(filetype) {
		if g.Pattern.MatchString(path) {
			return g, true
		}
	}
	return spec.Grammar{}, false
}

// spareRecording is the i-th of the recordings that few other checks need, counted
// from the last, for requests that spoil it on a gateway that carries them out.
func spareRecording(t *engine.T, i int) recording {
	var fit []recording
	for _, rec := range slices.Backward(t.Deployment().Recordings) {
		if rec.Size > 1 && rec.Size < 1<<20 {
			fit = append(fit, rec)
		}
	}
	if len(fit) == 0 {
		return t.AgentCall()
	}
	return fit[min(i, len(fit)-1)]
}

func ofDefaultFiletype(doc *spec.Document) func(recording) bool {
	return func(r recording) bool {
		return (r.Filetype == "" || r.Filetype == doc.DefaultFiletype()) && r.Size > 0
	}
}

// ownNode is the node of the recording that checks mostly use, or the first there is.
func ownNode(t *engine.T) string {
	if id := t.AgentCall().LocationID; id != "" {
		return id
	}
	return "1"
}

func hasSpace(r recording) bool      { return strings.Contains(r.RecordID, " ") }
func slashed(path string) string     { return strings.ReplaceAll(path, `\`, "/") }
func backslashed(path string) string { return strings.ReplaceAll(path, "/", `\`) }

// withDrive changes the drive letter of a path.
func withDrive(letter func(string) string, path string) string {
	drive, rest := engine.SplitDrive(path)
	return letter(drive) + ":" + rest
}

// agentIn is the agent in the path of an agent call, as all samples have it:
// the number of the folder that the file is in.
func agentIn(rec recording) string {
	directory, _ := splitName(slashed(rec.RecordID))
	_, folder := splitName(strings.TrimSuffix(directory, "/"))
	if strings.Trim(folder, "0123456789") != "" {
		return ""
	}
	return folder
}

func driveOf(path string) string { drive, _ := engine.SplitDrive(path); return drive + ":" }

// differing recordings can be told from each other.
var differing = engine.Need{Name: "two declared recordings of up to 256 KiB with different content", Met: func(d target.Deployment) bool {
	first, ok := smallest(d, sized(1, 256*kib))
	_, another := engine.FirstRecording(d, func(r recording) bool { return sized(1, 256*kib)(r) && r.SHA256 != first.SHA256 })
	return ok && another
}}

// mostDeclared is how many declared recordings a check downloads at most.
const mostDeclared = 24
