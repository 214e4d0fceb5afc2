package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/foldlog"
	"github.com/gwcheck/gwcheck/internal/mockconfig"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/agentcalls"
	"github.com/gwcheck/gwcheck/mock/push"
)

// mockOptions are the flags of "mock".
type mockOptions struct {
	listen, admin, adminToken            string
	sans, pushHosts                      []string
	mounts, agents, deviations, readings []string
	authMode, download, clock, log       *choice
	guidInterval, guidTimeout, pollHold  time.Duration
	sessionTimeout                       time.Duration
	pool                                 bool
	tls, tlsDir, readyFile, envFile      string
	seed                                 int64
	explanationHeader                    string
	config                               string
	nodes                                int
	recordings                           []mockconfig.Recording
	judgeOptions

	seeded  bool                   // --seed was given
	changed func(flag string) bool // on the command line or by its variable
}

func mockCommand(env Env) *cobra.Command {
	var o mockOptions
	cmd := &cobra.Command{
		Use:   "mock [flags] [-- COMMAND ARG...]",
		Short: "Serve the mock; with a command, run it against the mock and stop",
		Long: "Serve the mock as four deployments on one listener: the one that the flags\n" +
			"describe at the root, and /static, /disabled and /pool below it. Once it accepts\n" +
			"connections it writes one line of JSON to stdout. With a command, that runs with\n" +
			"GWCHECK_URL, GWCHECK_CA_FILE, GWCHECK_AGENT_ID and so on in its environment, the\n" +
			"line goes to --ready-file only, and\n" +
			"its exit code becomes that of gwcheck (4 if the mock did not start; 3 if it is 0 but the\n" +
			"command broke a rule of the interface, or made no request; see --judge-client).",
		Args: func(cmd *cobra.Command, args []string) error {
			switch dash := cmd.ArgsLenAtDash(); {
			case dash == 0 && len(args) == 0:
				return wrong("no command after --")
			case dash == 0 || len(args) == 0:
				return nil
			}
			return wrong("mock takes no argument %q; put the command to run after --", args[0])
		},
	}
	o.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.seeded, o.changed = cmd.Flags().Changed("seed"), cmd.Flags().Changed
		if err := o.readConfig(env); err != nil {
			return err
		}
		if len(args) > 0 && !cmd.Flags().Changed("log") {
			o.log.value = "off" // stderr belongs to the command
		}
		return serveMock(cmd.Context(), env, &o, args)
	}
	cmd.AddCommand(mockRecordCommand(env), mockWaitCommand(env))
	return cmd
}

func (o *mockOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.config, "config", "", "configuration file (see gwcheck schema mock), or a gateway's basic.properties; flags win over it, SIGHUP reads it again")
	f.IntVar(&o.nodes, "nodes", 0, "number of nodes: Guids end in AgentGateway0 to AgentGateway(N-1) in turn (default: all in AgentGateway0)")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8043", "address of the gateway; port 0 takes a free one")
	f.StringVar(&o.admin, "admin", "127.0.0.1:8044", "address of the admin interface, or off")
	adminTokenFlag(cmd, &o.adminToken)
	f.StringArrayVar(&o.sans, "san", nil, "further name or address of this machine: for the certificate, and for Host at the admin interface (repeatable)")
	f.StringArrayVar(&o.pushHosts, "push-host", nil, "host that events may be pushed to, in addition to this machine (repeatable)")
	f.StringArrayVar(&o.mounts, "mount", nil, "serve recordings from a directory: y=DIR (repeatable; default: the samples)")
	f.StringArrayVar(&o.agents, "agent", nil, "agent who can sign in: 102:env:NAME, 102:file:PATH, 102:plain:PASSWORD or 102:PASSWORD (repeatable; default: 102 and 103)")
	f.StringArrayVar(&o.deviations, "deviation", nil, "violate the interface in a named way (repeatable; see gwcheck list deviations)")
	f.StringArrayVar(&o.readings, "reading", nil, "follow another legal reading (repeatable; see gwcheck list readings)")
	o.authMode = oneOf(cmd, "auth-mode", "AUTHMODE: 2 dynamic, 1 static", "2", "1")
	f.DurationVar(&o.guidInterval, "guid-interval", time.Minute, "GUIDINTERVAL, after which a poll renews the Guid")
	f.DurationVar(&o.guidTimeout, "guid-timeout", 2*time.Minute, "GUIDTIMEOUT, the life of a Guid")
	f.DurationVar(&o.pollHold, "poll-hold", 10*time.Second, "how long a poll waits for an event; 0 answers at once")
	f.DurationVar(&o.sessionTimeout, "session-timeout", 2*time.Minute, "time without a poll after which an agent is signed out")
	o.download = oneOf(cmd, "download", "whether recordings can be downloaded", "on", "off")
	f.BoolVar(&o.pool, "pool", false, "CTI pool mode")
	o.clock = oneOf(cmd, "clock", "clock of sessions, Guids, polls and events: that of the machine, or one that stands until the admin interface moves it", "real", "manual")
	f.StringVar(&o.tls, "tls", "auto", "auto makes a certificate, off serves plain HTTP, CERT,KEY names PEM files")
	f.StringVar(&o.tlsDir, "tls-dir", "build/mock", "directory for ca.pem, which clients must trust, and for the certificate and key that mocks share")
	f.StringVar(&o.readyFile, "ready-file", "", "also write the ready line to this file")
	f.StringVar(&o.envFile, "env-file", "", "write the variables of the command to this file")
	f.Int64Var(&o.seed, "seed", 0, "make the Guids predictable")
	f.StringVar(&o.explanationHeader, "explanation-header", "", "also say what is wrong with a request in this header field of the answer, such as X-Gwcheck-Explanation")
	o.judgeOptions.flags(cmd)
	o.log = oneOf(cmd, "log", "log of requests on stderr (default with a command: off)", "text", "json", "off")
}

