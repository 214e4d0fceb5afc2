package spec

import (
	"slices"
	"strings"
)

// check verifies references between the parts of a document. It runs last, since
// statements and grammars refer to requirements of operations.
func (d *Document) check() error {
	for i, s := range d.Statements {
		if err := d.checkStatement(s, []any{keyStatements, i}); err != nil {
			return err
		}
	}
	for i, g := range d.Grammars {
		if g.Requirement == "" {
			continue
		}
		if _, ok := d.Requirement(g.Requirement); !ok {
			return faultAt([]any{keyGrammars, i, "requirement"}, "there is no requirement %q", g.Requirement)
		}
	}
	if err := d.checkRenewals(); err != nil {
		return err
	}
	return d.checkDownload()
}

func (d *Document) checkStatement(s Statement, place []any) error {
	switch {
	case s.Section == "" || s.Gist == "":
		return faultAt(place, "section and gist are needed")
	case len(s.Requirements) == 0 && s.Excluded == "":
		return faultAt(place, "needs requirements or excluded, the reason for having none")
	case len(s.Requirements) > 0 && s.Excluded != "":
		return faultAt(place, "has both requirements and excluded")
	}
	for j, id := range s.Requirements {
		if _, ok := d.Requirement(id); !ok {
			return faultAt(at(place, "requirements", j), "there is no requirement %q", id)
		}
	}
	return nil
}

// checkRenewals makes sure that sign-ins and polls have a header that delivers a
// Guid.
func (d *Document) checkRenewals() error {
	for _, name := range []string{Login, ForceLogin, GetAgentEvent} {
		o, _ := d.Operation(name)
		if o.Renewal.Header == "" {
			place := []any{"paths", o.Path, strings.ToLower(o.Method), "responses", "200"}
			return faultAt(place, "no header has %s: %s", keyRole, roleSetGuid)
		}
	}
	return nil
}

// checkDownload makes sure that the download has the parameters and the answer
// that the mock and the suites need.
func (d *Document) checkDownload() error {
	o, _ := d.Operation(DownloadRecordFile)
	place := []any{"paths", o.Path}
	for _, role := range []Role{RoleRecord, RoleFiletype, RoleLocation} {
		if p, ok := o.Param(role); !ok || p.In != "query" {
			return faultAt(place, "no query parameter has %s: %s", keyRole, role)
		}
	}
	p, _ := o.Param(RoleFiletype)
	if len(p.Options) > 0 && !slices.Contains(p.Options, p.Default) {
		return faultAt(place, "the default %q of %s is not one of %s", p.Default, p.Name, list(p.Options))
	}
	if !o.Success.Binary {
		return faultAt(place, "the success answer must have the format binary")
	}
	return nil
}
