package spec

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Areas returns the areas of requirements, in the order of reports. The area is
// the part of an id before the slash.
func Areas() []string {
	return []string{
		"claims", "method", "parameters", "paths", "auth", "session", "success",
		"streaming", "failure", "retcodes", "security", "events",
	}
}

// Requirement returns the requirement with an id, and false if there is none.
func (d *Document) Requirement(id string) (Requirement, bool) {
	i, ok := d.byID[id]
	if !ok {
		return Requirement{}, false
	}
	return d.Requirements[i], true
}

// In reports whether an edition has the requirement. The edition is a date; ""
// means the first.
func (r Requirement) In(edition string) bool {
	return (r.From == "" || r.From <= edition) && (r.Until == "" || edition <= r.Until)
}

// String returns tags, section and place, separated by commas.
func (r Reference) String() string {
	parts := []string{r.Tag}
	for _, p := range []string{r.Section, r.At} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// Keys of the register's extensions.
const (
	keyRequirements = "x-requirements"
	keyStatements   = "x-interface-statements"
	keySources      = "x-sources"
	keyEditions     = "x-editions"
)

type rawRequirement struct {
	ID, Text, From, Until, Excluded string
	Level                           Level
	Source                          rawReference
}

type rawReference struct{ Tag, Section, At string }

type rawStatement struct {
	Section, At, Gist, Excluded string
	Requirements                []string
}

type rawSource struct{ Tag, Title, Edition string }

type rawEdition struct {
	ID     string
	Agents AgentRange
	Notes  string
}

// readRegister reads the parts that belong to no single operation.
// readOperations adds the requirements of the operations.
func (d *Document) readRegister() error {
	err := onlyKnown(d.OpenAPI.Extensions, nil, keyRequirements, keyStatements, keySources,
		keyEditions, keyRetcodes, keyGrammars, keyRequestType, keyClientRequirements)
	if err != nil {
		return err
	}
	d.byID = map[string]int{}
	for _, step := range []func() error{d.readSources, d.readEditions, d.readStatements, d.readClientRequirements} {
		if err := step(); err != nil {
			return err
		}
	}
	return d.readRequirements(d.OpenAPI.Extensions, "", nil)
}

func (d *Document) readSources() error {
	raw, err := decodeList[rawSource](d.OpenAPI.Extensions, keySources, nil)
	if err != nil {
		return err
	}
	for i, r := range raw {
		if r.Tag == "" || r.Title == "" {
			return faultAt([]any{keySources, i}, "tag and title are needed")
		}
		if d.hasSource(r.Tag) {
			return faultAt([]any{keySources, i}, "the tag %q occurs twice", r.Tag)
		}
		d.Sources = append(d.Sources, SourceDoc(r))
	}
	return nil
}

func (d *Document) hasSource(tag string) bool {
	return slices.ContainsFunc(d.Sources, func(s SourceDoc) bool { return s.Tag == tag })
}

// Tags returns the tags of the reference, one of each source.
func (r Reference) Tags() []string {
	tags := strings.Split(r.Tag, ",")
	for i, tag := range tags {
		tags[i] = strings.TrimSpace(tag)
	}
	return tags
}

// checkTags makes sure that Sources has each of the tags, which commas separate.
func (d *Document) checkTags(tags string, place []any) error {
	for tag := range strings.SplitSeq(tags, ",") {
		if tag = strings.TrimSpace(tag); !d.hasSource(tag) {
			return faultAt(place, "the tag %q is not in %s", tag, keySources)
		}
	}
	return nil
}

func (d *Document) readEditions() error {
	raw, err := decodeList[rawEdition](d.OpenAPI.Extensions, keyEditions, nil)
	if err != nil {
		return err
	}
	for i, r := range raw {
		place := []any{keyEditions, i, "id"}
		if !isDate(r.ID) {
			return faultAt(place, "%q is not a date of the form YYYY-MM-DD", r.ID)
		}
		if i > 0 && r.ID <= raw[i-1].ID {
			return faultAt(place, "editions must be in order, the oldest first")
		}
		if r.Agents.First < 1 || r.Agents.Last < r.Agents.First {
			return faultAt([]any{keyEditions, i, "agents"}, "needs first and last, the range of agent IDs")
		}
		d.Editions = append(d.Editions, Edition(r))
	}
	if len(d.Editions) == 0 {
		return faultAt([]any{keyEditions}, "at least one edition is needed")
	}
	return nil
}

// Edition returns the edition with a date, and false if there is none.
func (d *Document) Edition(id string) (Edition, bool) {
	i := slices.IndexFunc(d.Editions, func(e Edition) bool { return e.ID == id })
	if i < 0 {
		return Edition{}, false
	}
	return d.Editions[i], true
}

// EditionIDs returns the dates of the editions, oldest first.
func (d *Document) EditionIDs() []string {
	ids := make([]string, len(d.Editions))
	for i, e := range d.Editions {
		ids[i] = e.ID
	}
	return ids
}

func (d *Document) readStatements() error {
	raw, err := decodeList[rawStatement](d.OpenAPI.Extensions, keyStatements, nil)
	if err != nil {
		return err
	}
	for _, r := range raw {
		d.Statements = append(d.Statements, Statement{
			Section: r.Section, At: r.At, Gist: r.Gist,
			Requirements: r.Requirements, Excluded: r.Excluded,
		})
	}
	return nil
}

func (d *Document) readRequirements(extensions map[string]any, operation string, place []any) error {
	raw, err := decodeList[rawRequirement](extensions, keyRequirements, place)
	if err != nil {
		return err
	}
	for i, r := range raw {
		if err := d.addRequirement(r, operation, at(place, keyRequirements, i)); err != nil {
			return err
		}
	}
	return nil
}

// idForm matches area/name. The name has words of lower-case letters and digits
// joined by hyphens, and begins with a letter.
var idForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([a-z]+)/[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
})

