package target

import (
	"fmt"
	"io"
	"os"
)

// Option changes how [Load] and [Parse] read a target file.
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

// WithEnv sets the source of the environment variables that a file names as
// {env: X}; os.LookupEnv is the usual choice. By default no variable is set.
func WithEnv(lookup func(name string) (string, bool)) Option {
	return func(o *options) { o.lookup = lookup }
}

// WithFiles sets how the target file and the files that it names are read. The
// default reads them from disk; a file of more than 1 MiB is an error.
func WithFiles(read func(path string) ([]byte, error)) Option {
	return func(o *options) { o.readFile = read }
}

// WithEditions names the editions of the interface that a file may select,
// oldest first, as spec.Document lists them. The first is the default. Without
// this option a file may name any date, and by default it names none.
func WithEditions(editions ...string) Option {
	return func(o *options) { o.editions = editions }
}

// WithoutSecrets is for uses that contact nothing: passwords of the form
// {env: X} or {file: F} are not read and are empty, and a URL whose environment
// variable is not set is empty.
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
