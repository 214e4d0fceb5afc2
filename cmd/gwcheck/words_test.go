package main

import (
	"slices"
	"testing"
)

func TestListsAreSplitAtCommas(t *testing.T) {
	t.Parallel()
	if got := words(" a/b ,, c* ,"); !slices.Equal(got, []string{"a/b", "c*"}) {
		t.Errorf("words gave %q", got)
	}
}

func TestTailKeepsTheLastLine(t *testing.T) {
	t.Parallel()
	said := &tail{limit: 16}
	for _, s := range []string{"long ago, far away\n", "second last\n", "the end \n"} {
		if n, err := said.Write([]byte(s)); n != len(s) || err != nil {
			t.Fatalf("Write(%q) gave %d, %v", s, n, err)
		}
	}
	if got := said.lastLine(); got != `, last output "the end"` {
		t.Errorf("the last line is %q", got)
	}
	if got := (&tail{limit: 16}).lastLine(); got != "" {
		t.Errorf("the last line of no output is %q", got)
	}
}
