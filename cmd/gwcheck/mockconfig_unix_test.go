//go:build unix

package main_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// settingsOf are the settings that a running mock reports.
func settingsOf(t *testing.T, m *mockProcess) map[string]any {
	t.Helper()
	res, err := http.Get(m.AdminURL + "/v1/settings")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var s map[string]any
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return s
}

// A mock reads its configuration again at SIGHUP and over the admin interface, and
// keeps the one before if the new one is not valid.
func TestConfigurationIsReadAgain(t *testing.T) {
	t.Parallel()
	skipIfIgnored(t, syscall.SIGHUP)
	dir := t.TempDir()
	file := filepath.Join(dir, "mock.yaml")
	write := func(settings string) {
		if err := os.WriteFile(file, []byte("gwcheck: mock/v1\nagents: [{id: \"102\", password: a}]\nsettings: {"+settings+"}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("GUIDTIMEOUT: 90000, download: false")
	m, err := startMock(dir, os.Environ(), []string{"--config", file, "--pool"})
	if err != nil {
		t.Fatal(err)
	}
	defer m.stop() //nolint:errcheck // the test is over
	if s := settingsOf(t, m); s["GUIDTIMEOUT"] != 90000.0 || s["download"] != false || s["pool"] != true {
		t.Errorf("at the start %v", s)
	}
	write("GUIDTIMEOUT: 95000")
	if err := m.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(patience); settingsOf(t, m)["GUIDTIMEOUT"] != 95000.0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("SIGHUP changed nothing")
		}
	}
	if s := settingsOf(t, m); s["download"] != true || s["pool"] != true {
		t.Errorf("after SIGHUP %v", s)
	}
	reload := func() (int, string) {
		res, err := http.Post(m.AdminURL+"/v1/reload", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(text)
	}
	write("GUIDTIMEOUT: soon")
	if status, text := reload(); status != 422 || !strings.Contains(text, "mock.yaml:3") {
		t.Errorf("a file that is not valid: %d %s", status, text)
	}
	write("GUIDTIMEOUT: 97000")
	if status, text := reload(); status != 200 {
		t.Errorf("%d %s", status, text)
	}
	if s := settingsOf(t, m); s["GUIDTIMEOUT"] != 97000.0 {
		t.Errorf("after the reload %v", s)
	}
}
