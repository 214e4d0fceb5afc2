package admin

import (
	"maps"
	"net/http"
	"slices"

	"github.com/gwcheck/gwcheck/mock/judge"
)

func (a *api) names() []string { return slices.Sorted(maps.Keys(a.Deployments)) }

func (a *api) verdict(r *http.Request) (any, error) {
	q := r.URL.Query()
	if err := only(q, "deployment", "agent"); err != nil {
		return nil, err
	}
	return a.Judge.Verdict(q.Get("deployment"), q.Get("agent")), nil
}

func (a *api) resetVerdict(r *http.Request) (any, error) {
	q := r.URL.Query()
	if err := only(q, "deployment", "agent"); err != nil {
		return nil, err
	}
	a.Judge.Reset(q.Get("deployment"), q.Get("agent"))
	return a.Judge.Verdict(q.Get("deployment"), q.Get("agent")), nil
}

// done is the answer where nothing else is to say.
type done struct {
	OK bool `json:"ok"`
}

func (a *api) receipt(r *http.Request) (any, error) {
	var q judge.Receipt
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	if q.Agent == "" || q.RecordID == "" {
		return nil, problem(http.StatusBadRequest, "agent and recordId are needed")
	}
	if err := a.Judge.Receive(q); err != nil {
		return nil, conflict(err)
	}
	return done{true}, nil
}

func (a *api) announce(r *http.Request) (any, error) {
	var q judge.Expected
	if err := readJSON(r, &q); err != nil {
		return nil, err
	}
	if err := a.Judge.Announce(q); err != nil {
		return nil, problem(http.StatusBadRequest, "%v", err)
	}
	return done{true}, nil
}
