package mock

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// skipStage leaves out a reason to refuse.
func skipStage(logName, name string) func(*behavior) {
	return func(c *behavior) {
		c.stages[logName] = slices.DeleteFunc(c.stages[logName], func(s stage) bool { return s.name == name })
	}
}

// replaceStage replaces how a reason to refuse is looked for.
func replaceStage(logName, name string, f func(checker) checker) func(*behavior) {
	return func(c *behavior) {
		for i, s := range c.stages[logName] {
			if s.name == name {
				c.stages[logName][i].check = f(s.check)
			}
		}
	}
}

// moveStageFirst looks for a reason to refuse before all others.
func moveStageFirst(logName, name string) func(*behavior) {
	return func(c *behavior) {
		list := c.stages[logName]
		i := slices.IndexFunc(list, func(s stage) bool { return s.name == name })
		if i > 0 {
			s := list[i]
			c.stages[logName] = slices.Insert(slices.Delete(list, i, i+1), 0, s)
		}
	}
}

// moveStageLast looks for a reason to refuse after all others.
func moveStageLast(logName, name string) func(*behavior) {
	return func(c *behavior) {
		list := c.stages[logName]
		for i, s := range list {
			if s.name == name {
				c.stages[logName] = append(append(list[:i:i], list[i+1:]...), s)
				return
			}
		}
	}
}

// addRefusal adds a reason to refuse after the Guid is known to be good.
func addRefusal(logName, name string, check func(*request) error) func(*behavior) {
	return func(c *behavior) {
		s := stage{name, func(_ *Gateway, r *request) error { return check(r) }}
		list := c.stages[logName]
		at := 1 + slices.IndexFunc(list, func(s stage) bool { return s.name == stageGuid })
		c.stages[logName] = slices.Insert(list, at, s)
	}
}

// addLastRefusal adds a reason to refuse a download after all others.
func addLastRefusal(check func(*request) error) func(*behavior) {
	return func(c *behavior) {
		c.stages[download] = append(c.stages[download], stage{"finally", func(_ *Gateway, r *request) error { return check(r) }})
	}
}

// exceptFor leaves out a reason to refuse for some requests.
func exceptFor(free func(*Gateway, *request) bool) func(checker) checker {
	return func(check checker) checker {
		return func(g *Gateway, r *request) error {
			if free(g, r) {
				return nil
			}
			return check(g, r)
		}
	}
}

// alwaysRefuse refuses for a condition that does not hold.
func alwaysRefuse(cond spec.Condition) func(*request) error {
	return func(*request) error { return refuse(cond, "a deviation refuses always") }
}
