package suites_test

import (
	"path"
	"regexp"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
)

func TestEveryJudgedRequirementHasACheck(t *testing.T) {
	doc := startMock(t).config(t).Document
	checked := map[string]bool{}
	for _, c := range suites.Checks(doc) {
		checked[c.Requirement()] = true
	}
	for _, r := range doc.Requirements {
		if judged := r.Level != spec.Info && r.Excluded == ""; judged != checked[r.ID] {
			t.Errorf("%s (%s): has a check: %v, should have one: %v", r.ID, r.Level, checked[r.ID], judged)
		}
	}
}

func TestEveryCheckIsNamedAfterItsRequirement(t *testing.T) {
	doc := startMock(t).config(t).Document
	form := regexp.MustCompile(`^[a-z]+/[a-z0-9-]+(:[a-z0-9-]+)?$`)
	ids, titles := map[string]bool{}, map[string]string{}
	for _, c := range suites.Checks(doc) {
		if !form.MatchString(c.ID) {
			t.Errorf("%q is no id of the form area/slug or area/slug:variant", c.ID)
		}
		if ids[c.ID] {
			t.Errorf("%s stands twice", c.ID)
		}
		ids[c.ID] = true
		if c.Title == "" || titles[c.Title] != "" {
			t.Errorf("%s: the title %q is empty or that of %s too", c.ID, c.Title, titles[c.Title])
		}
		titles[c.Title] = c.ID
		if _, ok := doc.Requirement(c.Requirement()); !ok {
			t.Errorf("%s belongs to no requirement", c.ID)
		}
	}
}

func TestDeviationsNameRequirementsOfTheRegister(t *testing.T) {
	doc := startMock(t).config(t).Document
	known := func(glob string) bool {
		for _, r := range doc.Requirements {
			if ok, err := path.Match(glob, r.ID); err == nil && ok && r.Level != spec.Info {
				return true
			}
		}
		return false
	}
	for _, d := range mock.Deviations() {
		if len(d.Violates) == 0 {
			t.Errorf("deviation %s violates nothing", d.Name)
		}
		for _, id := range append(d.Violates, d.Suffers...) {
			if !known(id) {
				t.Errorf("deviation %s names %q, which is no judged requirement", d.Name, id)
			}
		}
	}
}

// The plan promises a bound on the requests of each check; a run must keep it.
func TestNoCheckMakesMoreRequestsThanThePlanSays(t *testing.T) {
	skipTable(t)
	u := startMock(t)
	cfg := u.config(t)
	plan, err := suites.NewPlan(cfg)
	if err != nil {
		t.Fatal(err)
	}
	res := u.run(t, cfg)
	if res.Requests > plan.Requests {
		t.Errorf("the run made %d requests, the plan allows %d", res.Requests, plan.Requests)
	}
	for _, c := range res.Checks {
		for _, p := range plan.Checks {
			if p.Check.ID == c.ID && p.MostRequests > 0 && len(c.Exchanges) > p.MostRequests {
				t.Errorf("%s made %d requests, the plan allows %d", c.ID, len(c.Exchanges), p.MostRequests)
			}
		}
	}
}
