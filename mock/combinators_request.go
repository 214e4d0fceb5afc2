package mock

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// rawValue is a query parameter before decoding, "" if absent.
func (r *request) rawValue(role spec.Role) string {
	p, _ := r.op.Param(role)
	for pair := range strings.SplitSeq(r.http.URL.RawQuery, "&") {
		if name, text, _ := strings.Cut(pair, "="); name == p.Name {
			return text
		}
	}
	return ""
}

// alsoAllowsMethod lets an operation accept further methods.
func alsoAllowsMethod(logName string, methods ...string) func(*behavior) {
	return func(c *behavior) {
		allows := c.allowsMethod
		c.allowsMethod = func(op *spec.Operation, method string) bool {
			for _, m := range methods {
				if op.LogName == logName && m == method {
					return true
				}
			}
			return allows(op, method)
		}
	}
}

// editParameter edits a parameter of the download in the gateway's own document.
func editParameter(role spec.Role, edit func(*spec.Parameter)) func(*behavior) {
	return func(c *behavior) {
		op, _ := c.doc.Operation(download)
		for i := range op.Parameters {
			if op.Parameters[i].Role == role {
				edit(&op.Parameters[i])
			}
		}
	}
}

// editGrammars edits all path grammars of the gateway's own document.
func editGrammars(edit func(*spec.Grammar)) func(*behavior) {
	return func(c *behavior) {
		for i := range c.doc.Grammars {
			edit(&c.doc.Grammars[i])
		}
	}
}

func dropGrammar(name string) func(*behavior) {
	return func(c *behavior) {
		c.doc.Grammars = slices.DeleteFunc(c.doc.Grammars, func(g spec.Grammar) bool { return g.Name == name })
	}
}

// refusePathIf refuses paths for which bad is true as if they were invalid.
func refusePathIf(bad func(recordID string) bool) func(*behavior) {
	return func(c *behavior) {
		locate := c.locate
		c.locate = func(recordID, filetype string) (place, error) {
			if bad(recordID) {
				return place{}, refuse(spec.PathInvalid, "not understood")
			}
			return locate(recordID, filetype)
		}
	}
}

// retryPathAs looks for another path if a path is refused.
func retryPathAs(other func(recordID string) string) func(*behavior) {
	return func(c *behavior) {
		locate := c.locate
		c.locate = func(recordID, filetype string) (place, error) {
			p, err := locate(recordID, filetype)
			if err != nil {
				p, err = locate(other(recordID), filetype)
			}
			return p, err
		}
	}
}

// isDirectory reports whether a place is a directory of the mount.
func (c *behavior) isDirectory(p place) bool {
	if c.mounts[p.drive] == nil {
		return false
	}
	info, err := fs.Stat(c.mounts[p.drive], p.path)
	return err == nil && info.IsDir()
}

func unchanged(id string) string { return id }

// nothingMandatory accepts a sign-in without any of its fields.
func nothingMandatory(c *behavior) {
	for _, op := range c.doc.Operations {
		if op.LogName == spec.Login {
			body := *op.Body
			body.Required = nil
			op.Body = &body
		}
	}
}
