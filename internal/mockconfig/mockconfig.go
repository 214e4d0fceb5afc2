// Package mockconfig reads the configuration file of the mock, and the file
// basic.properties of a gateway. Reading a file starts nothing.
package mockconfig

import (
	"bytes"
	_ "embed" // the schema
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// Version is the value of the key gwcheck of a configuration file.
const Version = "mock/v1"

//go:embed mock.schema.json
var schema []byte

// Schema is the JSON Schema of a configuration file. The caller owns the slice.
func Schema() []byte { return bytes.Clone(schema) }

// Config is what a file says. Zero values and nil mean that it says nothing.
type Config struct {
	Listen, Admin string
	Nodes         int
	Names         []string // further names for the certificate
	Agents        []Agent
	Settings      Settings
	Mounts        []Mount
	Recordings    []Recording
	Readings      []string
	Deviations    []string

	Unknown []string // keys of basic.properties that the mock does not know
}

// Agent is who can sign in. Password is where the password comes from, as the flag
// --agent has it: env:NAME, file:PATH or plain:PASSWORD.
type Agent struct{ ID, Password string }

// Settings are those of a gateway. Nil leaves one as it is.
type Settings struct {
	AuthMode                  *int
	GuidInterval, GuidTimeout *time.Duration
	PollWait                  *bool
	PollTimes                 *int
	PollInterval              *time.Duration
	SessionTimeout            *time.Duration
	Download, Pool            *bool
}

// Mount serves a drive from a directory.
type Mount struct{ Drive, Dir string }

// Recording is one recording: a file, or Size bytes that are made from Seed.
type Recording struct {
	RecordID, Filetype, File, Seed string
	Size                           int64
}

// Load reads and validates a file of at most 128 KiB: YAML, or the properties of a
// gateway if the name ends in .properties. If it is not valid, the error is a
// *[strictyaml.Error] with all problems, or for properties the first problem.
func Load(path string) (Config, error) {
	data, err := readFile(path)
	if err != nil {
		return Config{}, err
	}
	if strings.HasSuffix(path, ".properties") {
		s, unknown, err := Properties(path, data)
		return Config{Settings: s, Unknown: unknown}, err
	}
	return parse(path, data)
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, strictyaml.MaxBytes+1))
	if err == nil && len(data) > strictyaml.MaxBytes {
		err = fmt.Errorf("%s has more than %d bytes", path, strictyaml.MaxBytes)
	}
	return data, err
}

// reader reads one file.
type reader struct{ dir string }

func parse(path string, data []byte) (c Config, err error) {
	doc, root, err := strictyaml.Parse(path, data, strictyaml.Secrets{Section: "agents", Public: []string{"id", "env", "file"}})
	if err != nil {
		return c, err
	}
	r := reader{filepath.Dir(path)}
	o := root.Object("gwcheck", "listen", "admin", "nodes", "san", "properties", "settings", "agents", "mounts", "recordings", "readings", "deviations")
	o.Need("gwcheck", "write gwcheck: "+Version).Option(Version)
	c.Listen, c.Admin = line(o.Get("listen")), line(o.Get("admin"))
	c.Nodes = int(o.Get("nodes").Int(0, 1, 100))
	c.Names, c.Readings, c.Deviations = lines(o.Get("san")), lines(o.Get("readings")), lines(o.Get("deviations"))
	if p := o.Get("properties"); p.Given() {
		c.Settings, c.Unknown = r.properties(p)
	}
	c.Settings.read(o.Get("settings"))
	c.Agents = agents(o.Get("agents"))
	c.Mounts = r.mounts(o.Get("mounts"))
	c.Recordings = r.recordings(o.Get("recordings"))
	return c, doc.Err()
}

const maxText = 1000

func line(n strictyaml.Node) string {
	if !n.Given() {
		return ""
	}
	return n.Line(maxText)
}

func lines(n strictyaml.Node) (list []string) {
	for _, item := range n.List() {
		list = append(list, item.Line(maxText))
	}
	return list
}

// path is a path relative to the file.
func (r reader) path(n strictyaml.Node) string {
	p := line(n)
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(r.dir, p)
}

func (r reader) properties(n strictyaml.Node) (Settings, []string) {
	path := r.path(n)
	data, err := readFile(path)
	if err != nil {
		n.Failf("cannot be read: %v", err)
		return Settings{}, nil
	}
	s, unknown, err := Properties(path, data)
	if err != nil {
		n.Failf("%v", err)
	}
	return s, unknown
}

var agentForm = lazyregexp.New(`^(0|[1-9][0-9]*)$`)

func agents(n strictyaml.Node) (list []Agent) {
	taken := map[string]bool{}
	for _, item := range n.List() {
		o := item.Object("id", "password")
		a := Agent{ID: o.Need("id", "the agent, such as \"102\"").Match(agentForm(), "a number in quotes such as \"102\"")}
		a.Password = password(o.Need("password", "text in quotes, {env: NAME} or {file: PATH}"))
		if taken[a.ID] {
			item.Failf("agent %q occurs twice", a.ID)
		}
		taken[a.ID] = true
		list = append(list, a)
	}
	return list
}

func password(n strictyaml.Node) string {
	if !n.IsObject() {
		return "plain:" + n.Text() // which may be empty
	}
	o := n.Object("env", "file")
	if o.Get("env").Given() == o.Get("file").Given() {
		n.Failf("must have exactly one of the keys \"env\" and \"file\"")
		return ""
	}
	if o.Get("env").Given() {
		return "env:" + o.Get("env").Line(maxText)
	}
	return "file:" + o.Get("file").Line(maxText)
}

var driveForm = lazyregexp.New(`^[A-Za-z]$`)

func (r reader) mounts(n strictyaml.Node) (list []Mount) {
	for _, item := range n.List() {
		o := item.Object("drive", "dir")
		list = append(list, Mount{
			Drive: o.Need("drive", "one letter").Match(driveForm(), "one letter"),
			Dir:   r.path(o.Need("dir", "a directory")),
		})
	}
	return list
}

const largestRecording = 4 << 30

func (r reader) recordings(n strictyaml.Node) (list []Recording) {
	for _, item := range n.List() {
		o := item.Object("recordId", "filetype", "file", "size", "seed")
		rec := Recording{RecordID: line(o.Need("recordId", "the path, such as y:/1/0/20181217/120/1524488.V3")), Filetype: "1",
			File: r.path(o.Get("file")), Seed: line(o.Get("seed"))}
		if f := o.Get("filetype"); f.Given() {
			rec.Filetype = f.Option("1", "2")
		}
		size := o.Get("size")
		if size.Given() == o.Get("file").Given() {
			item.Failf("must have exactly one of the keys \"file\" and \"size\"")
		}
		rec.Size = size.Size(0, 0, largestRecording)
		list = append(list, rec)
	}
	return list
}
