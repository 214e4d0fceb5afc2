package spec_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
)

func TestRequirementsAreWellFormed(t *testing.T) {
	t.Parallel()
	d := load(t)
	id := regexp.MustCompile(`^[a-z]+/[a-z][a-z0-9-]*[a-z0-9]$`)
	seen := map[string]bool{}
	for _, r := range d.Requirements {
		if !id.MatchString(r.ID) || !strings.HasPrefix(r.ID, r.Area+"/") {
			t.Errorf("%s: the id is not of the form area/name", r.ID)
		}
		if !slices.Contains(spec.Areas(), r.Area) {
			t.Errorf("%s: unknown area %q", r.ID, r.Area)
		}
		if seen[r.ID] {
			t.Errorf("%s: occurs in the register twice", r.ID)
		}
		seen[r.ID] = true
		if !strings.HasSuffix(r.Text, ".") || strings.Contains(r.Text, ". ") {
			t.Errorf("%s: the text is not one sentence: %q", r.ID, r.Text)
		}
		if found, ok := d.Requirement(r.ID); !ok || found != r {
			t.Errorf("%s: Requirement found %+v, %t", r.ID, found, ok)
		}
	}
}

func TestEveryAreaHasJudgedRequirements(t *testing.T) {
	t.Parallel()
	judged := map[string]int{}
	for _, r := range load(t).Requirements {
		if r.Level != spec.Info && r.Excluded == "" {
			judged[r.Area]++
		}
	}
	for _, area := range spec.Areas() {
		if judged[area] == 0 {
			t.Errorf("the area %s has no requirement that is judged", area)
		}
	}
}

// The interface document can be read without waiting for a MUST, so no MUST
// and no SHOULD may be left out of the checks.
func TestOnlyObservationsAreExcluded(t *testing.T) {
	t.Parallel()
	for _, r := range load(t).Requirements {
		if r.Excluded != "" && r.Level != spec.Info {
			t.Errorf("%s: is %s and yet excluded: %s", r.ID, r.Level, r.Excluded)
		}
	}
}

// An open point has no source that could make it more than an observation.
func TestOpenPointsAreObservedOnly(t *testing.T) {
	t.Parallel()
	for _, r := range load(t).Requirements {
		if slices.Contains(r.Source.Tags(), "OPEN") && r.Level != spec.Info {
			t.Errorf("%s: is %s although every page leaves it open", r.ID, r.Level)
		}
	}
}

// What only clients show is never a MUST: it is not stated.
func TestClientsAloneMakeNoMust(t *testing.T) {
	t.Parallel()
	for _, r := range load(t).Requirements {
		client := func(tag string) bool { return strings.HasPrefix(tag, "C-") }
		tags := r.Source.Tags()
		if r.Level == spec.Must && !slices.ContainsFunc(tags, func(tag string) bool { return !client(tag) }) {
			t.Errorf("%s: is MUST, but only clients show it", r.ID)
		}
	}
}

func TestSettledReadingsHaveTheirLevel(t *testing.T) {
	t.Parallel()
	levels := map[string]spec.Level{
		"auth/guid-of-another-agent":           spec.Must,
		"auth/guid-prefixed":                   spec.Info,
		"auth/guid-letter-case":                spec.Info,
		"auth/guid-in-cookie":                  spec.Info,
		"auth/replaced-guid-overlap":           spec.Info,
		"auth/dynamic-sign-in-guid-downloads":  spec.Info,
		"events/file-name-downloadable":        spec.Must,
		"failure/result-reserved":              spec.Must,
		"failure/status":                       spec.Info,
		"method/head":                          spec.Info,
		"parameters/content-type-not-required": spec.Should,
		"parameters/filetype-mismatch":         spec.Info,
		"parameters/filetype-unknown":          spec.Info,
		"parameters/location-outside-pool":     spec.Should,
		"parameters/location-unknown":          spec.Info,
		"parameters/record-id-empty":           spec.Must,
		"parameters/record-id-missing":         spec.Must,
		"parameters/unknown-ignored":           spec.Should,
		"paths/backslash-separators":           spec.Must,
		"paths/backslashes-in-later-editions":  spec.Info,
		"paths/neither-grammar":                spec.Must,
		"paths/upper-case-drive":               spec.Should,
		"security/block-page":                  spec.Info,
		"security/no-caching":                  spec.Should,
		"security/no-server-internals":         spec.Should,
		"security/recording-of-another-agent":  spec.Info,
		"security/tls-facts":                   spec.Info,
		"streaming/framing-choice":             spec.Info,
		"streaming/no-content-coding":          spec.Must,
		"streaming/size-zero":                  spec.Info,
		"success/no-partial-content":           spec.Must,
		"success/range":                        spec.Info,
		"success/status":                       spec.Must,
	}
	d := load(t)
	for id, want := range levels {
		if r, ok := d.Requirement(id); !ok || r.Level != want {
			t.Errorf("%s: got level %q, want %q", id, r.Level, want)
		}
	}
}

