package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
)

// scaledTimes are times of a gateway, about the twenty-fifth part of the documented ones: the
// longest wait of a check takes ten seconds with them.
const scaledTimes = "guidInterval: 2500ms, guidTimeout: 5s, pollHold: 400ms, sessionTimeout: 4s"

var scaledFlags = []string{"--guid-interval", "2500ms", "--guid-timeout", "5s", "--poll-hold", "400ms", "--session-timeout", "4s"}

// timedChecks are the checks that wait, and those that they rest on.
const timedChecks = "claims,session,streaming/across-renewal,auth/guid-accepted,auth/*renew*,auth/replaced*,auth/idle*,auth/static-guid*"

// waitsOverlap compares a run over real time with its longest wait: checks that
// wait must wait at the same time.
func waitsOverlap(ctx context.Context, binary string) (measurement, error) {
	dir, err := os.MkdirTemp("", "gwcheck-bench")
	if err != nil {
		return measurement{}, err
	}
	defer os.RemoveAll(dir)
	m, err := startProcess(ctx, binary, dir, scaledFlags...)
	if err != nil {
		return measurement{}, err
	}
	defer m.stop()
	file := filepath.Join(dir, "target.yaml")
	if err := os.WriteFile(file, []byte(scaledTarget(m.URL, m.CAFile)), 0o600); err != nil {
		return measurement{}, err
	}
	plan, err := planOf(ctx, binary, file, "--only", timedChecks)
	if err != nil {
		return measurement{}, err
	}
	longest := time.Duration(plan.LongestWaitMs) * time.Millisecond
	start := time.Now()
	if out, err := exec.CommandContext(ctx, binary, "run", "--target", file, "--only", timedChecks).CombinedOutput(); err != nil {
		return measurement{}, fmt.Errorf("run: %w\n%s", err, out)
	}
	ratio := time.Since(start).Seconds() / longest.Seconds()
	return measurement{
		what:  fmt.Sprintf("run over real time : its longest wait of %s", longest.Round(100*time.Millisecond)),
		value: fmt.Sprintf("%.2f", ratio), aim: "1.25 or less", met: ratio <= 1.25,
	}, nil
}

// plan is what "gwcheck plan" says of a run.
type plan struct{ LongestWaitMs int64 }

func planOf(ctx context.Context, binary, file string, flags ...string) (p plan, err error) {
	args := append([]string{"plan", "--target", file, "--format", "json"}, flags...)
	out, err := exec.CommandContext(ctx, binary, args...).Output()
	if err != nil {
		return p, fmt.Errorf("plan: %w", err)
	}
	return p, json.Unmarshal(out, &p)
}

// scaledTarget declares a mock with the scaled times.
func scaledTarget(url, ca string) string {
	text := fmt.Sprintf(`gwcheck: target/v1
name: Mock
tls: {ca: %q}
agents:
  - {id: "102", password: "102-password", phone: "40038"}
  - {id: "103", password: "103-password", phone: "40039"}
deployments:
  - {name: dynamic, url: %q, authMode: 2, TIMES}
  - {name: static, url: "%[2]s/static", authMode: 1, TIMES}
%s`, ca, url, fixtures.TargetSection())
	return strings.ReplaceAll(text, "TIMES", scaledTimes)
}
