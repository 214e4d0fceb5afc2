package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// waitOptions are the flags of "mock wait".
type waitOptions struct {
	admin, readyFile string
	timeout          time.Duration
}

// waitPause is the pause between two attempts to find a mock ready.
const waitPause = 50 * time.Millisecond

func mockWaitCommand(env Env) *cobra.Command {
	var o waitOptions
	cmd := &cobra.Command{
		Use:   "wait",
		Short: "Wait until a mock is ready",
		Long: "Wait until a mock accepts connections: until its admin interface answers or, with\n" +
			"--ready-file, until that file has the ready line, which is then printed. The exit\n" +
			"code is 4 if that takes longer than --timeout.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return waitForMock(cmd.Context(), env, o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.admin, "admin-url", "http://127.0.0.1:8044", "admin interface of the mock")
	f.StringVar(&o.readyFile, "ready-file", "", "the file that the mock was given as --ready-file")
	f.DurationVar(&o.timeout, "timeout", 30*time.Second, "how long to wait at most")
	return cmd
}

func waitForMock(ctx context.Context, env Env, o waitOptions) error {
	if o.timeout <= 0 {
		return wrong("--timeout %s: want a time of more than zero, such as 30s", o.timeout)
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	ready, what := o.adminAnswers, o.admin
	if o.readyFile != "" {
		ready, what = o.readyLine, o.readyFile
	}
	for {
		if line, ok := ready(ctx); ok {
			if _, err := io.WriteString(env.Stdout, line); err != nil {
				return broken("write the ready line: %w", err)
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return broken("no mock is ready at %s after %s", what, o.timeout)
		case <-time.After(waitPause):
		}
	}
}

// adminAnswers reports whether the admin interface says that the mock is well.
func (o waitOptions) adminAnswers(ctx context.Context) (line string, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(o.admin, "/")+"/v1/health", nil)
	if err != nil {
		return "", false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", false
	}
	defer resp.Body.Close()
	return "", resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusUnauthorized
}

// longestReadyLine bounds what is read of a ready file, in bytes.
const longestReadyLine = 64 << 10

func (o waitOptions) readyLine(context.Context) (line string, ok bool) {
	f, err := os.Open(o.readyFile)
	if err != nil {
		return "", false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, longestReadyLine))
	if err != nil || !strings.HasSuffix(string(data), "\n") {
		return "", false
	}
	return string(data), true
}
