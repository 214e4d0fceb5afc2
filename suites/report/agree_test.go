package report_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// claim is what an output says of a run.
type claim struct {
	overall string
	code    int
	counts  [7]int // in the order pass, fail, warning, inconclusive, not-applicable, not-run, error
}

// verdictNames are the verdicts in the order of claim.counts.
var verdictNames = []string{"pass", "fail", "warning", "inconclusive", "not-applicable", "not-run", "error"}

// codeOf is the exit code that a verdict stands for, by the table of the contract.
var codeOf = map[string]int{"conformant": 0, "conformant-with-waivers": 0, "nonconformant": 1, "incomplete": 3, "error": 4}

// atoi is a number in an output; what is none does not agree with anything.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func claimOfJSON(t *testing.T, r report.Result) claim {
	var doc struct {
		Overall  string
		ExitCode int
		Counts   struct{ Pass, Fail, Warning, Inconclusive, NotApplicable, NotRun, Error int }
		Checks   []struct{ Verdict string }
	}
	if err := json.Unmarshal([]byte(written(t, report.WriteJSON, r)), &doc); err != nil {
		t.Fatal(err)
	}
	n := doc.Counts
	c := claim{doc.Overall, doc.ExitCode, [7]int{n.Pass, n.Fail, n.Warning, n.Inconclusive, n.NotApplicable, n.NotRun, n.Error}}
	for i, name := range verdictNames {
		for _, check := range doc.Checks {
			if check.Verdict == name {
				n := &c.counts[i]
				*n--
			}
		}
		if c.counts[i] != 0 {
			t.Errorf("result.json counts %d more %s than it lists", c.counts[i], name)
		}
	}
	c.counts = [7]int{n.Pass, n.Fail, n.Warning, n.Inconclusive, n.NotApplicable, n.NotRun, n.Error}
	return c
}

func claimOfJUnit(t *testing.T, r report.Result) claim {
	c := claim{}
	for i, s := range junit(t, r).Suites {
		if i > 0 && (s.property("overall") != c.overall || atoi(s.property("exitCode")) != c.code) {
			t.Errorf("suite %s says %s", s.Name, s.property("overall"))
		}
		c.overall, c.code = s.property("overall"), atoi(s.property("exitCode"))
		for k, name := range verdictNames {
			c.counts[k] += atoi(s.property("count." + name))
		}
	}
	return c
}

func claimOfMarkdown(t *testing.T, r report.Result) claim {
	out := written(t, report.WriteMarkdown, r)
	title, _, _ := strings.Cut(strings.TrimPrefix(out, "# gwcheck: "), "\n")
	c := claim{overall: title, code: codeOf[title]}
	_, row, ok := strings.Cut(out, "| **all** |")
	cells := strings.Split(row, "|")
	if !ok || len(cells) < 7 {
		t.Fatalf("no row for all checks in %s", out)
	}
	for i := range c.counts {
		c.counts[i] = atoi(strings.TrimSpace(cells[i]))
	}
	return c
}

// counted is "3 fail" in a summary line.
var counted = regexp.MustCompile(`(\d+) (pass|fail|warning|inconclusive|not-applicable|not-run|error)\b`)

// claimOfSummary reads a line that Result.Summary made.
func claimOfSummary(line string) claim {
	word := regexp.MustCompile(`^[A-Za-z-]+`).FindString(line)
	c := claim{overall: strings.ToLower(word), code: codeOf[strings.ToLower(word)]}
	_, counts := line[:strings.LastIndex(line, "(")], line[strings.LastIndex(line, "("):]
	for _, m := range counted.FindAllStringSubmatch(counts, -1) {
		for i, name := range verdictNames {
			if m[2] == name {
				c.counts[i] = atoi(m[1])
			}
		}
	}
	return c
}

func claimOfText(t *testing.T, r report.Result, opts report.TextOptions) claim {
	opts.Width = 2000
	lines := strings.Split(strings.TrimSpace(textOf(t, r, opts)), "\n")
	return claimOfSummary(lines[len(lines)-1])
}

// claimOfTable reads the last row of the table by area.
func claimOfTable(t *testing.T, r report.Result, c claim) claim {
	m := regexp.MustCompile(`(?m)^all +(.*)$`).FindStringSubmatch(textOf(t, r, report.TextOptions{}))
	if m == nil {
		return claim{overall: c.overall, code: c.code} // no checks, no table
	}
	for i, cell := range strings.Fields(m[1]) {
		c.counts[i] = max(atoi(cell), 0)
	}
	return c
}

func claimOfHTML(t *testing.T, r report.Result) claim {
	out := written(t, report.WriteHTML, r)
	c := claim{code: -1}
	if m := regexp.MustCompile(`id="overall">([a-z-]+)<`).FindStringSubmatch(out); m != nil {
		c.overall = m[1]
	}
	if m := regexp.MustCompile(`id="exit-code">(\d)<`).FindStringSubmatch(out); m != nil {
		c.code = atoi(m[1])
	}
	for i, name := range verdictNames {
		m := regexp.MustCompile(fmt.Sprintf(`<b class="%s">(\d+)</b><span>%[1]s</span>`, name)).FindStringSubmatch(out)
		if m == nil {
			t.Fatalf("no number of %s", name)
		}
		c.counts[i] = atoi(m[1])
	}
	return c
}

func claimOfGitHub(t *testing.T, r report.Result) claim {
	lines := strings.Split(strings.TrimSpace(written(t, report.WriteGitHub, r)), "\n")
	first := lines[0]
	command, rest, _ := strings.Cut(strings.TrimPrefix(first, "::"), " ")
	if want := map[bool]string{true: "notice", false: "error"}[r.ExitCode == 0]; command != want {
		t.Errorf("the first annotation is %q, want a %s", first, want)
	}
	_, message, _ := strings.Cut(rest, "::")
	return claimOfSummary(message)
}

func TestAllOutputsAndTheExitCodeAgree(t *testing.T) {
	t.Parallel()
	for _, o := range append(outcomes(), outcome{"full", full(), report.Nonconformant, 1}) {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			want := claim{string(o.overall), o.code, [7]int{}}
			for i, name := range verdictNames {
				for _, c := range o.result.Checks {
					if string(c.Verdict) == name {
						want.counts[i]++
					}
				}
			}
			if codeOf[want.overall] != want.code {
				t.Errorf("%s does not stand for exit code %d", want.overall, want.code)
			}
			for name, got := range map[string]claim{
				"json": claimOfJSON(t, o.result), "junit": claimOfJUnit(t, o.result),
				"markdown": claimOfMarkdown(t, o.result), "html": claimOfHTML(t, o.result), "github": claimOfGitHub(t, o.result),
				"text":         claimOfText(t, o.result, report.TextOptions{}),
				"text quiet":   claimOfText(t, o.result, report.TextOptions{Quiet: true}),
				"text verbose": claimOfText(t, o.result, report.TextOptions{Verbose: true}),
				"text table":   claimOfTable(t, o.result, want),
			} {
				if got != want {
					t.Errorf("%s says %+v, want %+v", name, got, want)
				}
			}
		})
	}
}

func TestEveryOutputNamesFailuresAndWaivers(t *testing.T) {
	t.Parallel()
	r := full()
	for name, write := range writers() {
		if name == "har" {
			continue
		}
		out := written(t, write, r)
		for _, want := range []string{"paths/b", "success/e", "paths/w"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s does not name %s", name, want)
			}
		}
		if !strings.Contains(out, "paths/none") || !strings.Contains(strings.ToLower(out), "waive") {
			t.Errorf("%s says nothing of the waivers", name)
		}
	}
}
