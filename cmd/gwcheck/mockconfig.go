package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/internal/mockconfig"
	"github.com/gwcheck/gwcheck/mock"
)

// readConfig takes from the file of --config what no flag says.
func (o *mockOptions) readConfig(env Env) error {
	if o.config == "" {
		return nil
	}
	c, err := mockconfig.Load(o.config)
	if err != nil {
		return wrong("%w", err)
	}
	if len(c.Unknown) > 0 {
		fmt.Fprintf(env.Stderr, "gwcheck: %s: the mock does not know %s\n", o.config, strings.Join(c.Unknown, ", "))
	}
	o.take(c)
	return nil
}

// take takes the values of a file that no flag has set.
func (o *mockOptions) take(c mockconfig.Config) {
	fromFile(o, "listen", &o.listen, c.Listen, c.Listen != "")
	fromFile(o, "admin", &o.admin, c.Admin, c.Admin != "")
	fromFile(o, "nodes", &o.nodes, c.Nodes, c.Nodes != 0)
	fromFile(o, "san", &o.sans, c.Names, c.Names != nil)
	fromFile(o, "reading", &o.readings, c.Readings, true)
	fromFile(o, "deviation", &o.deviations, c.Deviations, true)
	var agents, mounts []string
	for _, a := range c.Agents {
		agents = append(agents, a.ID+":"+a.Password)
	}
	for _, m := range c.Mounts {
		mounts = append(mounts, m.Drive+"="+m.Dir)
	}
	fromFile(o, "agent", &o.agents, agents, true)
	fromFile(o, "mount", &o.mounts, mounts, true)
	o.recordings = c.Recordings
	o.takeSettings(c.Settings)
}

func (o *mockOptions) takeSettings(s mockconfig.Settings) {
	if s.AuthMode != nil {
		fromFile(o, "auth-mode", &o.authMode.value, fmt.Sprint(*s.AuthMode), true)
	}
	for _, d := range []struct {
		flag string
		to   *time.Duration
		from *time.Duration
	}{
		{"guid-interval", &o.guidInterval, s.GuidInterval}, {"guid-timeout", &o.guidTimeout, s.GuidTimeout},
		{"session-timeout", &o.sessionTimeout, s.SessionTimeout},
	} {
		if d.from != nil {
			fromFile(o, d.flag, d.to, *d.from, true)
		}
	}
	if s.Download != nil {
		fromFile(o, "download", &o.download.value, map[bool]string{true: "on", false: "off"}[*s.Download], true)
	}
	if s.Pool != nil {
		fromFile(o, "pool", &o.pool, *s.Pool, true)
	}
	o.takeHold(s)
}

// takeHold makes the hold of polls out of the three settings that a gateway has.
func (o *mockOptions) takeHold(s mockconfig.Settings) {
	times, interval := 100, 100*time.Millisecond
	if s.PollTimes != nil {
		times = *s.PollTimes
	}
	if s.PollInterval != nil {
		interval = *s.PollInterval
	}
	hold := time.Duration(times) * interval
	if s.PollWait != nil && !*s.PollWait {
		hold = 0
	}
	fromFile(o, "poll-hold", &o.pollHold, hold, s.PollTimes != nil || s.PollInterval != nil || s.PollWait != nil)
}

// fromFile sets a value of a flag that was not given, if the file has one.
func fromFile[T any](o *mockOptions, flag string, to *T, value T, given bool) {
	if given && !o.changed(flag) {
		*to = value
	}
}

