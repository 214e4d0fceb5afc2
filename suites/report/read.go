package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// Bounds of the files of a stored report, in bytes.
const (
	maxResultFile = 64 << 20
	maxHARFile    = 256 << 20
)

// ReadFiles reads a stored result together with the exchanges.har of the same directory, if
// that is there. The name is that of result.json or of the directory of a report.
// The errors are those of [ReadJSON] and [ReadHAR], with the name of the file.
func ReadFiles(name string) (Result, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = filepath.Join(name, jsonFile)
	}
	r, err := readFile(name, ReadJSON)
	if err != nil {
		return Result{}, err
	}
	r.Exchanges, err = readFile(filepath.Join(filepath.Dir(name), harFile), ReadHAR)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return r, err
}

// readFile reads one file of a report.
func readFile[T any](name string, read func(io.Reader) (T, error)) (T, error) {
	f, err := os.Open(name)
	if err != nil {
		var none T
		return none, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	v, err := read(f)
	if err != nil {
		return v, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// ReadJSON reads a result of at most 64 MiB that [WriteJSON] wrote, also one of an
// older version. It has no exchanges. A result whose counts, overall verdict or exit
// code do not follow from its checks is an error that names the first difference.
func ReadJSON(in io.Reader) (Result, error) {
	var r Result
	if err := decode(in, maxResultFile, &r); err != nil {
		return Result{}, err
	}
	if r.Schema != Schema {
		return Result{}, fmt.Errorf("schema is %.40q, want %q: is this a result.json of gwcheck?", r.Schema, Schema)
	}
	if err := r.consistent(); err != nil {
		return Result{}, err
	}
	return r, nil
}

// decode reads one JSON text of bounded length.
func decode(in io.Reader, most int64, into any) error {
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return err
	}
	if int64(len(data)) > most {
		return fmt.Errorf("larger than %d MiB", most>>20)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("not the JSON of a report: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// consistent reports what in a stored result contradicts its checks.
func (r *Result) consistent() error {
	again := *r
	Finish(&again)
	for _, d := range []struct {
		what        string
		stored, now any
	}{
		{"overall", r.Overall, again.Overall},
		{"exitCode", r.ExitCode, again.ExitCode},
		{"counts", r.Counts, again.Counts},
		{"waiverProblems", len(r.WaiverProblems), len(again.WaiverProblems)},
		{"requirements", requirementVerdicts(*r), requirementVerdicts(again)},
		{"waivers", waiversOf(*r), waiversOf(again)},
	} {
		if !reflect.DeepEqual(d.stored, d.now) {
			return fmt.Errorf("the result contradicts itself: %s does not follow from its checks (stored %.80q, want %.80q)",
				d.what, fmt.Sprint(d.stored), fmt.Sprint(d.now))
		}
	}
	return nil
}

// requirementVerdicts are the verdicts of the requirements, by id.
func requirementVerdicts(r Result) map[string]Verdict {
	all := map[string]Verdict{}
	for _, q := range r.Requirements {
		all[q.ID] = q.Verdict
	}
	return all
}

// waiversOf are the checks whose failures a waiver accepts.
func waiversOf(r Result) map[string]Waiver {
	all := map[string]Waiver{}
	for _, c := range r.Checks {
		if c.Waiver != nil {
			all[c.Key()] = *c.Waiver
		}
	}
	return all
}

// Key identifies a check in a run: its id and its deployment.
func (c Check) Key() string { return c.ID + "@" + c.Deployment }
