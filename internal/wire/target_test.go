package wire_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestTargetEncodesParameters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path  string
		query []wire.Param
		want  string
	}{
		{"/a", nil, "/a"},
		{"/a", []wire.Param{{Name: "recordId", Value: `y:\1\0/x y.V3`}}, "/a?recordId=y%3A%5C1%5C0%2Fx%20y.V3"},
		{"/a", []wire.Param{{Name: "b", Value: "1"}, {Name: "a", Value: ""}, {Name: "b", Value: "2"}}, "/a?b=1&a=&b=2"},
		{"/a?x=1", []wire.Param{{Name: "y", Value: "2"}}, "/a?x=1&y=2"},
		{"/a", []wire.Param{{Name: "p", Value: "%2e%2E/+ \r", Raw: true}}, "/a?p=%2e%2E/+ \r"},
		{"/a", []wire.Param{{Name: "n&=", Value: "&=+%#?"}}, "/a?n%26%3D=%26%3D%2B%25%23%3F"},
	} {
		if got := wire.Target(c.path, c.query...); got != c.want {
			t.Errorf("Target(%q, %v) = %q, want %q", c.path, c.query, got, c.want)
		}
	}
	if got := wire.Escape("AZaz09-._~ü\x00"); got != "AZaz09-._~%C3%BC%00" {
		t.Errorf("Escape: %q", got)
	}
}