// recordingMounts are the drives of the recordings of a file.
func (o *mockOptions) recordingMounts() (opts []mock.Option, err error) {
	drives := map[string]*fileDrive{}
	for _, r := range o.recordings {
		letter, path, ok := strings.Cut(strings.ReplaceAll(r.RecordID, `\`, "/"), ":/")
		letter = strings.ToLower(letter)
		if !ok || !fs.ValidPath(path) || len(letter) != 1 {
			return nil, wrong("recording %q: want a drive and a path, such as y:/1/0/20181217/120/1524488.V3", r.RecordID)
		}
		if slices.ContainsFunc(o.mounts, func(m string) bool { return strings.HasPrefix(strings.ToLower(m), letter+"=") }) {
			return nil, wrong("recording %q: drive %s is mounted from a directory; use another drive, or put the file there", r.RecordID, letter)
		}
		if drives[letter] == nil {
			drives[letter] = &fileDrive{files: map[string]string{}}
		}
		if err := drives[letter].add(r, letter, path); err != nil {
			return nil, wrong("recording %q: %w", r.RecordID, err)
		}
	}
	for _, letter := range slices.Sorted(maps.Keys(drives)) {
		opts = append(opts, mock.WithMount(letter, drives[letter]))
	}
	return opts, nil
}

// fileDrive is a drive of single files and of made recordings.
type fileDrive struct {
	files map[string]string // file of the host by path
	made  []fixtures.Recording
	tree  fs.FS
}

func (d *fileDrive) add(r mockconfig.Recording, letter, path string) error {
	if r.File != "" {
		info, err := os.Stat(r.File)
		if err == nil && !info.Mode().IsRegular() {
			err = errors.New("it is no regular file")
		}
		d.files[path] = r.File
		return err
	}
	seed := r.Seed
	if seed == "" {
		seed = r.RecordID
	}
	d.made = append(d.made, fixtures.NewRecording(r.RecordID, letter+":/"+path, r.Filetype, fixtures.Generate(seed, r.Size)))
	tree, err := fixtures.NewTree(d.made...)
	if err == nil {
		d.tree, err = tree.Drive(letter)
	}
	return err
}

// Open implements fs.FS.
func (d *fileDrive) Open(name string) (fs.File, error) {
	if file, ok := d.files[name]; ok {
		return os.Open(file)
	}
	if d.tree == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return d.tree.Open(name)
}

// serveUntil serves until the context ends, and reads the configuration again at
// each SIGHUP if there is one.
func (s *mockServer) serveUntil(ctx context.Context, env Env, o *mockOptions) {
	if o.config == "" {
		<-ctx.Done()
		return
	}
	for again := hangups(ctx); ; {
		select {
		case <-ctx.Done():
			return
		case <-again:
			if err := s.reload(env); err != nil {
				fmt.Fprintf(env.Stderr, "gwcheck: the configuration stays as it is: %v\n", err)
				continue
			}
			fmt.Fprintf(env.Stderr, "gwcheck: read %s again\n", o.config)
		}
	}
}

// reload reads the configuration and replaces the gateways. Sessions go on, but
// for those of agents that are gone. The addresses stay.
func (s *mockServer) reload(env Env) error {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	next := *s.options
	next.restoreDefaults()
	if err := next.readConfig(env); err != nil {
		return err
	}
	if err := next.known(); err != nil {
		return err
	}
	set, root, err := s.build(env, &next)
	if err != nil {
		return err
	}
	for _, d := range set.List() {
		if d.Name != rootDeployment {
			s.deployments[d.Name].Replace(d.Gateway)
		}
	}
	s.deployments[rootDeployment].Replace(root)
	return nil
}

// restoreDefaults forgets what an earlier reading of the file has set, so that a
// key that is gone has its default again.
func (o *mockOptions) restoreDefaults() {
	authMode, download := *o.authMode, *o.download
	o.authMode, o.download = &authMode, &download
	o.take(mockconfig.Config{Settings: mockconfig.Settings{
		AuthMode: new(mock.Dynamic), GuidInterval: new(time.Minute), GuidTimeout: new(2 * time.Minute), SessionTimeout: new(2 * time.Minute),
		Download: new(true), Pool: new(false), PollWait: new(true),
	}})
	fromFile(o, "nodes", &o.nodes, 0, true)
}
