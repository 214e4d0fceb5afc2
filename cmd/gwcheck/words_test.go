package main

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"run", "plan", "list", "selfcheck"}
	for _, tc := range []struct{ word, want string }{
		{"rnu", "run"}, {"lists", "list"}, {"selfchek", "selfcheck"}, {"certify", ""}, {"plan", "plan"},
	} {
		if got, ok := nearest(tc.word, known); got != tc.want || ok != (tc.want != "") {
			t.Errorf("nearest(%q) is %q, %t, want %q", tc.word, got, ok, tc.want)
		}
	}
}

func TestEdits(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"rnu", "run", 2},
	} {
		if got := edits(tc.a, tc.b); got != tc.want {
			t.Errorf("edits(%q, %q) is %d, want %d", tc.a, tc.b, got, tc.want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	if got := words(" a/b ,, c* ,"); !slices.Equal(got, []string{"a/b", "c*"}) {
		t.Errorf("words gave %q", got)
	}
}

func TestTail(t *testing.T) {
	t.Parallel()
	said := &tail{limit: 16}
	for _, s := range []string{"long ago, far away\n", "second last\n", "the end \n"} {
		if n, err := said.Write([]byte(s)); n != len(s) || err != nil {
			t.Fatalf("Write(%q) gave %d, %v", s, n, err)
		}
	}
	if got := said.lastLine(); got != `, it said "the end"` {
		t.Errorf("the last line is %q", got)
	}
	if got := (&tail{limit: 16}).lastLine(); got != "" {
		t.Errorf("the last line of silence is %q", got)
	}
}
