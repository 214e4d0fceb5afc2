package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/internal/selfcheck"
	"github.com/gwcheck/gwcheck/suites/report"
)

// workerCommand is the hidden command that a worker process runs.
const workerCommand = "selfcheck-worker"

// maxLine bounds a line between selfcheck and a worker, in bytes.
const maxLine = 16 << 20

// workers runs cases in child processes, each of which takes one after another.
type workers struct {
	env  Env
	idle chan *worker // nil for a process that is yet to be started
}

func newWorkers(env Env, n int) *workers {
	w := &workers{env: env, idle: make(chan *worker, n)}
	for range n {
		w.idle <- nil
	}
	return w
}

// run runs a case in a free worker. A worker that fails or takes too long is
// stopped, and the case is an error.
func (w *workers) run(ctx context.Context, c selfcheck.Case) (result selfcheck.Result, err error) {
	one := <-w.idle
	defer func() {
		if err != nil && one != nil {
			err = fmt.Errorf("%w%s", err, one.shutdown())
			one = nil
		}
		w.idle <- one
	}()
	if one == nil {
		if one, err = startWorker(w.env); err != nil {
			return selfcheck.Result{}, err
		}
	}
	stop := context.AfterFunc(ctx, one.kill)
	result, err = one.runCase(c)
	if !stop() {
		err = fmt.Errorf("stopped while running: %w", context.Cause(ctx))
	}
	return result, err
}

// close stops the workers, all of which must be idle.
func (w *workers) close() {
	for range cap(w.idle) {
		if one := <-w.idle; one != nil {
			one.shutdown()
		}
	}
}

// worker is one child process.
type worker struct {
	cmd    *exec.Cmd
	tasks  io.WriteCloser
	lines  *bufio.Scanner
	stderr *tail
}

func startWorker(env Env) (*worker, error) {
	program, err := env.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	w := &worker{cmd: exec.Command(program, workerCommand), stderr: &tail{limit: 4 << 10}}
	// Gateway and client of a case take turns: on one processor that costs a
	// third less than to wake another for each turn.
	w.cmd.Env, w.cmd.Stderr = append(env.Environ(), "GOMAXPROCS=1"), w.stderr
	w.cmd.WaitDelay = time.Second
	detach(w.cmd)
	tasks, err := w.cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	results, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	if err := w.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a worker: %w", err)
	}
	w.tasks, w.lines = tasks, bufio.NewScanner(results)
	w.lines.Buffer(nil, maxLine)
	return w, nil
}

// task is what a worker reads, one per line of JSON.
type task struct {
	Readings   []string `json:"readings,omitempty"`
	Deviations []string `json:"deviations,omitempty"`
}

func taskOf(c selfcheck.Case) task {
	switch c.Kind {
	case selfcheck.Reading:
		return task{Readings: []string{c.Name}}
	case selfcheck.Deviation:
		return task{Deviations: []string{c.Name}}
	}
	return task{}
}

// runCase sends a case to the process and reads its result.
func (w *worker) runCase(c selfcheck.Case) (result selfcheck.Result, err error) {
	if err := json.NewEncoder(w.tasks).Encode(taskOf(c)); err != nil {
		return result, fmt.Errorf("send a case to a worker: %w", err)
	}
	if !w.lines.Scan() {
		return result, fmt.Errorf("a worker exited without a result: %w", errors.Join(w.lines.Err(), io.ErrUnexpectedEOF))
	}
	var answer workerAnswer
	if err := json.Unmarshal(w.lines.Bytes(), &answer); err != nil {
		return result, fmt.Errorf("decode the answer of a worker: %w", err)
	}
	if answer.Error != "" {
		return result, errors.New(answer.Error)
	}
	return selfcheck.Result{Result: answer.Result, Stall: answer.Stall}, nil
}

func (w *worker) kill() { killAll(w.cmd) }

// shutdown stops the process and returns the last line of its stderr.
func (w *worker) shutdown() string {
	_ = w.tasks.Close()
	w.kill()
	_ = w.cmd.Wait() // it was killed
	return w.stderr.lastLine()
}

// workerAnswer is what a worker writes, one per line of JSON.
type workerAnswer struct {
	Error  string        `json:"error,omitempty"`
	Result report.Result `json:"result"`
	Stall  time.Duration `json:"stall,omitempty"` // see selfcheck.Result
}

// compact keeps of a result what decides about a case.
func compact(r report.Result) report.Result {
	r.Checks = slices.Clone(r.Checks)
	for i, c := range r.Checks {
		r.Checks[i] = report.Check{ID: c.ID, Requirement: c.Requirement, Level: c.Level, Verdict: c.Verdict, Reason: c.Reason}
	}
	r.Requirements, r.Observations, r.Exchanges = nil, nil, nil
	return r
}
