package target_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/target"
)

// listed is a file of recordings as "gwcheck fixtures export" writes it.
const listed = `recordings:
  - name: listed
    recordId: 'y:/1/0/20181217/120/1524489.V3'
    locationId: 1
    size: 3
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
absent: {recordId: 'y:/1/0/20181217/120/0000001.V3', drive: r}
`

// inFile is good with its recordings, and perhaps its absent, in a file.
func inFile(t *testing.T, ownAbsent bool) string {
	t.Helper()
	own := good[strings.Index(good, "recordings:"):strings.Index(good, "absent:")]
	text := replace(t, own, "recordings: {file: lists/r.yaml}\n")
	if !ownAbsent {
		text = text[:strings.Index(text, "absent:")]
	}
	return text
}

// lists serves the recordings file.
func lists(content string) target.Option {
	return target.WithFiles(func(name string) ([]byte, error) {
		if name != filepath.FromSlash("/dir/lists/r.yaml") {
			return nil, os.ErrNotExist
		}
		return []byte(content), nil
	})
}

func TestRecordingsComeFromTheFileThatTheTargetNames(t *testing.T) {
	t.Parallel()
	alone := listed[len("recordings:\n"):strings.Index(listed, "absent:")]
	for _, tc := range []struct {
		name, content string
		ownAbsent     bool
		drive         string
	}{
		{"with absent", listed, false, "r"},
		{"with absent in both", listed, true, "q"},
		{"list alone", alone, true, "q"},
	} {
		d := parse(t, inFile(t, tc.ownAbsent), lists(tc.content)).Deployments[0]
		if len(d.Recordings) != 1 || d.Recordings[0].Name != "listed" || d.Absent.Drive != tc.drive {
			t.Errorf("%s: got recordings %v, absent %v", tc.name, d.Recordings, d.Absent)
		}
	}
}

func TestProblemsOfARecordingsFileNameItsPlace(t *testing.T) {
	t.Parallel()
	file := filepath.FromSlash("/dir/lists/r.yaml")
	for _, tc := range []struct{ name, content, want string }{
		{"unknown key", strings.Replace(listed, "size", "sise", 1), file + `:5:5: recordings[0]: unknown key "sise"`},
		{"no list", "absent: {recordId: a, drive: q}\n", file + `:1:1: the key "recordings" is missing`},
		{"not YAML", "recordings: [\n", file + ":"},
		{"empty", "", file + ":1:1: the file is empty"},
		{"on the absent drive", strings.Replace(listed, "'y:/1/0/20181217/120/1524489", "'r:/1/0/20181217/120/1524489", 1), file + `:2:5: recordings[0]: the recordId is on drive "r"`},
		{"too large", strings.Repeat("#\n", 1<<17), "larger than"},
	} {
		_, err := target.Parse([]byte(inFile(t, false)), "/dir", lists(tc.content))
		var e *target.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %s", tc.name, err, tc.want)
		}
	}
	_, err := target.Parse([]byte(inFile(t, true)), "/elsewhere", lists(listed))
	if want := "recordings.file: the recordings file cannot be read"; err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "no recordings") {
		t.Errorf("missing file: got %v, want %s and nothing else", err, want)
	}
}
