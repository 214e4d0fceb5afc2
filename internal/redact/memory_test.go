package redact_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/gwcheck/gwcheck/internal/redact"
)

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Whatever a gateway sets and however much the harness sends: the index of all
// secrets takes at most 64 MiB. Each kind gets more than its budget holds.
func TestTheIndexOfAllSecretsStaysBelow64MiB(t *testing.T) {
	if testing.Short() {
		t.Skip("fills the largest index")
	}
	const limit, size, full = 64 << 20, 1 << 12, 256 // of which the largest budget holds fewer than twice so many
	var r redact.Redactor
	random := rand.New(rand.NewPCG(5, 6))
	text := make([]byte, size)
	fresh := func() string {
		for i := range text {
			text[i] = byte('!' + random.IntN('~'-'!'))
		}
		return string(text)
	}
	before := heap()
	for i := range full {
		r.AddCookie(fresh())
		r.AddCookie(fresh())
		r.AddGuid(fresh())
		if i%2 == 0 {
			r.AddSent(redact.Guid, fresh())
			r.AddSent(redact.Cookie, fresh())
			r.AddSent(redact.Secret, fresh())
		}
		if i%4 == 0 {
			r.AddPassword(fresh())
			r.Add(redact.Secret, fresh())
			r.Add(redact.Password, fresh())
		}
		for j := range 100 {
			r.AddCookie(fmt.Sprintf("é%dé", 100*i+j))
		}
	}
	last := fresh()
	r.AddGuid(last)
	if used := heap() - before; used > limit || used < limit/4 {
		t.Errorf("the index takes %d bytes, want at most %d, and not so few that it forgets too much", used, limit)
	} else {
		t.Logf("%.1f MiB", float64(used)/(1<<20))
	}
	if !r.Hides("=" + last) {
		t.Error("the last secret is not known")
	}
}
