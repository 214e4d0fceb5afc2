package foldlog_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/foldlog"
)

func records(write func(*slog.Logger)) []string {
	var b bytes.Buffer
	noTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
			return slog.Attr{}
		}
		return a
	}
	write(slog.New(foldlog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: noTime}), "took")))
	return strings.Split(strings.TrimSpace(b.String()), "\n")
}

func TestRepeatsAreFolded(t *testing.T) {
	t.Parallel()
	got := records(func(l *slog.Logger) {
		for i := range 13 {
			l.Info("poll", "took", i)
		}
		l.Info("login")
		l.Info("login")
		l.Info("poll")
	})
	want := []string{
		"msg=poll took=0", "msg=poll took=1 repeats=1", "msg=poll took=10 repeats=10", "msg=poll took=12 repeats=12",
		"msg=login", "msg=login repeats=1", "msg=poll",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDifferentRecordsAreNotFolded(t *testing.T) {
	t.Parallel()
	got := records(func(l *slog.Logger) {
		l.Info("poll", "agent", "102")
		l.Info("poll", "agent", "103")
		l.Warn("poll", "agent", "103")
	})
	if len(got) != 3 {
		t.Errorf("got %q", got)
	}
}
