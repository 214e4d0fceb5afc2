package engine

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/suites/target"
)

// Need is one thing that a check needs of a deployment.
type Need struct {
	Name string // "dynamic authentication", for the reports
	Met  func(d target.Deployment) bool
}

// Needs is all that a check needs of a deployment, and how many agents it uses.
type Needs struct {
	all    []Need
	likes  []Need // of a deployment among several that would do
	agents int
	record bool
}

// The needs that checks can state.
var (
	DownloadOn  = Need{"the recording download", func(d target.Deployment) bool { return d.Download }}
	DownloadOff = Need{"the recording download switched off", func(d target.Deployment) bool { return !d.Download }}
	Static      = Need{"static authentication (AUTHMODE 1)", func(d target.Deployment) bool { return d.AuthMode == 1 }}
	Dynamic     = Need{"dynamic authentication (AUTHMODE 2)", func(d target.Deployment) bool { return d.AuthMode == 2 }}
	PoolOn      = Need{"CTI pool mode", func(d target.Deployment) bool { return d.Pool }}
	PoolOff     = Need{"no CTI pool mode", func(d target.Deployment) bool { return !d.Pool }}
)

// Requires collects needs; a check uses one agent unless it says otherwise.
func Requires(all ...Need) Needs { return Needs{all: all, agents: 1} }

// And adds needs.
func (n Needs) And(more ...Need) Needs {
	n.all = append(n.all[:len(n.all):len(n.all)], more...)
	return n
}

// Preferring says which deployment to take if several would do: one that
// offers as many of these as possible, the first being the most important.
func (n Needs) Preferring(likes ...Need) Needs { n.likes = likes; return n }

// WithAgents states how many agents a check signs in.
func (n Needs) WithAgents(k int) Needs { n.agents = k; return n }

// WithRecording needs a declared recording for which pick says yes.
func (n Needs) WithRecording(what string, pick func(target.Recording) bool) Needs {
	return n.And(Need{"a declared recording: " + what, func(d target.Deployment) bool {
		_, ok := FirstRecording(d, pick)
		return ok
	}})
}

// WithRecordHook needs a way to make the gateway record a call.
func (n Needs) WithRecordHook() Needs { n.record = true; return n }

func FirstRecording(d target.Deployment, pick func(target.Recording) bool) (target.Recording, bool) {
	for _, r := range d.Recordings {
		if pick(r) {
			return r, true
		}
	}
	return target.Recording{}, false
}

// choose returns the first deployment that offers all needs, and of several
// the one that also offers what is preferred.
func (n Needs) choose(deployments []target.Deployment) (target.Deployment, bool) {
	if k := len(n.likes); k > 0 {
		if d, ok := n.And(n.likes...).Preferring().choose(deployments); ok {
			return d, true
		}
		return n.Preferring(n.likes[:k-1]...).choose(deployments)
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
		if !one.Met(d) {
			return one.Name
		}
	}
	return ""
}

// missing says in one sentence why no deployment of the target will do.
func (n Needs) missing() string {
	names := make([]string, len(n.all))
	for i, one := range n.all {
		names[i] = one.Name
	}
	return fmt.Sprintf("the target declares no deployment with %s", strings.Join(names, " and "))
}

// SplitDrive takes a recording path apart at the colon after its drive.
func SplitDrive(path string) (drive, rest string) {
	drive, rest, found := strings.Cut(path, ":")
	if !found {
		return "", path
	}
	return drive, rest
}
