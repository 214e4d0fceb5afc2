package mock_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

func TestInvalidOptionsAreErrors(t *testing.T) {
	t.Parallel()
	for want, opt := range map[string]mock.Option{
		"authentication mode 3":            mock.WithAuthMode(3),
		"Guid interval of 0s":              mock.WithGuidInterval(0),
		"Guid timeout of -1s":              mock.WithGuidTimeout(-time.Second),
		"more than the interval of 1m0s":   mock.WithGuidTimeout(time.Minute),
		"session timeout of 0s":            mock.WithSessionTimeout(0),
		"poll wait of 0 x 1s":              mock.WithPollWait(true, 0, time.Second),
		"agent without an id":              mock.WithAgent("", "x"),
		`mount "yy"`:                       mock.WithMount("yy", nil),
		`mount "1"`:                        mock.WithMount("1", nil),
		"no such file or directory":        mock.WithDirectory("y", filepath.Join(t.TempDir(), "none")),
		`node name "a:b"`:                  mock.WithNode("a:b"),
		"document is nil":                  mock.WithDocument(nil),
		`there is no reading "no-such"`:    mock.WithReading("result-null", "no-such"),
		`there is no deviation "no-such-"`: mock.WithDeviation("no-such-"),
	} {
		g, err := mock.New(opt)
		if err == nil || g != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestGuidEndsWithTheNode(t *testing.T) {
	t.Parallel()
	_, c := start(t, mock.WithNode("AgentGateway7"))
	if guid := c.signIn("102"); !strings.HasSuffix(guid, ".AgentGateway7") {
		t.Error("the Guid does not end with the node")
	}
}

func TestADriveIsMountedOnceOnly(t *testing.T) {
	t.Parallel()
	for _, second := range []string{"y", "Y"} {
		_, err := mock.New(mock.WithDirectory("y", t.TempDir()), mock.WithDirectory(second, t.TempDir()))
		if err == nil || !strings.Contains(err.Error(), "mounted twice") {
			t.Errorf("y and %s: error %v, want one that says that the drive is mounted twice", second, err)
		}
	}
	g, err := mock.New(mock.WithDirectory("y", t.TempDir()), mock.WithDirectory("Z", t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}
