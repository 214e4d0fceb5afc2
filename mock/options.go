package mock

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/spec"
)

// Values of AUTHMODE, for [WithAuthMode].
const (
	Static  = 1 // a Guid is valid from sign-in to sign-out
	Dynamic = 2 // polls renew the Guid, and old ones expire
)

// Option configures a gateway. An invalid option makes [New] fail.
type Option func(*config) error

// config is what the options set.
type config struct {
	settings
	doc      *spec.Document
	original *spec.Document // of which doc is a copy
	random   io.Reader      // for Guids
	clock    clockwork.Clock
	agents   []credential
	mounts   map[string]fs.FS // by drive letter in lower case; nil: the sample recordings
	log      *slog.Logger
	seed     *int64
	observe  []func(Observation)
	notify   []func(Notice)

	agentCalls map[string]CallFunc // by log name
	pusher     Pusher              // nil: events are not pushed
	name       string              // of the deployment

	explanationHeader string // "" for none
	variants          []func(*behavior)
	readings          []string // names of those among the variants
	roots             []io.Closer
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
	nodes          int           // if above zero, Guids end in AgentGateway0 to AgentGateway(nodes-1) in place of node
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

// WithDocument replaces the embedded interface document. The gateway works on a
// copy. nil is an error.
func WithDocument(d *spec.Document) Option {
	return func(c *config) error {
		if d == nil {
			return errors.New("document is nil, want a loaded one")
		}
		c.doc = d
		return nil
	}
}

// WithClock sets the clock for timestamps, lifetimes and the hold of polls; the
// system's by default. Limits of the network (see [Serve]) stay in real time.
func WithClock(clock clockwork.Clock) Option {
	return func(c *config) error { c.clock = clock; return nil }
}

// WithAuthMode sets AUTHMODE: [Static] or [Dynamic], the default. Any other value
// is an error.
func WithAuthMode(mode int) Option {
	return func(c *config) error {
		if mode != Static && mode != Dynamic {
			return fmt.Errorf("authentication mode %d, want 1 (static) or 2 (dynamic)", mode)
		}
		c.authMode = mode
		return nil
	}
}

// WithGuidInterval sets GUIDINTERVAL, the age at which a poll renews the Guid
// under dynamic authentication; 60 s by default. It must be positive.
func WithGuidInterval(d time.Duration) Option {
	return positiveDuration("Guid interval", d, func(c *config) { c.guidInterval = d })
}

// WithGuidTimeout sets GUIDTIMEOUT, how long a Guid is valid under dynamic
// authentication; 120 s by default. It must be longer than the interval.
func WithGuidTimeout(d time.Duration) Option {
	return positiveDuration("Guid timeout", d, func(c *config) { c.guidTimeout = d })
}

// WithPollWait sets AGENT_POLL_WAIT_FLAG, AGENT_POLL_WAIT_TIMES and
// AGENT_POLL_WAIT_INTERVAL: a poll without an event is held for times x interval,
// or answered at once if flag is false. The default is 100 x 100 ms. With flag,
// both must be positive.
func WithPollWait(flag bool, times int, interval time.Duration) Option {
	return func(c *config) error {
		if flag && (times <= 0 || interval <= 0) {
			return fmt.Errorf("poll wait of %d x %v, want both above zero", times, interval)
		}
		c.pollWait, c.pollTimes, c.pollInterval = flag, times, interval
		return nil
	}
}

// WithSessionTimeout sets how long an agent may neither poll nor send a heartbeat
// before the session ends; 2 minutes by default. It must be positive.
func WithSessionTimeout(d time.Duration) Option {
	return positiveDuration("session timeout", d, func(c *config) { c.sessionTimeout = d })
}

// WithDownload switches downloads on, the default, or off: they are then refused
// with 104-001.
func WithDownload(on bool) Option {
	return func(c *config) error { c.download = on; return nil }
}

// WithPool switches CTI pool mode on or off, the default. In pool mode a download
// without locationId is refused with 104-010.
func WithPool(on bool) Option {
	return func(c *config) error { c.pool = on; return nil }
}

// WithAgent adds an agent. The password may be empty. Without any WithAgent the
// agents are 102 and 103, with the passwords "102-password" and "103-password".
func WithAgent(id, password string) Option {
	return func(c *config) error {
		if id == "" {
			return errors.New("agent without an id")
		}
		c.agents = append(c.agents, credential{id, password})
		return nil
	}
}

// WithMount maps a drive letter, in either case, to a file system. Without any
// mount the gateway serves the sample recordings of package fixtures. Two mounts
// of one drive are an error. For a directory use [WithDirectory], which also
// refuses links that lead out of it.
func WithMount(drive string, files fs.FS) Option {
	return func(c *config) error {
		drive = strings.ToLower(drive)
		if len(drive) != 1 || drive[0] < 'a' || drive[0] > 'z' {
			return fmt.Errorf("mount %q, want one letter", drive)
		}
		if c.mounts == nil {
			c.mounts = map[string]fs.FS{}
		}
		if c.mounts[drive] != nil {
			return fmt.Errorf("drive %q is mounted twice, want one mount for each letter in either case", drive)
		}
		c.mounts[drive] = files
		return nil
	}
}

// WithDirectory maps a drive letter, in either case, to a directory. Nothing
// outside the directory is served, whatever the path or the links in it. It fails
// if dir is not a directory or cannot be opened, or if the drive is mounted
// already. Of its files only regular ones are served. [Gateway.Close] releases it.
func WithDirectory(drive, dir string) Option {
	return func(c *config) error {
		info, err := os.Stat(dir)
		switch {
		case err != nil:
			return fmt.Errorf("mount %q: %w", drive, err)
		case !info.IsDir(): // opening a pipe would wait for its other end
			return fmt.Errorf("mount %q: %s is not a directory", drive, dir)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return fmt.Errorf("mount %q: %w", drive, err)
		}
		c.roots = append(c.roots, root)
		return WithMount(drive, directory{root})(c)
	}
}

// WithLogger sets the logger that gets one record for each answered request:
// level INFO, or WARN if the transfer was aborted or the gateway failed. Guids,
// passwords and recordings are not logged. By default nothing is.
func WithLogger(l *slog.Logger) Option {
	return func(c *config) error { c.log = l; return nil }
}

// WithSeed makes Guids predictable: the same seed gives the same Guids in the
// same order. By default crypto/rand supplies them. For tests only.
func WithSeed(seed int64) Option {
	return func(c *config) error { c.seed = &seed; return nil }
}

// WithNode sets the node name at the end of every Guid; "AgentGateway0" by
// default. It must not be empty or contain a space, a line break, '=' or ':'.
func WithNode(name string) Option {
	return func(c *config) error {
		if name == "" || strings.ContainsAny(name, "=:\r\n ") {
			return fmt.Errorf("node name %q, want one without space, '=' or ':'", name)
		}
		c.node = name
		return nil
	}
}

// WithNodes makes the gateway a cluster of n nodes as far as clients see it: its
// Guids end in AgentGateway0 to AgentGateway(n-1) in turn. n must be above zero.
func WithNodes(n int) Option {
	return func(c *config) error {
		if n <= 0 {
			return fmt.Errorf("%d nodes, want at least 1", n)
		}
		c.nodes = n
		return nil
	}
}

// WithObserver calls f after each answer, once nothing more of it is written. f
// may be called from several goroutines at once; the connection waits for it.
// Several observers are called in the order of their options.
func WithObserver(f func(Observation)) Option {
	return func(c *config) error { c.observe = append(c.observe, f); return nil }
}

// WithReading makes the gateway follow the named readings, in whatever order they
// are named; see [Readings]. An unknown name is an error, and so are readings of which no gateway
// follows both; see [CheckReadings].
func WithReading(names ...string) Option {
	follow := variantOption("reading", inOrderOfReadings(names), readingNamed)
	return func(c *config) error {
		if err := follow(c); err != nil {
			return err
		}
		c.readings = append(c.readings, names...)
		return CheckReadings(c.readings...)
	}
}

// inOrderOfReadings sorts names as [Readings] does: what spells an answer comes
// after what fills it in.
func inOrderOfReadings(names []string) []string {
	all := Readings()
	at := func(name string) int {
		return slices.IndexFunc(all, func(v Variant) bool { return v.Name == name })
	}
	sorted := slices.Clone(names)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(at(a), at(b)) })
	return sorted
}

// WithDeviation makes the gateway commit the named deviations, in this order; see
// [Deviations]. An unknown name is an error.
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
