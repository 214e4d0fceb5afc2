// Command bench measures what the project promises about its own speed and
// prints ratios, all in one run, since only ratios mean anything on a shared
// machine. What is compared is measured in turns, so that both meet the same noise.
//
// Usage: bench [path of the gwcheck binary]
package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// measurement is one line of the result.
type measurement struct {
	what, value, aim string
	met              bool
}

func (m measurement) String() string {
	mark := "met"
	if !m.met {
		mark = "missed"
	}
	return fmt.Sprintf("%-72s %16s  %s (%s)", m.what, m.value, m.aim, mark)
}

func main() {
	binary := "bin/gwcheck"
	if len(os.Args) > 1 {
		binary = os.Args[1]
	}
	if err := run(context.Background(), binary); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, binary string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Minute)
	defer cancel()
	steps := []func(context.Context) ([]measurement, error){
		one(throughputRatio),
		one(refusalRate),
		one(memoryGrowth),
		maskingCost,
		func(ctx context.Context) ([]measurement, error) { return versionCost(ctx, binary) },
		one(func(ctx context.Context) (measurement, error) { return startTime(ctx, binary) }),
		one(func(ctx context.Context) (measurement, error) { return overheadPerCheck(ctx, binary) }),
		one(func(ctx context.Context) (measurement, error) { return waitsOverlap(ctx, binary) }),
		func(ctx context.Context) ([]measurement, error) { return runsOverLines(ctx, binary) },
	}
	fmt.Printf("%-72s %16s  %s\n", "measured", "value", "aim")
	for _, step := range steps {
		all, err := step(ctx)
		if err != nil {
			return err
		}
		for _, m := range all {
			fmt.Println(m)
		}
	}
	return nil
}

// one is a step with a single measurement.
func one(step func(context.Context) (measurement, error)) func(context.Context) ([]measurement, error) {
	return func(ctx context.Context) ([]measurement, error) {
		m, err := step(ctx)
		return []measurement{m}, err
	}
}
