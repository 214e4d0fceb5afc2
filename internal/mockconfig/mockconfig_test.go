package mockconfig_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gwcheck/gwcheck/internal/mockconfig"
)

// full has every key.
const full = `gwcheck: mock/v1
listen: 127.0.0.1:9043
admin: "off"
nodes: 2
san: [mock.example]
settings:
  AUTHMODE: 2
  GUIDINTERVAL: 5000
  GUIDTIMEOUT: 9000
  AGENT_POLL_WAIT_FLAG: ON
  AGENT_POLL_WAIT_TIMES: 10
  AGENT_POLL_WAIT_INTERVAL: 100
  sessionTimeout: 30s
  download: true
  pool: false
agents:
  - {id: "102", password: "amber-wolf"}
  - {id: "103", password: {env: PASSWORD_103}}
  - {id: "104", password: ""}
mounts:
  - {drive: y, dir: recordings/y}
recordings:
  - {recordId: "z:/1/0/1.V3", size: 30MiB, seed: large}
  - {recordId: "z:/1/record/2.wav", filetype: "2", file: hello.wav}
readings: [uuid-guid]
deviations: []
`

func load(t *testing.T, name, text string) (mockconfig.Config, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return mockconfig.Load(file)
}

func TestEveryKeyIsRead(t *testing.T) {
	t.Parallel()
	c, err := load(t, "mock.yaml", full)
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:9043" || c.Admin != "off" || c.Nodes != 2 || !slices.Equal(c.Names, []string{"mock.example"}) {
		t.Errorf("%+v", c)
	}
	s := c.Settings
	if *s.AuthMode != 2 || *s.GuidInterval != 5*time.Second || *s.GuidTimeout != 9*time.Second || !*s.PollWait || *s.PollTimes != 10 ||
		*s.PollInterval != 100*time.Millisecond || *s.SessionTimeout != 30*time.Second || !*s.Download || *s.Pool {
		t.Errorf("settings %+v", s)
	}
	want := []mockconfig.Agent{{ID: "102", Password: "plain:amber-wolf"}, {ID: "103", Password: "env:PASSWORD_103"}, {ID: "104", Password: "plain:"}}
	if !slices.Equal(c.Agents, want) {
		t.Errorf("agents %+v", c.Agents)
	}
	if len(c.Mounts) != 1 || !strings.HasSuffix(c.Mounts[0].Dir, filepath.Join("recordings", "y")) || !filepath.IsAbs(c.Mounts[0].Dir) {
		t.Errorf("mounts %+v", c.Mounts)
	}
	if len(c.Recordings) != 2 || c.Recordings[0].Size != 30<<20 || c.Recordings[1].Filetype != "2" || !filepath.IsAbs(c.Recordings[1].File) {
		t.Errorf("recordings %+v", c.Recordings)
	}
}

// The schema and the reader accept and refuse the same files.
func TestTheSchemaAgreesWithTheReader(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(mockconfig.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("mock.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("mock.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		from, to string
		valid    bool
	}{
		{"", "", true},
		{"mock/v1", "mock/v2", false},
		{"listen:", "lsiten:", false},
		{"nodes: 2", "nodes: 0", false},
		{"AUTHMODE: 2", "AUTHMODE: 3", false},
		{"AUTHMODE: 2", "AUTHMOD: 2", false},
		{"GUIDINTERVAL: 5000", "GUIDINTERVAL: 5s", false},
		{"FLAG: ON", "FLAG: YES", false},
		{"download: true", "download: maybe", false},
		{`id: "102"`, "id: 102", false},
		{`id: "102"`, `id: "a"`, false},
		{"{env: PASSWORD_103}", "{env: A, file: B}", false},
		{"drive: y", "drive: yy", false},
		{"size: 30MiB", "size: big", false},
		{"size: 30MiB, seed: large", "seed: large", false},
		{"file: hello.wav", "file: hello.wav, size: 1", false},
		{`filetype: "2"`, `filetype: "3"`, false},
		{"readings: [uuid-guid]", "readings: uuid-guid", false},
	} {
		text := strings.Replace(full, tc.from, tc.to, 1)
		_, err := load(t, "mock.yaml", text)
		if (err == nil) != tc.valid {
			t.Errorf("%q for %q: the reader says %v", tc.to, tc.from, err)
		}
		if err := schema.Validate(tree(t, text)); (err == nil) != tc.valid {
			t.Errorf("%q for %q: the schema says %v", tc.to, tc.from, err)
		}
	}
}

// tree is a file as a tree of JSON values.
func tree(t *testing.T, text string) any {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestProblemsShowNoPassword(t *testing.T) {
	t.Parallel()
	_, err := load(t, "mock.yaml", strings.Replace(full, `{id: "102", password: "amber-wolf"}`, `{id: "102", pasword: "amber-wolf"}`, 1))
	if err == nil || strings.Contains(err.Error(), "amber-wolf") || !strings.Contains(err.Error(), "17:") {
		t.Errorf("error %v", err)
	}
}

func TestPropertiesOfAGatewayAreRead(t *testing.T) {
	t.Parallel()
	text := "# settings\nAUTHMODE = 1\n! more\nGUIDINTERVAL=30000\nGUIDTIMEOUT: 60000\nAGENT_POLL_WAIT_FLAG = OFF\nRECORD_AUDIOENCODING = 3\nVIDEO_DOWNLOAD_FLAG=ON\nlonely\n"
	c, err := load(t, "basic.properties", text)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Settings
	if *s.AuthMode != 1 || *s.GuidInterval != 30*time.Second || *s.GuidTimeout != time.Minute || *s.PollWait || s.PollTimes != nil {
		t.Errorf("settings %+v", s)
	}
	if want := []string{"RECORD_AUDIOENCODING", "VIDEO_DOWNLOAD_FLAG", "lonely"}; !slices.Equal(c.Unknown, want) {
		t.Errorf("unknown %v", c.Unknown)
	}
	if _, err := load(t, "basic.properties", "\nAUTHMODE = 7\n"); err == nil || !strings.Contains(err.Error(), ":2: AUTHMODE") {
		t.Errorf("error %v", err)
	}
}

func TestTheSchemaIsJSON(t *testing.T) {
	t.Parallel()
	if !json.Valid(mockconfig.Schema()) {
		t.Error("it is not")
	}
}
