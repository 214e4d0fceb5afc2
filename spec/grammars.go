package spec

import (
	"regexp"
	"slices"
	"strings"
)

// DefaultFiletype returns the filetype of a download without one, "1" in the
// embedded document.
func (d *Document) DefaultFiletype() string {
	o, ok := d.Operation(DownloadRecordFile)
	if !ok {
		return ""
	}
	p, _ := o.Param(RoleFiletype)
	return p.Default
}

// GrammarsOf returns the path formats of a filetype. An empty filetype means the
// default. The result is nil for an unknown one.
func (d *Document) GrammarsOf(filetype string) []Grammar {
	if filetype == "" {
		filetype = d.DefaultFiletype()
	}
	var all []Grammar
	for _, g := range d.Grammars {
		if g.Filetype == filetype {
			all = append(all, g)
		}
	}
	return all
}

// Match splits a recording path of this format, with any of its separators,
// into the drive letter and the rest. The rest is relative to the drive and has
// slashes. ok is false for a path of another format.
func (g Grammar) Match(recordID string) (drive, rest string, ok bool) {
	for _, s := range g.Separators {
		recordID = strings.ReplaceAll(recordID, s, "/")
	}
	m := g.Pattern.FindStringSubmatch(recordID)
	if m == nil {
		return "", "", false
	}
	return m[g.Pattern.SubexpIndex(groupDrive)], m[g.Pattern.SubexpIndex(groupPath)], true
}

// In reports whether an edition states the format. An edition that does not may
// still show the format in an example.
func (g Grammar) In(edition string) bool { return g.From <= edition }

// Names of the groups that the pattern of a grammar needs.
const (
	groupDrive = "drive"
	groupPath  = "path"
)

const keyGrammars = "x-recording-paths"

type rawGrammar struct {
	Name, Filetype, Template, Pattern, Example, Requirement, From string
	Separators                                                    []string
}

func (d *Document) readGrammars() error {
	raw, err := decodeList[rawGrammar](d.OpenAPI.Extensions, keyGrammars, nil)
	if err != nil {
		return err
	}
	for i, r := range raw {
		g, err := d.grammar(r, []any{keyGrammars, i})
		if err != nil {
			return err
		}
		d.Grammars = append(d.Grammars, g)
	}
	if len(d.Grammars) == 0 {
		return faultAt([]any{keyGrammars}, "at least one grammar is needed")
	}
	return nil
}

func (d *Document) grammar(r rawGrammar, place []any) (Grammar, error) {
	pattern, err := regexp.Compile(r.Pattern)
	if err != nil {
		return Grammar{}, faultAt(at(place, "pattern"), "%v", err)
	}
	g := Grammar{
		Name: r.Name, Filetype: r.Filetype, Template: r.Template, Pattern: pattern,
		Separators: r.Separators, Example: r.Example, Requirement: r.Requirement, From: r.From,
	}
	return g, d.checkGrammar(g, place)
}

func (d *Document) checkGrammar(g Grammar, place []any) error {
	o, _ := d.Operation(DownloadRecordFile)
	filetype, _ := o.Param(RoleFiletype)
	same := func(other Grammar) bool { return other.Name == g.Name }
	switch {
	case g.Name == "":
		return faultAt(place, "the name is missing")
	case slices.ContainsFunc(d.Grammars, same):
		return faultAt(at(place, "name"), "two grammars are called %q", g.Name)
	case len(filetype.Options) > 0 && !slices.Contains(filetype.Options, g.Filetype):
		return faultAt(at(place, "filetype"), "%q is not one of %s", g.Filetype, list(filetype.Options))
	case g.Pattern.SubexpIndex(groupDrive) < 0 || g.Pattern.SubexpIndex(groupPath) < 0:
		return faultAt(at(place, "pattern"), "needs the groups (?P<%s>) and (?P<%s>)", groupDrive, groupPath)
	case !slices.Contains(g.Separators, "/"):
		return faultAt(at(place, "separators"), "must include the slash, which the pattern uses")
	case g.From != "" && !isDate(g.From):
		return faultAt(at(place, "from"), "%q is not a date of the form YYYY-MM-DD", g.From)
	}
	if _, _, ok := g.Match(g.Example); !ok {
		return faultAt(at(place, "example"), "%q does not match the pattern", g.Example)
	}
	return nil
}
