//go:build unix

// Command cost runs a command several times and prints, as JSON, what one run
// costs: the median of its CPU time and its largest resident set. Without a
// command it does nothing, so that it is also the smallest Go program to
// compare with.
//
// It is a program of its own because the kernel counts the memory of the
// parent for a child that it starts, and this parent is small.
//
// Usage: cost [COMMAND ARG...]
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
)

// runs is how often the command is run.
const runs = 21

// cost is what one run takes.
type cost struct {
	CPUMs  float64 `json:"cpuMs"`  // user and system, milliseconds
	RSSMiB float64 `json:"rssMiB"` // largest resident set
}

func main() {
	if len(os.Args) == 1 {
		return
	}
	c, err := measure(os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}

func measure(command []string) (c cost, err error) {
	var all []float64
	for range runs {
		cmd := exec.Command(command[0], command[1:]...)
		if err := cmd.Run(); err != nil {
			return c, err
		}
		used := cmd.ProcessState
		all = append(all, float64((used.UserTime()+used.SystemTime()).Microseconds())/1000)
		c.RSSMiB = max(c.RSSMiB, resident(used))
	}
	slices.Sort(all)
	c.CPUMs = all[len(all)/2]
	return c, nil
}

// resident is the largest resident set in MiB; the unit of the kernel differs.
func resident(used *os.ProcessState) float64 {
	usage, ok := used.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	unit := 1 << 10
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		unit = 1
	}
	return float64(usage.Maxrss) * float64(unit) / (1 << 20)
}
