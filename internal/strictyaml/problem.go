package strictyaml

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong in a file.
type Problem struct {
	File    string
	Line    int    // from 1
	Column  int    // from 1, in characters
	Path    string // where in the structure: "deployments[0].url"; "" for the file itself
	Message string // what is wrong and what would be right
	Excerpt string // the line and a marker below it, secrets hidden
}

// Error says everything about the problem; it has several lines if there is an excerpt.
func (p Problem) Error() string {
	text := fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Column)
	if p.Path != "" {
		text += p.Path + ": "
	}
	text += p.Message
	if p.Excerpt != "" {
		text += "\n" + p.Excerpt
	}
	return text
}

// Error is the problems of a file, in the order of the text.
type Error struct {
	Problems []Problem
	More     int // problems found after the first hundred
}

// limit bounds how many problems are kept.
const limit = 100

// Error lists the problems, one after the other.
func (e *Error) Error() string {
	var text []string
	for _, p := range e.Problems {
		text = append(text, p.Error())
	}
	if e.More > 0 {
		text = append(text, fmt.Sprintf("and %d more", e.More))
	}
	return strings.Join(text, "\n")
}

// Err is nil if no problem was found so far, and an *Error otherwise.
func (d *Document) Err() error {
	if len(d.problems) == 0 {
		return nil
	}
	list := slices.Clone(d.problems)
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return &Error{Problems: slices.Compact(list), More: d.more}
}

// add notes a problem in a file whose structure is known.
func (d *Document) add(line, column int, path, message string) {
	if len(d.problems) == limit {
		d.more++
		return
	}
	d.problems = append(d.problems, Problem{
		File: d.name, Line: line, Column: column, Path: path, Message: message,
		Excerpt: excerpt(line, column, d.hidden.apply(d.source, line)),
	})
}

// refuse notes the one problem of a text without structure, in which nobody
// can tell for certain where a secret ends.
func (d *Document) refuse(err error, hide Secrets) {
	p := Problem{File: d.name, Line: 1, Column: 1, Message: err.Error()}
	var r *refusal
	if errors.As(err, &r) {
		p.Line, p.Column = max(r.line, 1), max(r.column, 1)
	}
	line, whole := d.source.guess(p.Line, hide)
	if !whole {
		p.Message = unquoted(p.Message)
	}
	p.Excerpt = excerpt(p.Line, p.Column, line)
	d.problems = append(d.problems, p)
}
