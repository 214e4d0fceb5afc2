package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

var errStderrClosed = errors.New("stderr was closed by its reader")

// interruption is a signal as the cause why something ended.
func interruption(s os.Signal) error {
	if s == os.Interrupt {
		return errors.New("interrupted (Ctrl-C)")
	}
	return fmt.Errorf("interrupted (signal: %v)", s)
}

// interruptible is a context that ends with the first SIGINT, SIGTERM or SIGHUP,
// or by end, so that agents are signed out; a second signal then kills the
// process. SIGHUP stays ignored if it was, as nohup has it. A write to a pipe
// that nobody reads is an error of the write and does not kill the process.
func interruptible() (ctx context.Context, end context.CancelCauseFunc, stop func()) {
	ctx, end = context.WithCancelCause(context.Background())
	pipes := make(chan os.Signal, 1)
	signal.Notify(pipes, syscall.SIGPIPE) // not Ignore, which children would inherit
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		defer signal.Stop(signals)
		select {
		case s := <-signals:
			end(interruption(s))
		case <-ctx.Done():
		}
	}()
	return ctx, end, func() { end(nil) }
}