func (d *Document) addRequirement(r rawRequirement, operation string, place []any) error {
	m := idForm().FindStringSubmatch(r.ID)
	if m == nil {
		return faultAt(at(place, "id"), "%q is not of the form area/name", r.ID)
	}
	if !slices.Contains(Areas(), m[1]) {
		return faultAt(at(place, "id"), "unknown area %q; known: %s", m[1], list(Areas()))
	}
	if _, twice := d.byID[r.ID]; twice {
		return faultAt(at(place, "id"), "the requirement %q occurs in the register twice", r.ID)
	}
	if err := d.checkRow(r, place); err != nil {
		return err
	}
	d.byID[r.ID] = len(d.Requirements)
	d.Requirements = append(d.Requirements, Requirement{
		ID: r.ID, Level: r.Level, Text: r.Text, Area: m[1], Operation: operation,
		Source: Reference(r.Source), From: r.From, Until: r.Until, Excluded: r.Excluded,
	})
	return nil
}

func (d *Document) checkRow(r rawRequirement, place []any) error {
	levels := []Level{Must, Should, Info}
	switch {
	case !slices.Contains(levels, r.Level):
		return faultAt(at(place, "level"), "unknown level %q; known: %s", r.Level, list(levels))
	case r.Text == "":
		return faultAt(place, "the text is missing")
	case r.From != "" && !isDate(r.From):
		return faultAt(at(place, "from"), "%q is not a date of the form YYYY-MM-DD", r.From)
	case r.Until != "" && !isDate(r.Until):
		return faultAt(at(place, "until"), "%q is not a date of the form YYYY-MM-DD", r.Until)
	case r.From != "" && r.Until != "" && r.From > r.Until:
		return faultAt(place, "from %s is after until %s", r.From, r.Until)
	}
	return d.checkTags(r.Source.Tag, at(place, "source", "tag"))
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
