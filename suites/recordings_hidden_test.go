package suites_test

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// disguises are recordings that look like something that reports would show.
// The digits in each are what nobody may see of it.
func disguises(r *rand.Rand) map[string]string {
	secret := func() string {
		b := make([]byte, 180)
		for i := range b {
			b[i] = "qxzjkvwy"[r.IntN(8)]
		}
		return string(b)
	}
	return map[string]string{
		"json":     `{"` + secret() + `":"` + secret() + `"}`,
		"failure":  `{"retcode":"104-005","message":"` + secret() + `","result":""}`,
		"html":     `<!DOCTYPE html><html><head><title>` + secret() + `</title></head><body>` + secret() + `</body></html>`,
		"xml":      `<?xml version="1.0"?><a b="` + secret() + `">` + secret() + `</a>`,
		"text":     secret() + "\n" + secret() + "\n",
		"location": "https://" + secret() + ".example/" + secret(),
	}
}

// A report may show the length and digest of a recording, and four bytes of
// either end, whatever it looks like and however broken it arrives.
func TestRecordingsAreInNoOutputWhateverTheyLookLike(t *testing.T) {
	skipTable(t)
	dir := t.TempDir()
	contents := disguises(rand.New(rand.NewPCG(1, 2)))
	var declared []target.Recording
	for name, content := range contents {
		for prefix, filetype := range map[string]string{"1/0/20240101/102/": "1", "1/record/": "2"} {
			file := filepath.Join(dir, prefix, name+".V3")
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			declared = append(declared, target.Recording{
				Name: name + filetype, RecordID: "z:/" + prefix + name + ".V3", Filetype: filetype, LocationID: "1",
				Size: int64(len(content)), SHA256: sha256.Sum256([]byte(content)),
			})
		}
	}
	slices.SortFunc(declared, func(a, b target.Recording) int { return strings.Compare(a.Name, b.Name) })
	for _, name := range append([]string{""}, brokenStreams(t)...) {
		t.Run("deviation "+name, func(t *testing.T) {
			opts := []mock.Option{mock.WithDirectory("z", dir)}
			if name != "" {
				opts = append(opts, mock.WithDeviation(name))
			}
			u := startMock(t, opts...)
			for i := range u.target.Deployments {
				u.target.Deployments[i].Recordings = declared
			}
			cfg := u.config(t)
			cfg.Archive = true
			cfg.Only = []string{"success", "streaming", "failure", "method", "auth/guid-absent", "security/https"}
			showsNothingOf(t, contents, outputs(t, u.run(t, cfg)))
		})
	}
}

// brokenStreams are the deviations of recordings and their transfer; all of them
// only with the tag long, as they take a minute.
func brokenStreams(t *testing.T) (names []string) {
	t.Helper()
	for _, d := range mock.Deviations() {
		for _, id := range d.Violates {
			if area, _, _ := strings.Cut(id, "/"); (area == "streaming" || area == "success" || area == "failure") && !slices.Contains(names, d.Name) {
				names = append(names, d.Name)
			}
		}
	}
	if !everyCase {
		for i := range len(names) / 8 {
			names[i] = names[i*8]
		}
		names = names[:len(names)/8]
	}
	return names
}

// outputs are all that a run writes, by name.
func outputs(t *testing.T, res report.Result) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := report.WriteFiles(dir, res); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	var text, github bytes.Buffer
	if err := report.WriteText(&text, res, report.TextOptions{Verbose: true}); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteGitHub(&github, res); err != nil {
		t.Fatal(err)
	}
	all["text"], all["github"] = text.String(), github.String()
	return all
}

// showsNothingOf looks for pieces of the contents that stand in no other text.
func showsNothingOf(t *testing.T, contents, outputs map[string]string) {
	t.Helper()
	const piece = 6 // more than what may be shown of either end
	for output, text := range outputs {
		for name, content := range contents {
			for i := 0; i+piece <= len(content); i++ {
				if p := content[i : i+piece]; strings.Trim(p, "qxzjkvwy") == "" && strings.Contains(text, p) {
					at := strings.Index(text, p)
					t.Errorf("%s shows a piece of the recording that looks like %s: …%s…", output, name, text[max(0, at-150):min(len(text), at+80)])
					return
				}
			}
		}
	}
}
