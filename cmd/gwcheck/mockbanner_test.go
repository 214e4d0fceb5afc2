package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The lines of curl that a mock shows download a recording when they are pasted
// into bash in their order.
func TestTheBannerDownloadsARecording(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s", tool)
		}
	}
	dir := t.TempDir()
	m, err := startMock(dir, os.Environ(), []string{"--log", "off"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.stop() })
	cmd := exec.Command("bash", "-c", bannerLines(t, m))
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	got, err := os.ReadFile(filepath.Join(dir, "recording.V3"))
	if err != nil || len(got) != 48000 {
		t.Errorf("got %d bytes and %v, want the 48000 bytes of the recording", len(got), err)
	}
}

// bannerLines reads the lines to paste, which end the banner.
func bannerLines(t *testing.T, m *mockProcess) string {
	t.Helper()
	var lines []string
	for len(lines) < 3 {
		line, err := m.logs.ReadString('\n')
		if err != nil {
			t.Fatalf("the banner ended after %q: %v", lines, err)
		}
		if strings.HasPrefix(line, "  ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// Passwords that somebody gave are not shown.
func TestTheBannerIsForTheBuiltInAgents(t *testing.T) {
	t.Parallel()
	m, err := startMock(t.TempDir(), os.Environ(), []string{"--log", "off", "--agent", "102:plain:dahlia-4711"})
	if err != nil {
		t.Fatal(err)
	}
	_ = m.cmd.Process.Kill()
	said := new(strings.Builder)
	_, _ = m.logs.WriteTo(said)
	_ = m.cmd.Wait()
	if strings.Contains(said.String(), "dahlia") || strings.Contains(said.String(), "curl") {
		t.Errorf("stderr shows %q", said)
	}
}
