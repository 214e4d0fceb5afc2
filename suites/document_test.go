package suites_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// edit is a change of the document, the areas that it reaches, and among them
// first the one in which suites that do not know of it must find fault with a
// mock that does.
type edit struct {
	name, old, new string
	areas          []string
}

// thirdForm is a further grammar, with a requirement of its own.
var thirdForm = edit{
	name: "a further path grammar",
	old:  "x-retcodes:\n",
	new: `  - name: screen-recording
    filetype: "2"
    template: "{drive}:/screens/{rest}"
    pattern: ^(?P<drive>[A-Za-z]):/(?P<path>screens/[^/]+)$
    separators: ["/"]
    example: y:/screens/desk7.V3
    requirement: paths/third-party-message

x-retcodes:
`,
}

// The document drives: an edit changes the mock and the suites alike.
// Suites and mock of one document agree; suites that did not get the edit
// refuse the mock that did.
func TestTheDocumentDrivesMockAndSuites(t *testing.T) {
	skipTable(t)
	for _, e := range []edit{
		{"another retcode for a missing file", "104-005", "104-055", []string{"retcodes", "failure"}},
		{"a renamed query parameter", "name: recordId", "name: recordingPath", []string{"success", "parameters", "paths"}},
		{"a renamed header that delivers Guids", "Set-GUID:", "Set-Ticket:", []string{"auth", "session"}},
		{"another success Content-Type", "application/octet-stream;charset=utf-8:", "audio/x-recording;charset=utf-8:", []string{"success", "method"}},
	} {
		t.Run(e.name, func(t *testing.T) {
			edited := e.apply(t)
			u := startMock(t, mock.WithDocument(edited))
			cfg := u.config(t)
			cfg.Only = e.areas[:1]
			unaware := u.run(t, cfg)
			cfg.Document, cfg.Only = edited, e.areas
			if everyCase {
				cfg.Only = nil
			}
			aware := u.run(t, cfg)
			if aware.Overall != report.Conformant {
				t.Errorf("suites and mock of the edited document disagree: %s", failures(aware))
			}
			if !strings.Contains(failures(unaware), e.areas[0]+"/") {
				t.Errorf("suites without the edit find no fault in area %s: %s", e.areas[0], failures(unaware))
			}
		})
	}
}

// What carries a Guid is a secret by whatever name the document has for it.
func TestRenamedGuidHeaderStaysSecret(t *testing.T) {
	edited := edit{old: "Set-GUID:", new: "Set-Ticket:"}.apply(t)
	u := startMock(t, mock.WithDocument(edited))
	cfg := u.config(t)
	cfg.Document, cfg.Archive, cfg.Only = edited, true, []string{"auth/set-guid-on-sign-in"}
	shown := 0
	for _, x := range u.run(t, cfg).Exchanges {
		for _, f := range x.Response {
			if f.Name == "Set-Ticket" {
				shown++
				if f.Value != "[secret]" {
					t.Errorf("%s shows %s: %s", x.ID, f.Name, f.Value)
				}
			}
		}
	}
	if shown == 0 {
		t.Error("no exchange delivered a Guid")
	}
}

// A recording of the further form can be had where both sides know the form,
// and is no recording path where the mock does not.
func TestAFurtherGrammarDrivesMockAndSuites(t *testing.T) {
	edited := thirdForm.apply(t)
	for _, side := range []struct {
		name string
		opts []mock.Option
		want report.Verdict
	}{
		{"the mock knows the form", []mock.Option{mock.WithDocument(edited)}, report.Pass},
		{"the mock does not know the form", nil, report.Fail},
	} {
		t.Run(side.name, func(t *testing.T) {
			dir := t.TempDir()
			rec := placeRecording(t, dir, "screens/desk7.V3")
			u := startMock(t, append(side.opts, mock.WithDirectory("z", dir))...)
			for i := range u.target.Deployments {
				u.target.Deployments[i].Recordings = append([]target.Recording{rec}, u.target.Deployments[i].Recordings...)
			}
			cfg := u.config(t)
			cfg.Document, cfg.Only = edited, []string{"paths/third-party-message"}
			res := u.run(t, cfg)
			if got := verdict(res, "paths/third-party-message:screen-recording-slash"); got != side.want {
				t.Errorf("the check of the further form: got %s, want %s", got, side.want)
			}
		})
	}
}

func (e edit) apply(t *testing.T) *spec.Document {
	t.Helper()
	text := string(spec.Source())
	if !strings.Contains(text, e.old) {
		t.Fatalf("the document does not contain %q", e.old)
	}
	doc, err := spec.Load([]byte(strings.ReplaceAll(text, e.old, e.new)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func failures(res report.Result) string {
	var all []string
	for _, c := range res.Checks {
		if c.Verdict != report.Pass && c.Verdict != report.NotApplicable && c.Verdict != report.NotRun {
			all = append(all, c.ID+" ("+string(c.Verdict)+"): "+c.Reason)
		}
	}
	return strings.Join(all, "\n")
}

func verdict(res report.Result, id string) report.Verdict {
	for _, c := range res.Checks {
		if c.ID == id {
			return c.Verdict
		}
	}
	return "no such check"
}
