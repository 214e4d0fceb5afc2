package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
)

// Times of a gateway with which the longest wait of a whole run is 18 seconds.
const (
	lineTimes = "guidInterval: 5s, guidTimeout: 10s, pollHold: 400ms, sessionTimeout: 8s"
	lineBound = 8 * time.Minute // of one run
)

var lineFlags = []string{"--guid-interval", "5s", "--guid-timeout", "10s", "--poll-hold", "400ms", "--session-timeout", "8s"}

// runsOverLines measures whole runs over lines of several lengths, with two
// agents and with six, against the longest that one should take.
func runsOverLines(ctx context.Context, binary string) (all []measurement, err error) {
	for _, roundTrip := range []time.Duration{0, 50 * time.Millisecond, 300 * time.Millisecond} {
		for _, agents := range []int{2, 6} {
			r := lineRun{roundTrip: roundTrip, agents: agents}
			if err := r.run(ctx, binary); err != nil {
				return all, err
			}
			all = append(all, r.measurements()...)
		}
	}
	return all, nil
}

// lineRun is one whole run over a line.
type lineRun struct {
	roundTrip   time.Duration
	agents      int  // of each deployment
	shared      bool // they are the same for all of them, so used on one at a time
	took        time.Duration
	longest     time.Duration // wait
	requests    int
	connections int64
	estimate    time.Duration // by the first answers
}

// allowed is the longest that a run should take.
func (r lineRun) allowed() time.Duration {
	perAgent := r.roundTrip * time.Duration(r.requests) / time.Duration(r.agents)
	return max(r.longest*5/4, perAgent*3/2)
}

func (r lineRun) measurements() []measurement {
	ratio := r.took.Seconds() / r.allowed().Seconds()
	accuracy := r.took.Seconds() / r.estimate.Seconds()
	return []measurement{{
		what: fmt.Sprintf("run over a round trip of %s with %d agents (%d requests, %d connections) : %.1f s",
			r.roundTrip, r.agents, r.requests, r.connections, r.allowed().Seconds()),
		value: fmt.Sprintf("%.1f s, %.2f", r.took.Seconds(), ratio), aim: "1.00 or less", met: ratio <= 1,
	}, {
		what:  fmt.Sprintf("  the same : its estimate of %.0f s after 50 answers", r.estimate.Seconds()),
		value: fmt.Sprintf("%.2f", accuracy), aim: "0.80 to 1.20", met: accuracy >= 0.8 && accuracy <= 1.2,
	}}
}

// run starts a mock reached over a line of that latency and runs the suites over it.
func (r *lineRun) run(ctx context.Context, binary string) error {
	ctx, cancel := context.WithTimeout(ctx, lineBound)
	defer cancel()
	dir, err := os.MkdirTemp("", "gwcheck-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	m, err := startProcess(ctx, binary, dir, append(agentFlags(r.agents), lineFlags...)...)
	if err != nil {
		return err
	}
	defer m.stop()
	at, err := url.Parse(m.URL)
	if err != nil {
		return err
	}
	line, err := startDelay(ctx, at.Host, r.roundTrip)
	if err != nil {
		return err
	}
	defer line.stop()
	file := filepath.Join(dir, "target.yaml")
	if err := os.WriteFile(file, []byte(lineTarget(line.address(), m.CAFile, r.agents, r.shared)), 0o600); err != nil {
		return err
	}
	err = r.measure(ctx, binary, file, dir)
	r.connections = line.connections.Load()
	return err
}

// measure makes the run. A reading or the load of the machine may cost it its
// verdict, but not its end.
func (r *lineRun) measure(ctx context.Context, binary, file, dir string) error {
	plan, err := planOf(ctx, binary, file)
	if err != nil {
		return err
	}
	r.longest = time.Duration(plan.LongestWaitMs) * time.Millisecond
	cmd := exec.CommandContext(ctx, binary, "run", "--target", file, "--out", dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	out, err := cmd.Output()
	r.took = time.Since(start)
	if err != nil {
		return fmt.Errorf("run over a round trip of %s with %d agents: %w\n%s%s", r.roundTrip, r.agents, err, out, stderr.Bytes())
	}
	var result struct{ Requests int }
	if err := readJSON(filepath.Join(dir, "result.json"), &result); err != nil {
		return err
	}
	if r.estimate, err = estimateIn(stderr.String()); err != nil {
		return err
	}
	r.requests = result.Requests
	if r.requests == 0 {
		return errors.New("the run made no request")
	}
	return nil
}

// estimateIn reads the estimate that a run made by its first answers.
func estimateIn(stderr string) (time.Duration, error) {
	m := regexp.MustCompile(`Expected duration about (?:(\d+) min ?)?(?:(\d+) s)?[^.]* per answer`).FindStringSubmatch(stderr)
	if m == nil {
		return 0, fmt.Errorf("the run made no estimate:\n%s", stderr)
	}
	minutes, _ := strconv.Atoi(m[1]) // "" is none
	seconds, _ := strconv.Atoi(m[2])
	return time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second, nil
}

func agentFlags(n int) (flags []string) {
	for i := range n {
		id := 102 + i
		flags = append(flags, "--agent", fmt.Sprintf("%d:plain:%d-password", id, id))
	}
	return flags
}

// lineTarget declares all deployments of a mock at an address, each with agents
// of its own, or all with the same.
func lineTarget(address, ca string, agents int, shared bool) string {
	var list []string
	for i := range agents {
		id := 102 + i
		list = append(list, fmt.Sprintf(`{id: "%d", password: "%d-password", phone: "%d"}`, id, id, 40000+id))
	}
	every, each := "", ", agents: ["+strings.Join(list, ", ")+"]"
	if shared {
		every, each = "agents: ["+strings.Join(list, ", ")+"]\n", ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "gwcheck: target/v1\nname: Mock\ntls: {ca: %q}\n%sdeployments:\n", ca, every)
	for _, d := range []string{
		"name: dynamic, url: %q, authMode: 2", "name: static, url: %q, authMode: 1",
		"name: disabled, url: %q, authMode: 1, download: false", "name: pool, url: %q, authMode: 1, pool: true",
	} {
		name, _, _ := strings.Cut(strings.TrimPrefix(d, "name: "), ",")
		path := "/" + name
		if name == "dynamic" {
			path = ""
		}
		fmt.Fprintf(&b, "  - {"+d+", "+lineTimes+each+"}\n", "https://"+address+path)
	}
	b.WriteString(fixtures.TargetSection())
	return b.String()
}
