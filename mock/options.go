package mock

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/spec"
)

// Values of AUTHMODE.
const (
	Static  = 1 // a Guid stays valid from sign-in to sign-out
	Dynamic = 2 // a Guid is renewed on polls and lapses
)

// Option sets up a gateway. An option that cannot be applied makes New fail.
type Option func(*config) error

// config is what the options fill in.
type config struct {
	settings
	doc      *spec.Document
	clock    clockwork.Clock
	agents   []credential
	mounts   map[string]fs.FS // by drive letter in lower case; nil: the sample recordings
	log      *slog.Logger
	seed     *int64
	observe  []func(Observation)
	variants []func(*behavior)
	roots    []io.Closer
}

// settings are the gateway's own settings, under the names of its
// configuration file where those are known.
type settings struct {
	authMode       int           // AUTHMODE
	guidInterval   time.Duration // GUIDINTERVAL
	guidTimeout    time.Duration // GUIDTIMEOUT
	pollWait       bool          // AGENT_POLL_WAIT_FLAG
	pollTimes      int           // AGENT_POLL_WAIT_TIMES
	pollInterval   time.Duration // AGENT_POLL_WAIT_INTERVAL
	sessionTimeout time.Duration // silence that ends a session
	download       bool          // the recording download is enabled
	pool           bool          // CTI pool mode
	node           string        // end of every Guid
}

type credential struct{ id, password string }

func defaults() *config {
	return &config{
		settings: settings{
			authMode: Dynamic, guidInterval: time.Minute, guidTimeout: 2 * time.Minute,
			pollWait: true, pollTimes: 100, pollInterval: 100 * time.Millisecond,
			sessionTimeout: 2 * time.Minute, download: true, node: "AgentGateway0",
		},
		clock: clockwork.NewRealClock(),
		log:   slog.New(slog.DiscardHandler),
	}
}

// WithDocument serves by another interface document than the embedded one.
func WithDocument(d *spec.Document) Option {
	return func(c *config) error {
		if d == nil {
			return errors.New("document is nil, want a loaded one")
		}
		c.doc = d
		return nil
	}
}

// WithClock takes the time, and every wait, from another clock than the system's.
func WithClock(clock clockwork.Clock) Option {
	return func(c *config) error { c.clock = clock; return nil }
}

// WithAuthMode sets AUTHMODE: Static or Dynamic, which is the default.
func WithAuthMode(mode int) Option {
	return func(c *config) error {
		if mode != Static && mode != Dynamic {
			return fmt.Errorf("authentication mode %d, want 1 (static) or 2 (dynamic)", mode)
		}
		c.authMode = mode
		return nil
	}
}

// WithGuidInterval sets GUIDINTERVAL, after which a poll renews the Guid in
// dynamic mode; 60 s unless set.
func WithGuidInterval(d time.Duration) Option {
	return positiveDuration("Guid interval", d, func(c *config) { c.guidInterval = d })
}

// WithGuidTimeout sets GUIDTIMEOUT, the life of a Guid in dynamic mode; 120 s
// unless set. It must be longer than the interval.
func WithGuidTimeout(d time.Duration) Option {
	return positiveDuration("Guid timeout", d, func(c *config) { c.guidTimeout = d })
}

// WithPollWait sets AGENT_POLL_WAIT_FLAG, _TIMES and _INTERVAL: whether a poll
// without an event is held, and for times x interval; on and 100 x 100 ms
// unless set.
func WithPollWait(flag bool, times int, interval time.Duration) Option {
	return func(c *config) error {
		if flag && (times <= 0 || interval <= 0) {
			return fmt.Errorf("poll wait of %d x %v, want both above zero", times, interval)
		}
		c.pollWait, c.pollTimes, c.pollInterval = flag, times, interval
		return nil
	}
}

// WithSessionTimeout sets how long an agent may be silent before being signed
// out; 2 minutes unless set.
func WithSessionTimeout(d time.Duration) Option {
	return positiveDuration("session timeout", d, func(c *config) { c.sessionTimeout = d })
}

// WithDownload switches the recording download on (the default) or off.
func WithDownload(on bool) Option {
	return func(c *config) error { c.download = on; return nil }
}

// WithPool puts the gateway into CTI pool mode, in which a download needs a locationId.
func WithPool(on bool) Option {
	return func(c *config) error { c.pool = on; return nil }
}

// WithAgent adds an agent. Without any there are 102 and 103, whose passwords
// are "102-password" and "103-password".
func WithAgent(id, password string) Option {
	return func(c *config) error {
		if id == "" {
			return errors.New("agent without an id")
		}
		c.agents = append(c.agents, credential{id, password})
		return nil
	}
}

// WithMount maps a drive letter to a file system. Without any mount the sample
// recordings of package fixtures are served. For a directory use WithDirectory,
// which also refuses links that lead out of it.
func WithMount(drive string, files fs.FS) Option {
	return func(c *config) error {
		drive = strings.ToLower(drive)
		if len(drive) != 1 || drive[0] < 'a' || drive[0] > 'z' {
			return fmt.Errorf("mount %q, want one letter", drive)
		}
		if c.mounts == nil {
			c.mounts = map[string]fs.FS{}
		}
		c.mounts[drive] = files
		return nil
	}
}

// WithDirectory maps a drive letter to a directory. Nothing outside of it is
// served, whatever the path or the links below it.
func WithDirectory(drive, dir string) Option {
	return func(c *config) error {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return fmt.Errorf("mount %q: %w", drive, err)
		}
		c.roots = append(c.roots, root)
		return WithMount(drive, directory{root.FS()})(c)
	}
}

// WithLogger sets where each answered request is logged; nowhere unless set.
func WithLogger(l *slog.Logger) Option {
	return func(c *config) error { c.log = l; return nil }
}

// WithSeed makes Guids predictable: the same seed gives the same Guids in the
// same order. For tests only.
func WithSeed(seed int64) Option {
	return func(c *config) error { c.seed = &seed; return nil }
}

// WithNode names the node in Guids; AgentGateway0 unless set.
func WithNode(name string) Option {
	return func(c *config) error {
		if name == "" || strings.ContainsAny(name, "=:\r\n ") {
			return fmt.Errorf("node name %q, want one without space, '=' or ':'", name)
		}
		c.node = name
		return nil
	}
}

// WithObserver has f called after each answer. It may be called from several
// goroutines at once.
func WithObserver(f func(Observation)) Option {
	return func(c *config) error { c.observe = append(c.observe, f); return nil }
}

// WithReading makes the gateway follow the named readings; see Readings.
func WithReading(names ...string) Option { return variantOption("reading", names, readingNamed) }

// WithDeviation makes the gateway commit the named breaches; see Deviations.
func WithDeviation(names ...string) Option { return variantOption("deviation", names, deviationNamed) }

func variantOption(kind string, names []string, find func(string) (Variant, bool)) Option {
	return func(c *config) error {
		for _, name := range names {
			v, ok := find(name)
			if !ok {
				return fmt.Errorf("there is no %s %q", kind, name)
			}
			c.variants = append(c.variants, v.apply)
		}
		return nil
	}
}

func positiveDuration(what string, d time.Duration, set func(*config)) Option {
	return func(c *config) error {
		if d <= 0 {
			return fmt.Errorf("%s of %v, want more than zero", what, d)
		}
		set(c)
		return nil
	}
}
