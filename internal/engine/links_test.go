package engine

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// peer accepts connections and hands them to the test.
func peer(t *testing.T) (address string, accepted <-chan net.Conn) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	all := make(chan net.Conn, 16)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all <- c
		}
	}()
	return l.Addr().String(), all
}

func linksTo(t *testing.T, address string, most int) *links {
	t.Helper()
	l := &links{most: most, dial: func(ctx context.Context) (*wire.Conn, error) {
		return wire.Dial(ctx, wire.Endpoint{Address: address}, wire.Limits{})
	}}
	t.Cleanup(l.close)
	return l
}

func opened(t *testing.T, l *links) *wire.Conn {
	t.Helper()
	c, err := l.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAConnectionThatIsLeftIsTakenOnce(t *testing.T) {
	t.Parallel()
	address, _ := peer(t)
	l := linksTo(t, address, 2)
	c := opened(t, l)
	if !l.keep(c) {
		t.Fatal("an idle connection was not kept")
	}
	if got := l.take(); got != c {
		t.Errorf("took %p, want the one that was left, %p", got, c)
	}
	if got := l.take(); got != nil {
		t.Error("a connection was taken twice")
	}
}

func TestAConnectionThatThePeerClosedIsNotTaken(t *testing.T) {
	t.Parallel()
	address, accepted := peer(t)
	l := linksTo(t, address, 2)
	c := opened(t, l)
	if !l.keep(c) {
		t.Fatal("an idle connection was not kept")
	}
	_ = (<-accepted).Close()
	for c.Usable() { // until the end of the connection has arrived
		if t.Context().Err() != nil {
			t.Fatal("the end of the connection never arrived")
		}
	}
	if l.take() != nil {
		t.Error("took a connection that its peer has closed")
	}
}

func TestNoCheckGoesOnWithABadConnection(t *testing.T) {
	t.Parallel()
	for name, worsen := range map[string]func(l *links){
		"an old one":                  func(l *links) { l.kept[0].since = time.Now().Add(-linkAge) },
		"one left to the wrong check": (*links).separate,
		"one that was closed":         func(l *links) { _ = l.kept[0].conn.Close() },
		"one of a run that has ended": (*links).close,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := peer(t)
			l := linksTo(t, address, 2)
			l.keep(opened(t, l))
			worsen(l)
			if l.take() != nil {
				t.Error("the connection was taken")
			}
		})
	}
}

func TestOnlySoManyConnectionsAreKept(t *testing.T) {
	t.Parallel()
	address, _ := peer(t)
	l := linksTo(t, address, 2)
	first := opened(t, l)
	l.keep(first)
	for range 2 {
		l.keep(opened(t, l))
	}
	if first.Usable() {
		t.Error("the oldest connection is still open")
	}
	if len(l.kept) != 2 {
		t.Errorf("%d connections are kept, want 2", len(l.kept))
	}
}

func TestAConnectionIsOpenedAheadWhereDialingIsSlow(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		slow bool
		want int
	}{"slow": {true, 1}, "fast": {false, 0}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := peer(t)
			l := linksTo(t, address, 2)
			l.slow = tc.slow
			l.openAhead(t.Context())
			l.dialing.Wait()
			if len(l.ahead) != tc.want {
				t.Fatalf("%d connections were opened ahead, want %d", len(l.ahead), tc.want)
			}
			if tc.want > 0 {
				ahead := l.ahead[0].conn
				if c := opened(t, l); c != ahead {
					t.Error("the connection that was opened ahead was not used")
				}
			}
		})
	}
}
