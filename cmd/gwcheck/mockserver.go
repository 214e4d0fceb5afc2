package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/clock"
	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/mock/judge"
	"github.com/gwcheck/gwcheck/spec"
)

var errAddressInUse = syscall.EADDRINUSE

// mockServer is a running mock with its admin interface.
type mockServer struct {
	deployments map[string]*mock.Switch
	doc         *spec.Document
	journal     *journal.Journal
	judge       *judge.Judge
	judging     judgeOptions
	options     *mockOptions
	env         Env
	reloading   sync.Mutex
	started     time.Time
	gateway     *mock.Server
	admin       *mock.Server  // nil if off
	clock       *clock.Manual // nil if it is that of the machine
	closers     []func() error
	caFile      string // "" if clients need none
	agents      []credential
	token       adminToken
}

// startMock starts what the flags describe.
func startMock(env Env, o *mockOptions) (*mockServer, error) {
	s := &mockServer{started: time.Now(), judging: o.judgeOptions, options: o, env: env}
	if o.clock.value == "manual" {
		s.clock = clock.New(s.started)
		s.closers = append(s.closers, func() error { s.clock.Freeze(); return nil })
	}
	if err := s.start(env, o); err != nil {
		_ = s.stop() // the first error is the one to tell
		return nil, err
	}
	return s, nil
}

func (s *mockServer) start(env Env, o *mockOptions) (err error) {
	if err := o.known(); err != nil {
		return err
	}
	if s.agents, err = o.credentials(env); err != nil {
		return err
	}
	if s.doc, err = document(); err != nil {
		return err
	}
	if err := s.judging.check(s.doc); err != nil {
		return err
	}
	s.watch()
	handler, err := s.gateways(env, o)
	if err != nil {
		return err
	}
	if err := s.listen(env, o, handler); err != nil {
		return err
	}
	if o.admin == "off" {
		return nil
	}
	return s.serveAdmin(env, o)
}

// serveAdmin opens the port of the admin interface.
func (s *mockServer) serveAdmin(env Env, o *mockOptions) (err error) {
	open := exposureOf(o.admin)
	if s.token, err = givenAdminToken(env, o.adminToken); err != nil {
		return err
	}
	s.token = s.token.neededBy(open)
	access := adminAccess{token: s.token.value, loopback: open.loopback, names: slices.Concat(open.hosts, o.sans), limit: adminTime}
	if s.admin, err = mock.Serve(access.guard(s.adminHandler()), mock.Serving{Address: o.admin, Plain: true}); err != nil {
		return listenError("admin", o.admin, err)
	}
	s.admin.URL = open.reachable(s.admin.URL)
	s.closers = append(s.closers, s.admin.Stop)
	return nil
}

// gateways builds the four deployments: the set, with the gateway of the flags
// in the place of the one at its root.
func (s *mockServer) gateways(env Env, o *mockOptions) (http.Handler, error) {
	set, root, err := s.build(env, o)
	if err != nil {
		return nil, err
	}
	s.deployments = deploymentsOf(set, root)
	var prefixes []string
	for _, d := range set.List() {
		if d.Path != "" {
			prefixes = append(prefixes, strings.TrimPrefix(d.Path, "/"))
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first, _, _ := strings.Cut(strings.TrimLeft(r.URL.Path, "/"), "/")
		if slices.Contains(prefixes, first) {
			set.ServeHTTP(w, r)
			return
		}
		s.deployments[rootDeployment].ServeHTTP(w, r)
	}), nil
}

// build builds all gateways.
func (s *mockServer) build(env Env, o *mockOptions) (*mock.Set, *mock.Gateway, error) {
	further := s.journal.Options()
	if s.clock != nil {
		further = append(further, mock.WithClock(s.clock))
	}
	common, rootOptions, err := o.options(env, further...)
	if err != nil {
		return nil, nil, err
	}
	set, err := mock.Deployments(common...)
	if err != nil {
		return nil, nil, wrong("%w", err)
	}
	s.closers = append(s.closers, set.Close)
	root, err := mock.New(rootOptions...)
	if err != nil {
		return nil, nil, wrong("%w", err)
	}
	s.closers = append(s.closers, root.Close)
	return set, root, nil
}

// watch makes the journal of all deployments, and the judge of their clients.
func (s *mockServer) watch() {
	s.judge = judge.New(s.doc, func(deployment, recordID, filetype string) (int64, string, error) {
		d := s.deployments[deployment]
		if d == nil {
			return 0, "", fmt.Errorf("no deployment %q", deployment)
		}
		return d.Gateway().Digest(recordID, filetype)
	})
	s.journal = journal.New(journal.Limits{}, s.judge.See)
}

