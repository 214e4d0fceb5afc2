package spec_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
)

func names(gs []spec.Grammar) string {
	var all []string
	for _, g := range gs {
		all = append(all, g.Name)
	}
	return strings.Join(all, " ")
}

func TestGrammarsOfSelectsByFiletype(t *testing.T) {
	t.Parallel()
	d := load(t)
	for filetype, want := range map[string]string{
		"1": "agent-call", "": "agent-call", "2": "ivr-message third-party-message", "3": "",
	} {
		if got := names(d.GrammarsOf(filetype)); got != want {
			t.Errorf("filetype %q: got %q, want %q", filetype, got, want)
		}
	}
}

func TestExamplesMatchTheirOwnGrammarOnly(t *testing.T) {
	t.Parallel()
	d := load(t)
	for _, g := range d.Grammars {
		for _, other := range d.Grammars {
			for _, path := range []string{g.Example, strings.ReplaceAll(g.Example, "/", `\`)} {
				if _, _, ok := other.Match(path); ok != (g.Name == other.Name) {
					t.Errorf("%q matches %s: %t", path, other.Name, ok)
				}
			}
		}
	}
}

func TestGrammarsHaveARequirement(t *testing.T) {
	t.Parallel()
	d := load(t)
	for _, g := range d.Grammars {
		if _, ok := d.Requirement(g.Requirement); !ok {
			t.Errorf("%s: no requirement is called %q", g.Name, g.Requirement)
		}
	}
}

func TestMatchSplitsAPath(t *testing.T) {
	t.Parallel()
	tests := []struct{ filetype, path, drive, rest string }{
		{"1", "y:/1/0/20181217/120/1524488.V3", "y", "1/0/20181217/120/1524488.V3"},
		{"1", `y:\1\0\20181217\120\1524488.V3`, "y", "1/0/20181217/120/1524488.V3"},
		{"1", `Y:/6\0/20161025/20011/1902050.V3`, "Y", "6/0/20161025/20011/1902050.V3"},
		{"1", "Y:/1/0/20201202/503/1714442.mp4", "Y", "1/0/20201202/503/1714442.mp4"},
		{"2", "y:/1/record/20190412/playvoice1551276018824.wav", "y", "1/record/20190412/playvoice1551276018824.wav"},
		{"2", "y:/3rdfile/1/record/20190408/515/1633022.V3", "y", "3rdfile/1/record/20190408/515/1633022.V3"},
		{"1", "", "", ""},
		{"1", "Yc1v6a20011d20161025t1902050", "", ""},
		{"1", "/1/0/20181217/120/1524488.V3", "", ""},
		{"1", "y:1/0/20181217/120/1524488.V3", "", ""},
		{"1", "yy:/1/0/20181217/120/1524488.V3", "", ""},
		{"1", "y:/1/0/", "", ""},
		{"1", "y:/1/0//1524488.V3", "", ""},
		{"1", "y:/1/record/20190412/1.wav", "", ""},
		{"2", "y:/1/0/20181217/120/1524488.V3", "", ""},
		{"2", "y:/3rdfile/record/1.V3", "", ""},
	}
	d := load(t)
	for _, tt := range tests {
		var drive, rest string
		for _, g := range d.GrammarsOf(tt.filetype) {
			if dr, re, ok := g.Match(tt.path); ok {
				drive, rest = dr, re
			}
		}
		if drive != tt.drive || rest != tt.rest {
			t.Errorf("%q: got drive %q and rest %q, want %q and %q", tt.path, drive, rest, tt.drive, tt.rest)
		}
	}
}
