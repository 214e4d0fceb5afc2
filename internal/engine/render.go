package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// render makes the result of a check from its outcome.
func (r *run) render(p Planned, t *T, took time.Duration) report.Check {
	o := t.outcome
	c := r.blank(p)
	c.Verdict, c.Reason, c.DurationMs = verdict(o.ending, p.Requirement.Level, o.contact), r.reason(o.explained()), took.Milliseconds()
	c.Exchanges, c.Assertions = exchangeIDs(t), r.maskedAssertions(t.assertions)
	if o.about != nil {
		c.Curl = r.redactor.Mask(curl(t.gw, o.about, r.log.secret))
	}
	c.Blocked = c.Verdict == report.NotRun
	c.Basis = r.recipes.basisOf(o, r.everywhere.found[p.Check.ID])
	if o.restsOn != "" {
		c.RestsOn = &o.restsOn
	}
	if c.Verdict != report.Pass && o.about != nil {
		c.Detail = r.redactor.Mask(r.describeAnswer(o.about))
	}
	if o.stack != "" {
		c.Detail = r.redactor.Mask(o.stack)
	}
	return c
}

// longestReason keeps a reason readable; the mismatches are listed in full.
const longestReason = 1000

// reason is one line that can be shown anywhere and has no secrets in it.
func (r *run) reason(s string) string { return report.Clip(line(r.redactor.Mask(s)), longestReason) }

func (r *run) blank(p Planned) report.Check {
	return report.Check{
		ID: p.Check.ID, Requirement: p.Requirement.ID, Level: string(p.Requirement.Level),
		Title: p.Check.Title, Area: p.Check.Area(), Base: p.Check.base(), Deployment: p.Deployment,
		Verdict: p.Verdict, Reason: p.Reason, Exchanges: []string{}, Basis: plannedBasis(p.Verdict),
	}
}

func exchangeIDs(t *T) []string {
	ids := []string{}
	for _, x := range t.exchanges {
		ids = append(ids, x.ID)
	}
	for _, a := range t.assertions {
		for _, id := range a.Exchanges {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// Bounds of one text of a mismatch, in bytes: in the result, and in a reason.
const (
	longestMismatch = 1 << 10
	longestGot      = 300
)

// maskedAssertions masks what rules found, and then shortens it.
func (r *run) maskedAssertions(all []report.Assertion) []report.Assertion {
	for i := range all {
		all[i].Params = r.maskedParams(all[i].Params)
		all[i].Mismatches = r.shown(all[i].Mismatches, longestMismatch)
	}
	return all
}

func (r *run) shown(found []report.Mismatch, longest int) []report.Mismatch {
	shown := make([]report.Mismatch, len(found))
	for i, m := range found {
		show := func(s string) string { return report.Clip(r.redactor.Mask(s), longest) }
		shown[i] = report.Mismatch{What: show(m.What), Expected: show(m.Expected), Got: show(m.Got)}
	}
	return shown
}

// maskedParams is a masked copy of the parameters of a rule, which may be made of
// what a gateway sent.
func (r *run) maskedParams(params map[string]string) map[string]string {
	if params == nil {
		return nil
	}
	masked := make(map[string]string, len(params))
	for name, value := range params {
		masked[name] = r.redactor.Mask(value)
	}
	return masked
}

// describeAnswer shows an answer: status, the fields that matter, the first bytes.
func (r *run) describeAnswer(x *wire.Exchange) string {
	var b strings.Builder
	if x.Err != nil {
		fmt.Fprintf(&b, "transport: %v\n", x.Err)
	}
	if x.Response == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "answer %s: status %d %s\n", x.ID, x.Response.Status, wire.Excerpt([]byte(x.Response.Reason), 40))
	for _, name := range []string{"Content-Type", "Content-Length", "Transfer-Encoding", "Content-Encoding", "Location", "Allow"} {
		for _, v := range x.Header(name) {
			fmt.Fprintf(&b, "  %s: %s\n", name, wire.Excerpt([]byte(v), 120))
		}
	}
	fmt.Fprintf(&b, "  body: %s\n", r.describeBody(x))
	return b.String()
}

// describeBody is a short JSON or markup text, or the length and edges of
// anything else and of what may be a recording.
func (r *run) describeBody(x *wire.Exchange) string {
	body := x.Response.Body
	head := strings.TrimSpace(string(body.Head[:min(len(body.Head), 4096)]))
	switch {
	case r.log.confidential(x):
		return edges(body)
	case body.Length <= 4096 && (strings.HasPrefix(head, "{") || strings.HasPrefix(head, "<")):
		return wire.Excerpt([]byte(r.redactor.Mask(head)), 300)
	case r.redactor.Hides(head), r.redactor.Hides(string(body.Tail)):
		return fmt.Sprintf("%d bytes, not shown since there is a secret in them", body.Length)
	}
	return edges(body)
}

// result puts the results of all checks together.
func (r *run) result(ctx context.Context) report.Result {
	res := report.Result{
		Schema: report.Schema, Tool: r.cfg.Tool, Edition: r.cfg.Target.Edition, Target: r.describeTarget(),
		Started: r.started, DurationMs: time.Since(r.started).Milliseconds(),
		Strict: r.cfg.Strict, Seed: r.cfg.Seed, Waivers: r.cfg.Waivers,
		Observations: r.observations(), Exchanges: r.log.exchanges(), Requests: r.budget.used(),
		Selection: r.plan.selection(r.cfg),
	}
	for _, p := range r.plan.Checks {
		res.Checks = append(res.Checks, r.checkResult(ctx, p))
	}
	res.Requirements, res.Notices = r.requirements(), r.toldNotices()
	if line := narrowed(res.Selection, r.cfg.MaxWait); line != "" {
		res.Notices = append(res.Notices, r.redactor.Mask(line))
	}
	res.Rules = r.recipes.stored()
	r.explain(ctx, &res)
	report.Finish(&res)
	return res
}

// toldNotices are the notices so far.
func (r *run) toldNotices() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.notices)
}