// listen opens the gateway's port, and writes the certificate to trust.
func (s *mockServer) listen(env Env, o *mockOptions, handler http.Handler) (err error) {
	open := exposureOf(o.listen)
	serving := mock.Serving{Address: o.listen, Plain: o.tls == "off", Hosts: slices.Concat(open.hosts, o.sans), Logger: o.logger(env), Notify: s.journal.Notify}
	switch o.tls {
	case "off":
	case "auto":
		err = s.shareCertificate(env, o, &serving)
	default:
		serving.Cert, err = ownCertificate(o.tls)
	}
	if err != nil {
		return err
	}
	if s.gateway, err = mock.Serve(handler, serving); err != nil {
		return listenError("listen", o.listen, err)
	}
	s.gateway.URL = open.reachable(s.gateway.URL)
	s.closers = append(s.closers, s.gateway.Stop)
	return nil
}

// shareCertificate serves the certificate of --tls-dir.
func (s *mockServer) shareCertificate(env Env, o *mockOptions, serving *mock.Serving) error {
	dir := tlsDir{path: o.tlsDir, now: time.Now, warn: func(format string, args ...any) {
		fmt.Fprintf(env.Stderr, "gwcheck: warning: "+format+"\n", args...)
	}}
	served, err := newServedCertificate(dir, slices.Concat([]string{"127.0.0.1", "::1", "localhost"}, serving.Hosts))
	if err != nil {
		return broken("prepare the certificate in --tls-dir %q: %w", o.tlsDir, err)
	}
	serving.GetCertificate = served.get
	if s.caFile, err = filepath.Abs(dir.file(caFileName)); err != nil {
		return broken("find --tls-dir %q: %w", o.tlsDir, err)
	}
	return nil
}

func ownCertificate(files string) (*tls.Certificate, error) {
	cert, key, ok := strings.Cut(files, ",")
	if !ok {
		return nil, wrong("--tls %q: want auto, off, or two PEM files such as cert.pem,key.pem", files)
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, wrong("--tls %q: %w", files, err)
	}
	return &pair, nil
}

// stop closes everything, last opened first.
func (s *mockServer) stop() error {
	var errs []error
	for _, c := range slices.Backward(s.closers) {
		errs = append(errs, c())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// ready is the line that says that the mock accepts connections.
type ready struct {
	Event      string   `json:"event"`
	URL        string   `json:"url"`
	AdminURL   string   `json:"adminUrl,omitempty"`
	AdminToken string   `json:"adminToken,omitempty"` // if it is random
	CAFile     string   `json:"caFile,omitempty"`
	PID        int      `json:"pid"`
	Agents     []string `json:"agents"`
}

// announce tells the world that the mock is there, files first. Stdout belongs
// to the command if there is one.
func (s *mockServer) announce(env Env, o *mockOptions, withCommand bool) error {
	s.warnOfExposure(env, o)
	line := ready{Event: "ready", URL: s.gateway.URL, AdminURL: s.adminURL(), CAFile: s.caFile, PID: os.Getpid()}
	if s.token.random {
		line.AdminToken = s.token.value
	}
	for _, a := range s.agents {
		line.Agents = append(line.Agents, a.id)
	}
	data, err := json.Marshal(line)
	if err != nil {
		return broken("write the ready line: %w", err)
	}
	data = append(data, '\n')
	if o.envFile != "" {
		if err := replaceFile(o.envFile, []byte(strings.Join(s.variables(), "\n")+"\n"), forOwner); err != nil {
			return err
		}
	}
	if o.readyFile != "" {
		if err := replaceFile(o.readyFile, data, forOwner); err != nil {
			return err
		}
	}
	if withCommand {
		return nil
	}
	if _, err := env.Stdout.Write(data); err != nil {
		return broken("write the ready line: %w", err)
	}
	return s.showBanner(env, o)
}

func (s *mockServer) adminURL() string {
	if s.admin == nil {
		return ""
	}
	return s.admin.URL
}

// variables are what a client needs to know, as name=value.
func (s *mockServer) variables() []string {
	v := []string{
		"GWCHECK_URL=" + s.gateway.URL,
		"GWCHECK_AGENT_ID=" + s.agents[0].id,
		"GWCHECK_AGENT_PASSWORD=" + s.agents[0].password,
	}
	if s.admin != nil {
		v = append(v, "GWCHECK_ADMIN_URL="+s.admin.URL)
	}
	if s.token.value != "" {
		v = append(v, adminTokenVariable+"="+s.token.value)
	}
	if s.caFile != "" {
		for _, name := range []string{"GWCHECK_CA_FILE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"} {
			v = append(v, fmt.Sprintf("%s=%s", name, s.caFile))
		}
		v = append(v, "GWCHECK_TRUSTSTORE="+filepath.Join(filepath.Dir(s.caFile), truststoreName))
	}
	return v
}
