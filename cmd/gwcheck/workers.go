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

// run runs a case in a free worker.
func (w *workers) run(ctx context.Context, c selfcheck.Case) (selfcheck.Result, error) {
	answer, err := w.do(ctx, taskOf(c))
	return selfcheck.Result{Result: answer.Result, Stall: answer.Stall}, err
}

// try tries a mutant in a free worker.
func (w *workers) try(ctx context.Context, m selfcheck.Mutant, full bool) (selfcheck.Trial, error) {
	answer, err := w.do(ctx, task{Mutant: &m, Full: full})
	if err != nil || answer.Trial == nil {
		return selfcheck.Trial{}, err
	}
	return *answer.Trial, nil
}

// do has a free worker do a task. A worker that fails or takes too long is
// stopped, and the task is an error.
func (w *workers) do(ctx context.Context, t task) (answer workerAnswer, err error) {
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
			return workerAnswer{}, err
		}
	}
	stop := context.AfterFunc(ctx, one.kill)
	answer, err = one.do(t)
	if !stop() {
		err = fmt.Errorf("stopped while running: %w", context.Cause(ctx))
	}
	return answer, err
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
	Readings   []string          `json:"readings,omitempty"`
	Deviations []string          `json:"deviations,omitempty"`
	Mutant     *selfcheck.Mutant `json:"mutant,omitempty"`
	Legal      *uint64           `json:"legal,omitempty"` // seed of a legal gateway
	Full       bool              `json:"full,omitempty"`  // run all checks of a mutant though it is killed already
}

func taskOf(c selfcheck.Case) task {
	switch c.Kind {
	case selfcheck.Reading:
		return task{Readings: []string{c.Name}}
	case selfcheck.Legal:
		return task{Legal: &c.Seed}
	case selfcheck.Deviation:
		return task{Deviations: []string{c.Name}}
	}
	return task{}
}

// do sends a task to the process and reads its answer.
func (w *worker) do(t task) (answer workerAnswer, err error) {
	if err := json.NewEncoder(w.tasks).Encode(t); err != nil {
		return answer, fmt.Errorf("send a case to a worker: %w", err)
	}
	if !w.lines.Scan() {
		return answer, fmt.Errorf("a worker exited without a result: %w", errors.Join(w.lines.Err(), io.ErrUnexpectedEOF))
	}
	if err := json.Unmarshal(w.lines.Bytes(), &answer); err != nil {
		return answer, fmt.Errorf("decode the answer of a worker: %w", err)
	}
	if answer.Error != "" {
		return answer, errors.New(answer.Error)
	}
	return answer, nil
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
	Error  string           `json:"error,omitempty"`
	Result report.Result    `json:"result"`
	Stall  time.Duration    `json:"stall,omitempty"` // see selfcheck.Result
	Trial  *selfcheck.Trial `json:"trial,omitempty"`
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
