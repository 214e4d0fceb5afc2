package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

// throughputRatio compares downloads from the mock with downloads from a bare
// net/http handler that serves the same bytes over TLS, in turns.
func throughputRatio(ctx context.Context) (measurement, error) {
	const size, rounds = 64 << 20, 12
	m, recordID, err := startMock(size)
	if err != nil {
		return measurement{}, err
	}
	defer m.stop()
	bare, err := startBare(size)
	if err != nil {
		return measurement{}, err
	}
	defer bare.stop()
	var ratios []float64
	for range rounds {
		ours, err := m.timed(ctx, recordID, size)
		if err != nil {
			return measurement{}, err
		}
		theirs, err := bare.timed(ctx, recordID, size)
		if err != nil {
			return measurement{}, err
		}
		ratios = append(ratios, theirs.Seconds()/ours.Seconds())
	}
	ratio := median(ratios)
	return measurement{
		what:  "download throughput over TLS, mock : bare net/http (median of 12)",
		value: fmt.Sprintf("%.3f", ratio), aim: "0.95 or better", met: ratio >= 0.95,
	}, nil
}

func (s *subject) timed(ctx context.Context, recordID string, size int64) (time.Duration, error) {
	start := time.Now()
	n, err := s.get(ctx, recordID)
	if err == nil && n != size {
		err = fmt.Errorf("got %d bytes, want %d", n, size)
	}
	return time.Since(start), err
}

// refusalRate counts refused downloads per second on one connection.
func refusalRate(ctx context.Context) (measurement, error) {
	m, _, err := startMock(1)
	if err != nil {
		return measurement{}, err
	}
	defer m.stop()
	const requests = 4000
	start := time.Now()
	for range requests {
		if _, err := m.get(ctx, "y:/1/0/20181217/120/0000000.V3"); err != nil {
			return measurement{}, err
		}
	}
	rate := requests / time.Since(start).Seconds()
	return measurement{
		what: "refused downloads per second, one client on one connection", value: fmt.Sprintf("%.0f", rate), aim: "reported", met: true,
	}, nil
}

// memoryGrowth streams 1 GiB and looks at the heap in use meanwhile.
func memoryGrowth(ctx context.Context) (measurement, error) {
	const size = 1 << 30
	m, recordID, err := startMock(size)
	if err != nil {
		return measurement{}, err
	}
	defer m.stop()
	before := heap()
	done := make(chan error, 1)
	go func() {
		n, err := m.get(ctx, recordID)
		if err == nil && n != size {
			err = fmt.Errorf("got %d bytes, want %d", n, size)
		}
		done <- err
	}()
	peak := before
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		select {
		case err := <-done:
			tick.Stop()
			grown := float64(peak-min(before, peak)) / (1 << 20)
			return measurement{
				what: "heap growth while 1 GiB streams, server and client together", value: fmt.Sprintf("%.1f MiB", grown), aim: "under 8 MiB", met: grown < 8,
			}, err
		case <-tick.C:
			peak = max(peak, heap())
		}
	}
}

func heap() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapInuse
}

// startTime is from process start to the end of the first TLS handshake.
func startTime(ctx context.Context, binary string) (measurement, error) {
	var all []float64
	for range 7 {
		took, err := startOnce(ctx, binary)
		if err != nil {
			return measurement{}, err
		}
		all = append(all, float64(took.Microseconds())/1000)
	}
	ms := median(all)
	return measurement{
		what: "process start to the first TLS answer (median of 7)", value: fmt.Sprintf("%.1f ms", ms), aim: "under 50 ms", met: ms < 50,
	}, nil
}

func startOnce(ctx context.Context, binary string) (time.Duration, error) {
	dir, err := os.MkdirTemp("", "gwcheck-bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	start := time.Now()
	m, err := startProcess(ctx, binary, dir)
	if err != nil {
		return 0, err
	}
	defer m.stop()
	err = firstAnswer(m.URL, m.CAFile)
	return time.Since(start), err
}

// mockProcess is a running "gwcheck mock".
type mockProcess struct {
	URL, CAFile string
	stop        func()
}

// startProcess starts a mock on a free port and returns once it is ready.
func startProcess(ctx context.Context, binary, dir string, flags ...string) (*mockProcess, error) {
	ctx, cancel := context.WithCancel(ctx)
	args := append([]string{"mock", "--listen", "127.0.0.1:0", "--admin", "off", "--tls-dir", dir, "--log", "off"}, flags...)
	cmd := exec.CommandContext(ctx, binary, args...)
	m := &mockProcess{stop: func() { cancel(); _ = cmd.Wait() }}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	stuck := time.AfterFunc(10*time.Second, cancel)
	defer stuck.Stop()
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, m)
	}
	if err != nil {
		m.stop()
		return nil, fmt.Errorf("no ready line: %w", err)
	}
	return m, nil
}

func firstAnswer(address, caFile string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	c, err := tls.DialWithDialer(&net.Dialer{Timeout: 5 * time.Second}, "tcp", u.Host, &tls.Config{RootCAs: roots})
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", u.Host); err != nil {
		return err
	}
	_, err = bufio.NewReader(c).ReadString('\n')
	return err
}

// overheadPerCheck is what the suites spend outside the exchanges.
func overheadPerCheck(ctx context.Context, binary string) (measurement, error) {
	dir, err := os.MkdirTemp("", "gwcheck-bench")
	if err != nil {
		return measurement{}, err
	}
	defer os.RemoveAll(dir)
	if out, err := exec.CommandContext(ctx, binary, "run", "--mock", "--quiet", "--out", dir).CombinedOutput(); err != nil {
		return measurement{}, fmt.Errorf("run --mock: %w\n%s", err, out)
	}
	var result struct {
		DurationMs float64
		Checks     []struct{ Verdict string }
	}
	var har struct {
		Log struct{ Entries []struct{ Time float64 } }
	}
	if err := readJSON(filepath.Join(dir, "result.json"), &result); err != nil {
		return measurement{}, err
	}
	if err := readJSON(filepath.Join(dir, "exchanges.har"), &har); err != nil {
		return measurement{}, err
	}
	var exchanges float64
	for _, e := range har.Log.Entries {
		exchanges += e.Time
	}
	each := (result.DurationMs - exchanges) / float64(len(result.Checks))
	return measurement{
		what:  fmt.Sprintf("time per check outside its exchanges (%d checks, %.0f ms in all)", len(result.Checks), result.DurationMs),
		value: fmt.Sprintf("%.2f ms", each), aim: "reported", met: true,
	}, nil
}

func readJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}
