package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// cost is what one run of a command takes, as cmd/bench/cost prints it.
type cost struct{ CPUMs, RSSMiB float64 }

// versionCost is what every command costs before it does anything: that of the
// shortest one, compared with a Go program that does nothing.
func versionCost(ctx context.Context, binary string) ([]measurement, error) {
	dir, err := os.MkdirTemp("", "gwcheck-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "cost")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/bench/cost").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build cmd/bench/cost: %w\n%s", err, out)
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return nil, err
	}
	nothing, err := costOf(ctx, program, program)
	if err != nil {
		return nil, err
	}
	ours, err := costOf(ctx, program, binary, "version")
	if err != nil {
		return nil, err
	}
	const limit = 20 // milliseconds
	return []measurement{{
		what:  "CPU time of gwcheck version (median of 21), and : an empty Go program",
		value: fmt.Sprintf("%.1f ms, %.1f", ours.CPUMs, ours.CPUMs/nothing.CPUMs),
		aim:   fmt.Sprintf("under %d ms", limit), met: ours.CPUMs < limit,
	}, {
		what:  "resident set of gwcheck version (max of 21), and : an empty Go program",
		value: fmt.Sprintf("%.1f MiB, %.1f", ours.RSSMiB, ours.RSSMiB/nothing.RSSMiB), aim: "reported", met: true,
	}}, nil
}

func costOf(ctx context.Context, program string, command ...string) (c cost, err error) {
	out, err := exec.CommandContext(ctx, program, command...).Output()
	if err != nil {
		return c, fmt.Errorf("measure %s: %w", command[0], err)
	}
	return c, json.Unmarshal(out, &c)
}
