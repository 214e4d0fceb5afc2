package suites_test

import (
	"context"
	"crypto/sha256"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// hostileRow is what must come of a run against a gateway that misbehaves.
type hostileRow struct {
	overall  report.Overall // exactly
	word     string         // stands in the problem, or in the reason of a check
	only     []string       // areas; nil means justSuccess
	brief    bool           // the run ends with the first failure
	thorough bool           // all outputs are looked through
	change   func(*suites.Config)
}

// justSuccess is the selection of most rows: few checks, all by plain downloads.
var justSuccess = []string{"success"}

const (
	// hostileTime bounds a whole run, whatever the gateway does.
	hostileTime = 20 * time.Second
	// hostileCPU bounds the CPU time of gateway and run together. The largest seen is 2.8 s,
	// for a string of 100 MB.
	hostileCPU = 10 * time.Second
	// hostileHeap is by how much the heap in use may grow in a run.
	hostileHeap = 48 << 20
	// hostileReason is the longest reason that still counts as readable.
	hostileReason = 1200
)

// Without the tag long every sixth behavior is tried.
func TestHostileGatewaysAreSurvivedAndNeverConformant(t *testing.T) {
	skipTable(t)
	rows := hostileRows()
	for i, b := range hostile.Behaviors() {
		if i%6 != 0 && !everyCase {
			continue
		}
		t.Run(b.Name, func(t *testing.T) {
			row, ok := rows[b.Name]
			if !ok {
				t.Fatalf("the behavior %q has no row", b.Name)
			}
			hostileCase(t, b, row)
		})
	}
}

func TestEveryHostileRowHasABehavior(t *testing.T) {
	rows := hostileRows()
	for _, b := range hostile.Behaviors() {
		delete(rows, b.Name)
	}
	for name := range rows {
		t.Errorf("the row %q has no behavior", name)
	}
}

// hostileCase runs one row: server, run, judgement.
func hostileCase(t *testing.T, b hostile.Behavior, row hostileRow) {
	t.Helper()
	server := startHostile(t, b)
	cfg := hostileConfig(t, server)
	cfg.Only = row.only
	if row.only == nil {
		cfg.Only = justSuccess
	}
	if row.change != nil {
		row.change(&cfg)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*hostileTime)
	defer cancel()
	if row.brief {
		cfg.Progress = untilFailure{cancel}
	}
	live, began, used := watchHeap(t), time.Now(), cpuTime()
	res, err := suites.Run(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	took, cpu, grown := time.Since(began), cpuTime()-used, live()
	if took > hostileTime {
		t.Errorf("the run took %s, the bound is %s", took, hostileTime)
	}
	if cpu > hostileCPU {
		t.Errorf("the run took %s of CPU, the bound is %s", cpu, hostileCPU)
	}
	if grown > hostileHeap {
		t.Errorf("the heap grew by %d KiB, the bound is %d KiB", grown>>10, hostileHeap>>10)
	}
	t.Logf("%s %d requests, %s, %s CPU, heap +%d KiB", res.Overall, res.Requests, took.Round(time.Millisecond), cpu.Round(time.Millisecond), max(grown, 0)>>10)
	assertOutcome(t, res, row)
	assertReadable(t, res)
	assertHarmless(t, res, server.Secrets(), row.thorough)
	assertWithinLimits(t, server, res, cfg)
}

// untilFailure ends a run with the first failure.
type untilFailure struct{ end func() }

func (untilFailure) Start(int)   {}
func (untilFailure) Note(string) {}

func (u untilFailure) Check(c report.Check) {
	if c.Verdict == report.Fail {
		u.end()
	}
}

func startHostile(t *testing.T, b hostile.Behavior) *hostile.Server {
	t.Helper()
	server, err := hostile.Start(b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// hostileConfig describes a server as a target with small limits. The server
// lives by no clock, so that time is passed over; some rows take it as it is.
func hostileConfig(t *testing.T, server *hostile.Server) suites.Config {
	t.Helper()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	return suites.Config{
		Document: doc, Target: hostileTarget(server), Clock: suites.VirtualTime(clockwork.NewFakeClock()), Timeout: hostileTime / 2, Archive: true,
		Recorder: func(context.Context, target.Deployment, string) error { return nil },
	}
}

func hostileTarget(server *hostile.Server) *target.Target {
	content := hostile.Recording()
	deployment := target.Deployment{
		Name: "hostile", URL: server.URL, AuthMode: 1, Download: true,
		GuidInterval: 20 * time.Millisecond, GuidTimeout: 40 * time.Millisecond,
		PollHold: 10 * time.Millisecond, SessionTimeout: 40 * time.Millisecond,
		TLS:        target.TLS{CAData: server.CAData},
		Recordings: []target.Recording{{Name: "call", RecordID: hostile.RecordID, Filetype: "1", Size: int64(len(content)), SHA256: sha256.Sum256(content)}},
		Absent:     target.Absent{RecordID: hostile.AbsentID, Drive: hostile.AbsentDrive},
		Limits: target.Limits{
			Connect: 5 * time.Second, FirstByte: 5 * time.Second, Idle: 5 * time.Second, Exchange: 5 * time.Second,
			BodyBytes: 1 << 20, Requests: 400, PerSecond: 2000, BadAuthPerAgent: 2,
		},
	}
	for _, id := range []string{"102", "103"} {
		deployment.Agents = append(deployment.Agents, target.Agent{ID: id, Password: target.NewSecret(hostile.Passwords[id]), Phone: "4" + id})
	}
	return &target.Target{Name: "hostile", Edition: "2023-09-27", Deployments: []target.Deployment{deployment}}
}

// A server that is right in everything, so that the rows below differ from it
// by their behavior alone.
func TestAGatewayThatAttacksNobodyIsConformant(t *testing.T) {
	server := startHostile(t, hostile.Behavior{Name: "right"})
	cfg := hostileConfig(t, server)
	cfg.Only = justSuccess
	res, err := suites.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if res.Overall != report.Conformant {
		t.Errorf("overall: got %s (%s), want conformant", res.Overall, res.Summary())
	}
}
