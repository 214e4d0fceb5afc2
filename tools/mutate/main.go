// Command mutate tests the tests: it changes judging code in one small place at
// a time and reports which changes no test of the package notices.
//
// Usage, at the root of the module: mutate [flags] folder[:file,file...]...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/gwcheck/gwcheck/tools/mutate/internal/mutate"
)

func main() {
	least := flag.Float64("min", 95, "least score of each package, in percent")
	justified := flag.String("justified", "tools/mutate/justified.yaml", "file with justifications of survivors")
	flag.Parse()
	if err := run(flag.Args(), *least, *justified); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(targets []string, least float64, justified string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	text, err := os.ReadFile(justified)
	if err != nil {
		return err
	}
	list, err := mutate.ReadJustifications(text)
	if err != nil {
		return err
	}
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	var failures []error
	for _, t := range targets {
		dir, names, _ := strings.Cut(t, ":")
		only := strings.FieldsFunc(names, func(r rune) bool { return r == ',' })
		p, err := mutate.Load(root, dir, only...)
		if err == nil {
			err = judge(ctx, p, least, list)
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

func judge(ctx context.Context, p *mutate.Package, least float64, list []mutate.Justification) error {
	began := time.Now()
	if err := p.Run(ctx); err != nil {
		return err
	}
	stale := p.Justify(list)
	score := p.Write(os.Stdout)
	fmt.Printf("%d mutants in %s\n\n", len(p.Mutants), time.Since(began).Round(time.Second))
	if score < least {
		return errors.Join(stale, fmt.Errorf("%s: score %.2f %%, at least %.2f %% wanted", p.Dir, score, least))
	}
	return stale
}
