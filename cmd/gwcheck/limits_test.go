package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

func TestLimitsThatAreTooLowAreNamed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		plan suites.Plan
		want []string
	}{
		"none":     {suites.Plan{Requests: 10, WrongPasswords: 2, Limits: target.Limits{Requests: 10, BadAuthPerAgent: 2}}, nil},
		"requests": {suites.Plan{Requests: 11, Limits: target.Limits{Requests: 10}}, []string{"at most 11 requests, but limits.requests is 10"}},
		"both": {suites.Plan{Requests: 11, WrongPasswords: 3, Limits: target.Limits{Requests: 10, BadAuthPerAgent: 2}},
			[]string{"limits.requests is 10", "at most 3 wrong passwords per agent, but limits.badAuthPerAgent is 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			warnOfLimits(Env{Stderr: &stderr}, tc.plan)
			if lines := strings.Count(stderr.String(), "\n"); lines != len(tc.want) {
				t.Errorf("%d lines, want %d:\n%s", lines, len(tc.want), stderr.String())
			}
			for _, want := range tc.want {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("%q is missing in\n%s", want, stderr.String())
				}
			}
		})
	}
}
