package main

import (
	"context"
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

// interruptible is a context that ends with the first SIGINT or SIGTERM, so
// that agents are signed out; the second one then kills the process.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
