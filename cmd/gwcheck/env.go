package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// Env is all that a command takes from the process it runs in.
type Env struct {
	Args           []string // without the name of the program
	Stdin          io.Reader
	Stdout         io.Writer // results
	Stderr         io.Writer // progress, warnings, diagnostics
	StdoutTerminal bool
	StderrTerminal bool
	StdoutWidth    int // columns; 0 if unknown
	StderrWidth    int
	Lookup         func(name string) (string, bool) // environment variable
	Environ        func() []string                  // what a child process inherits
	Executable     func() (string, error)           // this program, to be started again
}

// processEnv is the real thing.
func processEnv() Env {
	return Env{
		Args:  os.Args[1:],
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		StdoutTerminal: term.IsTerminal(int(os.Stdout.Fd())), StdoutWidth: width(os.Stdout),
		StderrTerminal: term.IsTerminal(int(os.Stderr.Fd())), StderrWidth: width(os.Stderr),
		Lookup: os.LookupEnv, Environ: os.Environ, Executable: os.Executable,
	}
}

// width is the number of columns of a terminal, 0 if f is none.
func width(f *os.File) int {
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// interruption is a signal as the cause why something ended.
func interruption(s os.Signal) error {
	if s == os.Interrupt {
		return errors.New("interrupted (Ctrl-C)")
	}
	return fmt.Errorf("interrupted (signal: %v)", s)
}

// interruptible is a context that ends with the first SIGINT or SIGTERM, so
// that agents are signed out; the second one then kills the process.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer signal.Stop(signals)
		select {
		case s := <-signals:
			cancel(interruption(s))
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}