// What else differs between editions: the path formats that they state, and the
// numbers that agents have.
func TestEditionsHaveFormatsAndAgents(t *testing.T) {
	t.Parallel()
	d := load(t)
	for _, tt := range []struct {
		edition, formats string
		last             int
	}{
		{"2023-09-27", "ivr-message third-party-message", 59999},
		{"2025-03-31", "agent-call ivr-message third-party-message", 59999},
		{"2025-11-13", "agent-call ivr-message third-party-message", 999999},
	} {
		var formats []string
		for _, g := range d.Grammars {
			if g.In(tt.edition) {
				formats = append(formats, g.Name)
			}
		}
		e, ok := d.Edition(tt.edition)
		if got := strings.Join(formats, " "); !ok || got != tt.formats {
			t.Errorf("%s: known: %t, states %q, want %q", tt.edition, ok, got, tt.formats)
		}
		for n, want := range map[int]bool{100: false, 101: true, tt.last: true, tt.last + 1: false} {
			if e.Agents.Has(n) != want {
				t.Errorf("%s: agent %d in the range: %t, want %t", tt.edition, n, !want, want)
			}
		}
	}
	if e, ok := d.Edition("2020-01-01"); ok {
		t.Errorf("got edition %+v, want none", e)
	}
}

func TestUnknownRequirementIsNotFound(t *testing.T) {
	t.Parallel()
	if r, ok := load(t).Requirement("paths/none"); ok {
		t.Errorf("got %+v, want none", r)
	}
}

func TestEditionsLimitRequirements(t *testing.T) {
	t.Parallel()
	d := load(t)
	ids := []string{"2023-09-27", "2025-03-31", "2025-11-13"}
	tests := []struct {
		id string
		in [3]bool
	}{
		{"method/get", [3]bool{true, true, true}},
		{"paths/backslash-separators", [3]bool{true, false, false}},
		{"paths/backslashes-in-later-editions", [3]bool{false, true, true}},
		{"success/audio-coding", [3]bool{false, false, true}},
	}
	for _, tt := range tests {
		r, _ := d.Requirement(tt.id)
		for i, edition := range ids {
			if got := r.In(edition); got != tt.in[i] {
				t.Errorf("%s in %s: got %t, want %t", tt.id, edition, got, tt.in[i])
			}
		}
	}
}

func TestStatementsHaveRequirementsOrAReason(t *testing.T) {
	t.Parallel()
	d := load(t)
	for _, s := range d.Statements {
		if (len(s.Requirements) == 0) == (s.Excluded == "") {
			t.Errorf("%s, %s: needs requirements or a reason, and not both", s.Section, s.At)
		}
		for _, id := range s.Requirements {
			if _, ok := d.Requirement(id); !ok {
				t.Errorf("%s, %s: no requirement is called %q", s.Section, s.At, id)
			}
		}
	}
}

// The sections stand in the order of the interface document, each in one piece.
func TestStatementsFollowTheDocument(t *testing.T) {
	t.Parallel()
	var sections []string
	for _, s := range load(t).Statements {
		if len(sections) == 0 || sections[len(sections)-1] != s.Section {
			sections = append(sections, s.Section)
		}
	}
	want := []string{
		"Title", "Prerequisites", "Description", "Interface Method", "URI", "Method Name in Logs",
		"Request Description", "Response Description", "Triggered Event", "Error Code", "Example",
	}
	if !slices.Equal(sections, want) {
		t.Errorf("sections: got %q, want %q", sections, want)
	}
}

// A requirement that claims to come from the interface document alone has to
// be led to by one of its statements.
func TestStatementsCoverTheirRequirements(t *testing.T) {
	t.Parallel()
	d := load(t)
	reached := map[string]bool{}
	for _, s := range d.Statements {
		for _, id := range s.Requirements {
			reached[id] = true
		}
	}
	for _, r := range d.Requirements {
		if r.Source.Tag == "REC-2023" && !reached[r.ID] {
			t.Errorf("%s: no statement of the interface document leads to it", r.ID)
		}
	}
}

func TestEverySourceIsUsed(t *testing.T) {
	t.Parallel()
	d := load(t)
	used := map[string]bool{}
	for _, r := range d.Requirements {
		for _, tag := range r.Source.Tags() {
			used[tag] = true
		}
	}
	for _, r := range d.Retcodes {
		for tag := range strings.SplitSeq(r.Source, ",") {
			used[strings.TrimSpace(tag)] = true
		}
	}
	for _, s := range d.Sources {
		if !used[s.Tag] {
			t.Errorf("the source %s is never referred to", s.Tag)
		}
	}
}

func TestReferenceStringJoinsItsParts(t *testing.T) {
	t.Parallel()
	tests := map[string]spec.Reference{
		"REC-2023, URI, Table 1, row 2": {Tag: "REC-2023", Section: "URI", At: "Table 1, row 2"},
		"RFC9112, 6.2":                  {Tag: "RFC9112", Section: "6.2"},
		"OPEN":                          {Tag: "OPEN"},
	}
	for want, r := range tests {
		if got := r.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestFirstEditionMatchesTheDocument(t *testing.T) {
	t.Parallel()
	got, err := spec.FirstEdition()
	if want := load(t).Editions[0].ID; err != nil || got != want {
		t.Errorf("FirstEdition() = %q, %v, want %q", got, err, want)
	}
}
