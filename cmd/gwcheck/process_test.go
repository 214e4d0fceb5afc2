package main_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
)

// patience is how long a test waits for something that takes moments.
const patience = time.Minute

// mockProcess is a running "gwcheck mock".
type mockProcess struct {
	URL      string `json:"url"`
	AdminURL string `json:"adminUrl"`
	CAFile   string `json:"caFile"`

	AdminToken string `json:"adminToken"`

	cmd  *exec.Cmd
	logs *bufio.Reader // what it says on stderr
}

// startMock starts a mock on free ports and waits until it is ready.
func startMock(dir string, environ, flags []string) (*mockProcess, error) {
	args := append([]string{"mock", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--tls-dir", filepath.Join(dir, "tls"), "--log", "json", "--poll-hold", "300ms"}, flags...)
	m := &mockProcess{cmd: exec.Command(program, args...)}
	m.cmd.Dir, m.cmd.Env = dir, environ
	stdout, err := m.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := m.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := m.cmd.Start(); err != nil {
		return nil, err
	}
	m.logs = bufio.NewReaderSize(stderr, 1<<16)
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		said, _ := io.ReadAll(m.logs)
		return nil, errors.Join(fmt.Errorf("the mock was never ready: %w: %s", err, said), m.stop())
	}
	if err := json.Unmarshal(line, m); err != nil {
		return nil, errors.Join(fmt.Errorf("ready line %q: %w", line, err), m.stop())
	}
	return m, nil
}

// stop ends the mock.
func (m *mockProcess) stop() error {
	if err := m.cmd.Process.Kill(); err != nil {
		return err
	}
	_ = m.cmd.Wait() // it was killed
	return nil
}

// address is host and port of the gateway.
func (m *mockProcess) address() string { return strings.TrimPrefix(m.URL, "https://") }

// targetFile declares a mock, or whatever else is at the address. The limits
// are short, since all tests are on one machine.
func targetFile(url, ca string) string {
	return fmt.Sprintf(`gwcheck: target/v1
name: Mock of a test
tls: {ca: %q}
agents:
  - {id: "102", password: "102-password", phone: "40038"}
  - {id: "103", password: "103-password", phone: "40039"}
deployments:
  - {name: dynamic, url: %q, authMode: 2, pollHold: 300ms}
  - {name: static, url: "%[2]s/static", authMode: 1, pollHold: 300ms}
%s`, ca, url, fixtures.TargetSection())
}
