package main

import (
	"io"
	"os"

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
	StdoutClosed   bool // it was closed when the program started
	StdoutWidth    int  // columns; 0 if unknown
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
		StdoutClosed: stdoutClosed(),
		Lookup:       os.LookupEnv, Environ: os.Environ, Executable: os.Executable,
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
