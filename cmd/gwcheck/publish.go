package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/gwcheck/gwcheck/suites/report"
)

var errStdoutClosed = errors.New("stdout is closed; open it for writing only, such as >/dev/null")

// prepareOutput makes sure that there is a place for the result.
func (o *runOptions) prepareOutput(env Env) error {
	switch {
	case env.StdoutClosed && o.out == "":
		return broken("stdout is closed, so that the result would be lost; give a directory for it with --out, or open stdout for writing only")
	case env.StdoutClosed:
		fmt.Fprintf(env.Stderr, "gwcheck: warning: stdout is closed, so that the run ends with exit code %d; the result will be in %s only\n", exitBroken, o.out)
	}
	return prepare(o.out)
}

// prepare makes the directory of the report.
func prepare(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return broken("the report cannot be written: %w", err)
	}
	return nil
}

// publish writes the report files and shows the result, which must be seen
// even if the files could not be written.
func (o *runOptions) publish(env Env, r report.Result) error {
	var files error
	if o.out != "" {
		files = report.WriteFiles(o.out, r)
	}
	shown := errStdoutClosed
	if !env.StdoutClosed {
		shown = o.show(env, r)
	}
	if files != nil || shown != nil {
		return o.unwritten(files, shown)
	}
	if o.out != "" && !o.quiet && o.format.value == "text" {
		fmt.Fprintf(env.Stderr, "report files are in %s\n", o.out)
	}
	if code := r.ProcessCode(); code != exitOK {
		return &failure{code: code}
	}
	return nil
}

// unwritten says what of the result there is and what is missing.
func (o *runOptions) unwritten(files, shown error) error {
	const failed = "the report cannot be written: %w; "
	switch {
	case shown == nil:
		return broken(failed+"stdout is complete", files)
	case files != nil:
		return broken(failed+"stdout is incomplete as well", errors.Join(files, shown))
	case o.out != "":
		return broken(failed+"stdout is incomplete, but the report files are complete in %s", shown, o.out)
	}
	return broken(failed+"stdout is incomplete, and there are no report files without --out", shown)
}

func (o *runOptions) show(env Env, r report.Result) error {
	out := &watchedOutput{to: env.Stdout} // some writers tell of no error
	var err error
	switch o.format.value {
	case "json":
		err = report.WriteJSON(out, r)
	case "github":
		if err = report.WriteGitHub(out, r); err == nil {
			err = jobSummary(env, r)
		}
	default:
		opts := report.TextOptions{Color: o.color(env, env.StdoutTerminal), Quiet: o.quiet, Verbose: o.verbose, Width: env.StdoutWidth}
		err = report.WriteText(out, r, opts)
	}
	if err != nil {
		return err
	}
	return out.err()
}

// jobSummary appends summary.md to the file that GitHub Actions shows with a job, if
// the runner names one.
func jobSummary(env Env, r report.Result) (err error) {
	path, _ := env.Lookup("GITHUB_STEP_SUMMARY")
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return fmt.Errorf("job summary of GITHUB_STEP_SUMMARY: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return report.WriteMarkdown(f, r)
}
