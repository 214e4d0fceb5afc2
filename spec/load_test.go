package spec_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/spec"
)

func load(t *testing.T) *spec.Document {
	t.Helper()
	d, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDefaultLoads(t *testing.T) {
	t.Parallel()
	d := load(t)
	if got, want := d.SuccessCode(), "0"; got != want {
		t.Errorf("SuccessCode() = %q, want %q", got, want)
	}
	if got, want := d.DefaultFiletype(), "1"; got != want {
		t.Errorf("DefaultFiletype() = %q, want %q", got, want)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := spec.Load(spec.Source()); err != nil {
			b.Fatal(err)
		}
	}
}
