package mutate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Package is a package with its mutants.
type Package struct {
	Dir     string // below the root of the module, with slashes
	Mutants []*Mutant
	root    string
	name    string
	src     map[string][]byte // the files that are changed, by path below the root
}

// Compiled on first use: package initialisers do no work. Packages of the module
// are out of reach here.
var (
	nameOf     = lazily(`(?m)^package (\w+)`)
	variadicOf = lazily(`(?m)^func (\w+)\(([^()]*)\.\.\.`)
	errorLine  = lazily(`(?m)(\w+\.go:\d+)(?::\d+)?: `)
)

func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// Load finds the mutants of the package in a folder below the root of a module;
// with names of files, only of those.
func Load(root, dir string, only ...string) (*Package, error) {
	p := &Package{Dir: filepath.ToSlash(filepath.Clean(dir)), root: root, src: map[string][]byte{}}
	files, _ := filepath.Glob(filepath.Join(root, dir, "*.go")) // fails only for bad patterns
	variadic := map[string]int{}
	for _, path := range files {
		name := filepath.Base(path)
		src, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for _, m := range variadicOf().FindAllStringSubmatch(string(src), -1) {
			variadic[m[1]] = strings.Count(m[2], ",")
		}
		if !strings.HasSuffix(name, "_test.go") && (len(only) == 0 || slices.Contains(only, name)) {
			p.src[p.Dir+"/"+name] = src
		}
	}
	if len(p.src) < max(1, len(only)) {
		return nil, fmt.Errorf("%s: no Go files there, or not all of %q", dir, only)
	}
	return p, p.find(variadic)
}

func (p *Package) find(variadic map[string]int) error {
	for _, file := range slices.Sorted(maps.Keys(p.src)) {
		found, err := find(file, p.src[file], variadic)
		if err != nil {
			return err
		}
		p.Mutants = append(p.Mutants, found...)
		p.name = nameOf().FindStringSubmatch(string(p.src[file]))[1]
	}
	for i, m := range p.Mutants {
		m.id = i + 1
	}
	return nil
}

func (p *Package) pick(match func(*Mutant) bool) []*Mutant {
	return slices.DeleteFunc(slices.Clone(p.Mutants), func(m *Mutant) bool { return !match(m) })
}

// Run runs the tests of the package once for each mutant, two at a time. It
// fails if they do not pass without any.
func (p *Package) Run(ctx context.Context) error {
	tmp, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	binary := filepath.Join(tmp, "all.test")
	if err := p.buildWoven(ctx, binary); err != nil {
		return err
	}
	began := time.Now()
	if out, err := p.test(ctx, binary, 0, time.Minute); out != Survived {
		return errors.Join(fmt.Errorf("the tests of %s do not pass as they are", p.Dir), err)
	}
	patience := min(time.Minute, 10*time.Second+20*time.Since(began))
	half, failures := make(chan *Mutant), make(chan error, 2)
	for range cap(failures) {
		go func() {
			var failed error
			for m := range half {
				if failed == nil {
					m.Outcome, failed = p.try(ctx, tmp, binary, m, patience)
				}
			}
			failures <- failed
		}()
	}
	for _, m := range p.Mutants {
		half <- m
	}
	close(half)
	return errors.Join(<-failures, <-failures)
}

// try tests one mutant.
func (p *Package) try(ctx context.Context, tmp, binary string, m *Mutant, patience time.Duration) (Outcome, error) {
	if m.alone {
		binary = filepath.Join(tmp, strconv.Itoa(m.id)+".test")
		defer os.Remove(binary)
		if _, err := p.build(ctx, binary, map[string][]byte{m.File: m.apply(p.src[m.File])}); err != nil {
			return Invalid, ctx.Err()
		}
	}
	return p.test(ctx, binary, m.id, patience)
}

// test runs the tests with a mutant. That somebody ended them says nothing.
func (p *Package) test(ctx context.Context, binary string, id int, patience time.Duration) (Outcome, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(limited, binary, "-test.failfast")
	cmd.Dir = filepath.Join(p.root, p.Dir)
	cmd.Env = append(cmd.Environ(), fmt.Sprintf("%s=%d", variable, id))
	err := cmd.Run()
	failed := new(exec.ExitError)
	switch {
	case err == nil:
		return Survived, nil
	case limited.Err() != nil:
		return Late, ctx.Err()
	case errors.As(err, &failed) && failed.Exited():
		return Killed, nil
	}
	return "", fmt.Errorf("tests of %s: %w", p.Dir, err)
}

// buildWoven builds the tests once with all mutants that can stand side by
// side. It sets those apart at which the compiler stumbles: a constant, for
// one, must be one in every form of the program.
func (p *Package) buildWoven(ctx context.Context, out string) error {
	for {
		changed := map[string][]byte{p.Dir + "/mutants.go": fmt.Appendf(nil, helpers, p.name)}
		for file, src := range p.src {
			changed[file] = weave(src, p.pick(func(m *Mutant) bool { return m.File == file && !m.alone }))
		}
		lines, err := p.build(ctx, out, changed)
		if err == nil {
			return nil
		}
		faulty := p.pick(func(m *Mutant) bool {
			return !m.alone && slices.Contains(lines, fmt.Sprintf("%s:%d", filepath.Base(m.File), m.line(p.src[m.File])))
		})
		isOther := func(m *Mutant) bool { _, err := strconv.Atoi(m.text); return err != nil }
		if numbers := slices.DeleteFunc(slices.Clone(faulty), isOther); len(numbers) > 0 {
			faulty = numbers // these fit least: 0 is of every type, -1 is not
		}
		if len(faulty) == 0 {
			return err
		}
		for _, m := range faulty {
			m.alone = true
		}
	}
}

// build builds the tests with other texts in place of files and returns the
// lines of which the compiler complains.
func (p *Package) build(ctx context.Context, out string, changed map[string][]byte) (lines []string, err error) {
	replace := map[string]string{}
	for file, text := range changed {
		replace[filepath.Join(p.root, file)] = out + "-" + filepath.Base(file)
		if err := os.WriteFile(out+"-"+filepath.Base(file), text, 0o600); err != nil {
			return nil, err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(out+".json", overlay, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", out+".json", "-gcflags=-e", "-ldflags=-s -w", "-o", out, "./"+p.Dir)
	cmd.Dir = p.root
	said, err := cmd.CombinedOutput()
	for _, m := range errorLine().FindAllSubmatch(said, -1) {
		lines = append(lines, string(m[1]))
	}
	if err != nil {
		err = fmt.Errorf("build %s: %w: %s", p.Dir, err, bytes.TrimSpace(said))
	}
	return lines, err
}
