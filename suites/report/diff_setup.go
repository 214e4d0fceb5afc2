package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// setupChanges compares everything about two runs but what the gateway did.
func setupChanges(from, to Result) []SetupChange {
	changes := []SetupChange{}
	add := func(what Why, name, a, b string) {
		if a != b {
			changes = append(changes, SetupChange{what, name, a, b})
		}
	}
	add(WhyTarget, "name", from.Target.Name, to.Target.Name)
	add(WhyTarget, "build", buildText(from.Target.Build), buildText(to.Target.Build))
	before, after := deploymentTexts(from), deploymentTexts(to)
	for _, name := range deploymentNames(from, to) {
		add(WhyTarget, "deployment "+name, before[name], after[name])
	}
	add(WhyTarget, "not claimed", list(from.Target.NotClaimed), list(to.Target.NotClaimed))
	add(WhyTool, "version", from.Tool.Version, to.Tool.Version)
	add(WhyTool, "revision", from.Tool.Revision, to.Tool.Revision)
	if from.Tool.SHA256 != "" && to.Tool.SHA256 != "" {
		add(WhyTool, "program", from.Tool.SHA256, to.Tool.SHA256)
	}
	if from.Tool.Register != "" && to.Tool.Register != "" {
		add(WhyRegister, "document", from.Tool.Register, to.Tool.Register)
	}
	add(WhyRegister, "edition", from.Edition, to.Edition)
	add(WhyRegister, "requirements", requirementsOnly(from, to), requirementsOnly(to, from))
	add(WhySelection, "only", list(from.Selection.Only), list(to.Selection.Only))
	add(WhySelection, "skip", list(from.Selection.Skip), list(to.Selection.Skip))
	add(WhySelection, "deployment", from.Selection.Deployment, to.Selection.Deployment)
	add(WhySelection, "max-wait", milliseconds(from.Selection.MaxWaitMs), milliseconds(to.Selection.MaxWaitMs))
	add(WhySelection, "insecure", fmt.Sprint(from.Selection.Insecure), fmt.Sprint(to.Selection.Insecure))
	add(WhySelection, "strict", fmt.Sprint(from.Strict), fmt.Sprint(to.Strict))
	add(WhyWaivers, "waivers", waiverTexts(from), waiverTexts(to))
	return changes
}

func milliseconds(n int64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d ms", n)
}

func list(words []string) string { return strings.Join(words, ", ") }

// deploymentTexts are the claims of the deployments, by name. Their URLs are left
// out: the same build is often elsewhere.
func deploymentTexts(r Result) map[string]string {
	all := map[string]string{}
	for _, d := range r.Target.Deployments {
		all[d.Name] = fmt.Sprintf("authMode %d, download %t, pool %t", d.AuthMode, d.Download, d.Pool)
	}
	return all
}

// deploymentNames are the names of both, sorted.
func deploymentNames(results ...Result) []string {
	var names []string
	for _, r := range results {
		for _, d := range r.Target.Deployments {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// requirementsOnly are the requirements that the first result has and the second
// does not have, or has in other words or with another level.
func requirementsOnly(r, other Result) string {
	known := map[string]string{}
	for _, q := range other.Requirements {
		known[q.ID] = q.Level + ": " + q.Text
	}
	var own []string
	for _, q := range r.Requirements {
		switch text, ok := known[q.ID]; {
		case !ok:
			own = append(own, q.ID)
		case text != q.Level+": "+q.Text:
			own = append(own, fmt.Sprintf("%s (%s: %s)", q.ID, q.Level, Clip(q.Text, maxBodyShown)))
		}
	}
	if len(own) > maxListed {
		own = append(own[:maxListed:maxListed], fmt.Sprintf("and %d more", len(own)-maxListed))
	}
	return list(own)
}

// waiverTexts are the waivers of a run, with what has become of them.
func waiverTexts(r Result) string {
	var all []string
	for _, w := range r.Waivers {
		all = append(all, fmt.Sprintf("%s until %s (%s)", cmp.Or(w.Check, w.Requirement), w.Expires, w.State))
	}
	return list(all)
}
