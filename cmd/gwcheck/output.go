package main

import (
	"errors"
	"io"
	"sync"
	"syscall"
)

// watchedOutput remembers the first error of a writer.
type watchedOutput struct {
	to io.Writer

	mu     sync.Mutex
	failed error
}

func (w *watchedOutput) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed == nil {
		w.failed = err
	}
	return n, err
}

func (w *watchedOutput) err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failed
}

func (w *watchedOutput) unwrap() io.Writer { return w.to }

// diagnostics is stderr. Once nobody reads it, closed is called, and what is
// written is dropped.
type diagnostics struct {
	to     io.Writer
	closed func()

	once sync.Once
}

func (d *diagnostics) Write(p []byte) (int, error) {
	n, err := d.to.Write(p)
	if errors.Is(err, syscall.EPIPE) {
		d.once.Do(d.closed)
		return len(p), nil
	}
	return n, err
}

func (d *diagnostics) unwrap() io.Writer { return d.to }

// forChild is a stream as a child process gets it: the file itself.
func forChild(w io.Writer) io.Writer {
	for {
		wrapped, ok := w.(interface{ unwrap() io.Writer })
		if !ok {
			return w
		}
		w = wrapped.unwrap()
	}
}
