package mock

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// skipStage removes a stage.
func skipStage(logName, name string) func(*behavior) {
	return func(c *behavior) {
		c.stages[logName] = slices.DeleteFunc(c.stages[logName], func(s stage) bool { return s.name == name })
	}
}

// replaceStage wraps the check of a stage.
func replaceStage(logName, name string, f func(checker) checker) func(*behavior) {
	return func(c *behavior) {
		for i, s := range c.stages[logName] {
			if s.name == name {
				c.stages[logName][i].check = f(s.check)
			}
		}
	}
}

// moveStageFirst moves a stage before all others.
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

// moveStageLast moves a stage after all others.
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

// addRefusal adds a stage after the check of the Guid.
func addRefusal(logName, name string, check func(*request) error) func(*behavior) {
	return func(c *behavior) {
		s := stage{name, func(_ *Gateway, r *request) error { return check(r) }}
		list := c.stages[logName]
		at := 1 + slices.IndexFunc(list, func(s stage) bool { return s.name == stageGuid })
		c.stages[logName] = slices.Insert(list, at, s)
	}
}

// addLastRefusal adds a stage after all others of a download.
func addLastRefusal(check func(*request) error) func(*behavior) {
	return func(c *behavior) {
		c.stages[download] = append(c.stages[download], stage{"finally", func(_ *Gateway, r *request) error { return check(r) }})
	}
}

// exceptFor skips a check for some requests.
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

// alwaysRefuse refuses for a condition although it does not hold.
func alwaysRefuse(cond spec.Condition) func(*request) error {
	return func(*request) error { return refuse(cond, "a deviation refuses always") }
}
