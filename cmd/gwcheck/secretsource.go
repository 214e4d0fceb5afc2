package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxSecretFile is the size of the largest file that a secret is read from.
const maxSecretFile = 64 << 10

// readSecret reads a secret from where the text says: env:NAME or file:PATH.
// Other text is no such source. Errors do not contain the secret.
func readSecret(env Env, source string) (secret string, isSource bool, err error) {
	if name, ok := strings.CutPrefix(source, "env:"); ok {
		secret, err = secretFromEnv(env, name)
		return secret, true, err
	}
	if path, ok := strings.CutPrefix(source, "file:"); ok {
		secret, err = secretFromFile(path)
		return secret, true, err
	}
	return "", false, nil
}

func secretFromEnv(env Env, name string) (string, error) {
	if name == "" {
		return "", errors.New("want the name of an environment variable after env:")
	}
	value, ok := env.Lookup(name)
	if !ok {
		return "", fmt.Errorf("the environment variable %q is not set", name)
	}
	if strings.ContainsAny(value, "\r\n\x00") {
		return "", fmt.Errorf("the environment variable %q has more than one line", name)
	}
	return value, nil
}

// secretFromFile reads a file of one line; the line break at its end is no part
// of the secret.
func secretFromFile(path string) (string, error) {
	if path == "" {
		return "", errors.New("want the path of a file after file:")
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecretFile+1))
	if err != nil {
		return "", err
	}
	value := strings.TrimRight(string(data), "\r\n")
	switch {
	case len(data) > maxSecretFile:
		return "", fmt.Errorf("the file %q has more than %d bytes", path, maxSecretFile)
	case strings.ContainsAny(value, "\r\n\x00"):
		return "", fmt.Errorf("the file %q has more than one line", path)
	}
	return value, nil
}
