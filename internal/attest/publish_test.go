package attest_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/suites/report"
)

func TestABadgeIsXMLWhateverTheClaimSays(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"8.15.0", "<script>&\"'", "\x00\x1b[31m\xff", strings.Repeat("long", 50), ""} {
		for _, verdict := range []report.Overall{report.Conformant, report.ConformantWithWaivers} {
			text := attest.Badge(attest.Claim{Version: version, Verdict: verdict, Edition: "2023-09-27", Subject: subject})
			d := xml.NewDecoder(bytes.NewReader(text))
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%q: %v\n%s", version, err, text)
				}
				if start, ok := token.(xml.StartElement); ok && start.Name.Local == "script" {
					t.Errorf("%q became markup", version)
				}
			}
			if !bytes.Contains(text, []byte(strings.ReplaceAll(string(verdict), "-", " "))) {
				t.Errorf("the badge does not name %s:\n%s", verdict, text)
			}
		}
	}
}

func TestAListEscapesWhatClaimsSay(t *testing.T) {
	t.Parallel()
	c := attest.Claim{Organization: "Example | Ltd <img src=x>\n# heading", Product: "[x](javascript:1)", Version: "`1`", Verdict: report.Conformant}
	text := string(attest.ListMarkdown([]attest.Entry{{Path: "z", Claim: c}, {Path: "a", Claim: attest.Claim{Organization: "A"}}}))
	for _, bad := range []string{"<img", "](", "`1`", "\n# heading"} {
		if strings.Contains(text, bad) {
			t.Errorf("the list has %q:\n%s", bad, text)
		}
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) != 8 || !strings.HasPrefix(lines[6], "| A |") || strings.Count(lines[7], "|") != 11 {
		t.Errorf("got %d lines:\n%s", len(lines), text)
	}
}
