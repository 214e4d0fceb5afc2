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
// process. SIGHUP stays ignored if it was, as nohup has it; a command that takes it
// (see hangups) gets it in place of the end. A write to a pipe
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
	taken := make(chan chan<- struct{}, 1)
	ended := ctx.Done()
	go func() {
		defer signal.Stop(signals)
		var hangup chan<- struct{}
		for {
			select {
			case hangup = <-taken:
			case s := <-signals:
				if s != syscall.SIGHUP || hangup == nil {
					end(interruption(s))
					return
				}
				select {
				case hangup <- struct{}{}:
				default: // one waits already
				}
			case <-ended:
				return
			}
		}
	}()
	return context.WithValue(ctx, hangupKey{}, taken), end, func() { end(nil) }
}

type hangupKey struct{}

// hangups gets a value for each SIGHUP, which then ends nothing. It never gets one
// where signals are not handled. Call it once.
func hangups(ctx context.Context) <-chan struct{} {
	got := make(chan struct{}, 1)
	if taken, ok := ctx.Value(hangupKey{}).(chan chan<- struct{}); ok {
		taken <- got
	}
	return got
}