// serveMock serves until the context ends, or until the command has.
func serveMock(ctx context.Context, env Env, o *mockOptions, command []string) error {
	s, err := startMock(env, o)
	if err != nil {
		return err
	}
	defer s.stop() //nolint:errcheck // nobody is left to tell
	if err := s.announce(env, o, len(command) > 0); err != nil {
		return err
	}
	if len(command) > 0 {
		err := runChild(ctx, env, command, s.variables())
		if failed := s.writeReports(&s.judging); failed != nil {
			return failed
		}
		if err == nil {
			err = s.verdictOn(env, &s.judging)
		}
		return err
	}
	s.serveUntil(ctx, env, o)
	return s.writeReports(&s.judging)
}

// known refuses names that no variant of the mock has.
func (o *mockOptions) known() error {
	if err := knownDeviations(o.deviations); err != nil {
		return err
	}
	var readings []string
	for _, v := range mock.Readings() {
		readings = append(readings, v.Name)
	}
	return knownNames("--reading", "reading", o.readings, readings)
}

func knownDeviations(given []string) error {
	var deviations []string
	for _, d := range mock.Deviations() {
		deviations = append(deviations, d.Name)
	}
	return knownNames("--deviation", "deviation", given, deviations)
}

// knownNames refuses the first given name that is not known.
func knownNames(flag, kind string, given, known []string) error {
	for _, name := range given {
		if !slices.Contains(known, name) {
			return unknownName(flag, kind, name, known)
		}
	}
	return nil
}

// options are those of all deployments; root are those of the one at the root,
// which has the settings of the flags.
func (o *mockOptions) options(env Env, further ...mock.Option) (common, root []mock.Option, err error) {
	common = append(append(further, agentcalls.Options()...),
		mock.WithPusher(push.New(o.pushHosts...)),
		mock.WithLogger(o.logger(env)), mock.WithExplanationHeader(o.explanationHeader),
		mock.WithGuidInterval(o.guidInterval), mock.WithGuidTimeout(o.guidTimeout), mock.WithSessionTimeout(o.sessionTimeout),
		mock.WithReading(o.readings...), mock.WithDeviation(o.deviations...),
		mock.WithPollWait(o.pollHold > 0, 100, o.pollHold/100),
	)
	if o.pollHold < 0 {
		return nil, nil, wrong("--poll-hold %s: want zero or more", o.pollHold)
	}
	if err := o.checkNames(); err != nil {
		return nil, nil, err
	}
	if err := mock.CheckReadings(o.readings...); err != nil {
		return nil, nil, wrong("--reading: %v", err)
	}
	directories, err := o.directories()
	if err != nil {
		return nil, nil, err
	}
	common = append(common, directories...)
	recorded, err := o.recordingMounts()
	if err != nil {
		return nil, nil, err
	}
	common = append(common, recorded...)
	if o.nodes != 0 {
		common = append(common, mock.WithNodes(o.nodes))
	}
	agents, err := o.credentials(env)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range agents {
		common = append(common, mock.WithAgent(a.id, a.password))
	}
	if o.seeded {
		common = append(common, mock.WithSeed(o.seed))
	}
	mode := mock.Dynamic
	if o.authMode.value == "1" {
		mode = mock.Static
	}
	root = []mock.Option{mock.WithAuthMode(mode), mock.WithDownload(o.download.value == "on"), mock.WithPool(o.pool)}
	return common, slices.Concat(common, root, []mock.Option{mock.WithName("dynamic")}), nil
}

// directories are the mounts of --mount.
func (o *mockOptions) directories() (mounts []mock.Option, err error) {
	for _, m := range o.mounts {
		drive, dir, ok := strings.Cut(m, "=")
		if !ok {
			return nil, wrong("--mount %q: want a drive letter and a directory, such as y=DIR", m)
		}
		mounts = append(mounts, mock.WithDirectory(drive, dir))
	}
	return mounts, nil
}

// unfolded are the attributes in which repeated records of the log may differ.
var unfolded = []string{"took", "remote"}

func (o *mockOptions) logger(env Env) *slog.Logger {
	switch o.log.value {
	case "json":
		return slog.New(foldlog.New(slog.NewJSONHandler(env.Stderr, nil), unfolded...))
	case "off":
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(foldlog.New(slog.NewTextHandler(env.Stderr, nil), unfolded...))
}

// listenError says which address cannot be had, and what to do about it.
func listenError(flag, address string, err error) error {
	if errors.Is(err, errAddressInUse) {
		return broken("%s is in use by another program; choose another address with --%s, or port 0 for a free one", address, flag)
	}
	return broken("cannot serve on %q, give another address with --%s: %w", address, flag, err)
}
