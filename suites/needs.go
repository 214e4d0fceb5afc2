package suites

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Need is one thing that a check asks of a deployment.
type Need struct {
	Name string // "dynamic authentication", for the reports
	met  func(d target.Deployment) bool
}

// Needs is all that a check asks of a deployment, and how many agents it uses.
type Needs struct {
	all    []Need
	likes  []Need // of a deployment among several that would do
	agents int
	record bool
}

// The needs that checks can state.
var (
	downloadOn  = Need{"the recording download", func(d target.Deployment) bool { return d.Download }}
	downloadOff = Need{"the recording download switched off", func(d target.Deployment) bool { return !d.Download }}
	static      = Need{"static authentication (AUTHMODE 1)", func(d target.Deployment) bool { return d.AuthMode == 1 }}
	dynamic     = Need{"dynamic authentication (AUTHMODE 2)", func(d target.Deployment) bool { return d.AuthMode == 2 }}
	poolOn      = Need{"CTI pool mode", func(d target.Deployment) bool { return d.Pool }}
	poolOff     = Need{"no CTI pool mode", func(d target.Deployment) bool { return !d.Pool }}
)

// need collects needs; a check uses one agent unless it says otherwise.
func need(all ...Need) Needs { return Needs{all: all, agents: 1} }

// and adds needs.
func (n Needs) and(more ...Need) Needs {
	n.all = append(n.all[:len(n.all):len(n.all)], more...)
	return n
}

// preferring says which deployment to take if several would do: one that
// offers as many of these as possible, the first being the most important.
func (n Needs) preferring(likes ...Need) Needs { n.likes = likes; return n }

// withAgents states how many agents a check signs in.
func (n Needs) withAgents(k int) Needs { n.agents = k; return n }

// withRecording needs a declared recording for which pick says yes.
func (n Needs) withRecording(what string, pick func(target.Recording) bool) Needs {
	return n.and(Need{"a declared recording: " + what, func(d target.Deployment) bool {
		_, ok := firstRecording(d, pick)
		return ok
	}})
}

// withRecordHook needs a way to make the gateway record a call.
func (n Needs) withRecordHook() Needs { n.record = true; return n }

// served needs a deployment that serves recordings and declares one.
func served(more ...Need) Needs {
	return need(append([]Need{downloadOn}, more...)...).withRecording("any", anyRecording)
}

func anyRecording(target.Recording) bool { return true }

func firstRecording(d target.Deployment, pick func(target.Recording) bool) (target.Recording, bool) {
	for _, r := range d.Recordings {
		if pick(r) {
			return r, true
		}
	}
	return target.Recording{}, false
}

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

// choose returns the first deployment that offers all needs, and of several
// the one that also offers what is preferred.
func (n Needs) choose(deployments []target.Deployment) (target.Deployment, bool) {
	if k := len(n.likes); k > 0 {
		if d, ok := n.and(n.likes...).preferring().choose(deployments); ok {
			return d, true
		}
		return n.preferring(n.likes[:k-1]...).choose(deployments)
	}
	for _, d := range deployments {
		if n.unmet(d) == "" {
			return d, true
		}
	}
	return target.Deployment{}, false
}

func (n Needs) unmet(d target.Deployment) string {
	for _, one := range n.all {
		if !one.met(d) {
			return one.Name
		}
	}
	return ""
}

// missing says in one sentence why no deployment of the target will do.
func (n Needs) missing(deployments []target.Deployment) string {
	names := make([]string, len(n.all))
	for i, one := range n.all {
		names[i] = one.Name
	}
	return fmt.Sprintf("the target declares no deployment with %s", strings.Join(names, " and "))
}
