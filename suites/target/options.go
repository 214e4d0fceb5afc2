package target

import (
	"fmt"
	"io"
	"os"
)

// Option changes how a target file is read.
type Option func(*options)

type options struct {
	lookup   func(string) (string, bool)
	readFile func(string) ([]byte, error)
	editions []string
	secrets  bool
}

func newOptions(opts []Option) options {
	o := options{
		lookup:   func(string) (string, bool) { return "", false },
		readFile: readFile,
		secrets:  true,
	}
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// WithEnv says where passwords of the form {env: X} come from. Without it, no
// variable is set.
func WithEnv(lookup func(name string) (string, bool)) Option {
	return func(o *options) { o.lookup = lookup }
}

// WithFiles says how files are read: the target file, and the CA and password
// files that it names. The default reads at most one megabyte from disk.
func WithFiles(read func(path string) ([]byte, error)) Option {
	return func(o *options) { o.readFile = read }
}

// WithEditions names the editions of the interface that a file may select,
// oldest first, as spec.Document lists them. The first is the default. Without
// this option a file may name any date, and by default it names none.
func WithEditions(editions ...string) Option {
	return func(o *options) { o.editions = editions }
}

// WithoutSecrets leaves {env: X} and {file: F} unresolved, with an empty
// password, for uses that contact nothing.
func WithoutSecrets() Option { return func(o *options) { o.secrets = false } }

const maxFile = 1 << 20

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("%q has more than %d bytes", path, maxFile)
	}
	return data, nil
}
