package target_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// An edition that is added to the document needs no other change.
func TestEditionsComeFromTheDocument(t *testing.T) {
	t.Parallel()
	const added = "9999-12-31"
	text := strings.Replace(string(spec.Source()), "\nx-sources:\n",
		"  - id: \""+added+"\"\n    agents: {first: 101, last: 999999}\n    notes: A further edition.\n\nx-sources:\n", 1)
	doc, err := spec.Load([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	editions := doc.EditionIDs()
	if last := editions[len(editions)-1]; last != added {
		t.Fatalf("the last edition is %q, want %q", last, added)
	}
	if example := target.Example(editions...); !strings.Contains(example, " or "+added+"\n") {
		t.Errorf("the example does not list %s", added)
	}
	file := good + "edition: \"" + added + "\"\n"
	if err := compiled(t, editions...).Validate(tree(t, file)); err != nil {
		t.Errorf("the schema does not permit %s: %v", added, err)
	}
	got, err := target.Parse([]byte(file), "", target.WithEditions(editions...))
	if err != nil || got.Edition != added {
		t.Errorf("the reader gave %+v, %v", got, err)
	}
}