// observations are what was seen of the rows that the edition has.
func (r *run) observations() []report.Observation {
	return slices.DeleteFunc(r.log.observations(), func(o report.Observation) bool {
		req, ok := r.doc.Requirement(o.Requirement)
		return ok && !req.In(r.cfg.Target.Edition)
	})
}

func (r *run) checkResult(ctx context.Context, p Planned) report.Check {
	r.mu.Lock()
	defer r.mu.Unlock()
	if j, ok := r.results[p.Check.ID]; ok {
		return r.revised(p, j)
	}
	c := r.blank(p)
	if p.Runs() {
		c.Verdict, c.Reason, c.Blocked = report.NotRun, interruption(ctx), true
		c.Basis = r.recipes.basisOf(outcome{ending: notStarted}, nil)
	}
	return c
}

// revised judges a check again now that the whole run is known: the exchange
// that decided it may be among those after which the gateway was given up.
func (r *run) revised(p Planned, j judged) report.Check {
	o := j.outcome
	if o.about != nil && o.contact == answering && r.gateways[p.Deployment].openedBreaker(o.about.ID) {
		o.contact = silent
		j.check.Basis.Contact = contactNames[o.contact]
		j.check.Verdict, j.check.Reason = verdict(o.ending, p.Requirement.Level, o.contact), r.reason(o.explained())
	}
	return j.check
}

// explain says why the run as a whole was cut short, if it was.
func (r *run) explain(ctx context.Context, res *report.Result) {
	var causes []string
	for _, d := range r.cfg.Target.Deployments {
		if cause := r.gateways[d.Name].breakerCause(); cause != "" {
			causes = append(causes, r.reason(fmt.Sprintf("deployment %s at %s: %s", d.Name, d.URL, cause)))
			break
		}
	}
	if res.Interrupted = interrupted(ctx, res.Checks); res.Interrupted {
		causes = append(causes, interruption(ctx))
	}
	res.Problem = cmp.Or(strings.Join(causes, "; "), r.nothingJudged(res.Checks))
}

// nothingJudged is why no check at all could be judged, "" if one was. That a
// refused sign-in has a good form says nothing yet.
func (r *run) nothingJudged(checks []report.Check) (why string) {
	for i, c := range checks {
		if r.plan.Checks[i].Check.Everywhere != nil {
			continue
		}
		switch c.Verdict {
		case report.Pass, report.Fail, report.Warning, report.Error:
			return ""
		case report.Inconclusive:
			why = cmp.Or(why, c.Reason)
		}
	}
	return why
}

// requirements are the rows that the edition has, and those whose checks are
// not applicable in it.
func (r *run) requirements() []report.Requirement {
	var all []report.Requirement
	for _, req := range r.doc.Requirements {
		row := report.Requirement{ID: req.ID, Level: string(req.Level), Text: req.Text, Source: req.Source.String(), Checks: []string{}}
		for _, p := range r.plan.Checks {
			if p.Requirement.ID == req.ID {
				row.Checks = append(row.Checks, p.Check.ID)
			}
		}
		if req.Excluded == "" && (req.In(r.cfg.Target.Edition) || len(row.Checks) > 0) {
			all = append(all, row)
		}
	}
	return all
}

func (r *run) describeTarget() report.Target {
	t := report.Target{Name: r.cfg.Target.Name, Build: r.cfg.Target.Build, Vendor: r.cfg.Target.Vendor.Facts(), NotClaimed: []string{},
		Simulated: r.clock.Virtual(), Recordings: recordingKinds(r.doc, r.cfg.Target)}
	for _, d := range r.cfg.Target.Deployments {
		t.InsecureTLS = t.InsecureTLS || d.TLS.Insecure
		t.Deployments = append(t.Deployments, report.Deployment{
			Name: d.Name, URL: d.URL, AuthMode: d.AuthMode, Download: d.Download, Pool: d.Pool, TLS: verification(d.TLS),
		})
	}
	for _, claim := range []Need{DownloadOn, DownloadOff, Static, Dynamic, PoolOn} {
		if _, ok := Requires(claim).choose(r.cfg.Target.Deployments); ok {
			t.Claimed = append(t.Claimed, claim.Name)
		} else {
			t.NotClaimed = append(t.NotClaimed, claim.Name)
		}
	}
	return t
}
