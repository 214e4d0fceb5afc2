package target_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

// good is the smallest file that uses every kind of value.
const good = `gwcheck: target/v1
name: Test gateway
tls: {insecure: true}
agents:
  - {id: "102", password: alpha-secret, phone: "40038"}
  - {id: "103", password: beta-secret}
deployments:
  - name: one
    url: https://gateway.example:8043
    authMode: 2
recordings:
  - name: call
    recordId: 'y:/1/0/20181217/120/1524488.V3'
    size: 3
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
absent: {recordId: 'y:/1/0/20181217/120/0000000.V3', drive: q}
`

// replace puts something else in place of a part of good.
func replace(t *testing.T, pairs ...string) string {
	t.Helper()
	text := good
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%q is not in the file", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func parse(t *testing.T, text string, opts ...target.Option) *target.Target {
	t.Helper()
	got, err := target.Parse([]byte(text), "/dir", append([]target.Option{target.WithEditions(editions...)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestMissingKeysHaveDefaults(t *testing.T) {
	t.Parallel()
	got := parse(t, good)
	if got.Name != "Test gateway" || got.Edition != editions[0] || got.Dir != "/dir" || got.Record != nil || len(got.Build) != 0 {
		t.Errorf("target %+v", got)
	}
	d := got.Deployments[0]
	if d.Name != "one" || d.URL != "https://gateway.example:8043" || d.AuthMode != 2 || !d.Download || d.Pool {
		t.Errorf("deployment %+v", d)
	}
	if d.GuidInterval != time.Minute || d.GuidTimeout != 2*time.Minute || d.PollHold != 10*time.Second || d.SessionTimeout != 2*time.Minute {
		t.Errorf("times %s %s %s %s", d.GuidInterval, d.GuidTimeout, d.PollHold, d.SessionTimeout)
	}
	want := target.Limits{
		Connect: 5 * time.Second, FirstByte: 15 * time.Second, Idle: 15 * time.Second, Exchange: 2 * time.Minute,
		BodyBytes: 256 << 20, Requests: 5000, PerSecond: 200, BadAuthPerAgent: 20,
	}
	if d.Limits != want {
		t.Errorf("limits %+v", d.Limits)
	}
	if a := d.Agents; len(a) != 2 || a[0].Password.Reveal() != "alpha-secret" || a[0].Phone != "40038" || a[1].Phone != "" {
		t.Errorf("agents %v", a)
	}
	if r := d.Recordings; len(r) != 1 || r[0].Size != 3 || r[0].SHA256[0] != 0xba || r[0].Filetype != "" || r[0].LocationID != "" {
		t.Errorf("recordings %v", r)
	}
}

func TestDeploymentOverridesSharedSections(t *testing.T) {
	t.Parallel()
	text := replace(t, "deployments:\n", `limits: {connect: 1s, requests: 7}
deployments:
  - name: own
    url: https://gateway.example/own
    authMode: 1
    guidInterval: 250ms
    guidTimeout: 1s
    pollHold: 500ms
    sessionTimeout: 3s
    pool: true
    tls: {serverName: other.example}
    agents: [{id: "201", password: gamma}, {id: "202", password: ""}]
    recordings: [{name: a, recordId: 'x:/1/0/b', filetype: "2", locationId: 256, size: 0, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}]
    absent: {recordId: 'x:/1/0/c', drive: Z}
    limits: {requests: 9, bodyBytes: 1GiB}
`)
	got := parse(t, text).Deployments
	own, one := got[0], got[1]
	if own.Limits.Connect != time.Second || own.Limits.Requests != 9 || own.Limits.BodyBytes != 1<<30 || one.Limits.Requests != 7 {
		t.Errorf("limits %+v and %+v", own.Limits, one.Limits)
	}
	if own.TLS.Insecure || own.TLS.ServerName != "other.example" || !one.TLS.Insecure {
		t.Errorf("tls %+v and %+v", own.TLS, one.TLS)
	}
	if own.Agents[0].ID != "201" || own.Agents[1].Password.Reveal() != "" || one.Agents[0].ID != "102" {
		t.Errorf("agents %v and %v", own.Agents, one.Agents)
	}
	if !own.OwnAgents || one.OwnAgents {
		t.Errorf("agents declared for the deployment: %t and %t, want true and false", own.OwnAgents, one.OwnAgents)
	}
	if r := own.Recordings[0]; r.LocationID != "256" || r.Filetype != "2" || one.Recordings[0].Name != "call" {
		t.Errorf("recordings %v and %v", own.Recordings, one.Recordings)
	}
	if own.Absent.Drive != "Z" || one.Absent.Drive != "q" || own.GuidInterval != 250*time.Millisecond || own.SessionTimeout != 3*time.Second {
		t.Errorf("deployments %+v and %+v", own, one)
	}
}

func TestAddressIsNormalised(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://gw.example:8043":         "https://gw.example:8043",
		"https://gw.example:8043/":        "https://gw.example:8043",
		"HTTPS://GW.example/Some//Path//": "https://gw.example/Some/Path",
		"https://[::1]:8043/a%20b":        "https://[::1]:8043/a%20b",
	} {
		got := parse(t, replace(t, "https://gateway.example:8043", `"`+given+`"`)).Deployments[0].URL
		if got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}

func TestPasswordsComeFromEnvironmentAndFiles(t *testing.T) {
	t.Parallel()
	text := replace(t, "alpha-secret", "{env: GW_A}", "beta-secret", "{file: sub/beta}")
	env := target.WithEnv(func(name string) (string, bool) { return "from " + name, name == "GW_A" })
	files := target.WithFiles(func(name string) ([]byte, error) {
		if name != filepath.FromSlash("/dir/sub/beta") {
			return nil, fmt.Errorf("asked for %q", name)
		}
		return []byte("from file\r\n"), nil
	})
	agents := parse(t, text, env, files).Deployments[0].Agents
	if agents[0].Password.Reveal() != "from GW_A" || agents[1].Password.Reveal() != "from file" {
		t.Error("passwords were not resolved")
	}
	for _, a := range parse(t, text, target.WithoutSecrets()).Deployments[0].Agents {
		if a.Password.Reveal() != "" {
			t.Errorf("agent %s has a password although none was to be resolved", a.ID)
		}
	}
	if _, err := target.Parse([]byte(text), "/dir", files); err == nil || !strings.Contains(err.Error(), `"GW_A" is not set`) {
		t.Errorf("error %v, want the variable that is not set", err)
	}
}

func TestPasswordsAreNotPrinted(t *testing.T) {
	t.Parallel()
	got := parse(t, good)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb, got.Deployments[0].Agents); strings.Contains(text, "alpha") {
			t.Errorf("%s shows a password: %s", verb, text)
		}
	}
}

func TestProgramWithASlashIsRelativeToTheFile(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`["./call.sh", "./arg"]`: filepath.FromSlash("/dir/call.sh") + " ./arg",
		`["../bin/x"]`:           filepath.FromSlash("/bin/x"),
		`[sh, -c, "a b"]`:        "sh -c a b",
	} {
		if got := strings.Join(parse(t, good+"record: {command: "+given+"}\n").Record, " "); got != want {
			t.Errorf("%s became %q, want %q", given, got, want)
		}
	}
	if got := parse(t, good+"record: {command: [sh], env: [PATH, LANG]}\n").RecordEnv; strings.Join(got, " ") != "PATH LANG" {
		t.Errorf("got the variables %q, want PATH and LANG", got)
	}
}

func TestAliasesAndEditionsAreResolved(t *testing.T) {
	t.Parallel()
	text := replace(t, `{id: "102", password: alpha-secret, phone: "40038"}`, `{id: "102", password: &p alpha-secret}`, "beta-secret", "*p") + "edition: 2022-02-28\n"
	got := parse(t, text)
	if got.Deployments[0].Agents[1].Password.Reveal() != "alpha-secret" || got.Edition != "2022-02-28" {
		t.Errorf("alias or edition were not taken: %+v", got)
	}
	if got := parse(t, good+"edition: next\n", target.WithEditions("next")); got.Edition != "next" {
		t.Errorf("edition %q", got.Edition)
	}
}

func TestLoadReadsAFileAndNamesItInProblems(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "gw.yaml")
	write := func(file, text string) {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("gw.yaml", replace(t, "alpha-secret", "{file: pw}"))
	write("pw", "pa ss\n")
	got, err := target.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	if got.Dir != dir || got.Deployments[0].Agents[0].Password.Reveal() != "pa ss" {
		t.Errorf("directory %q", got.Dir)
	}
	write("gw.yaml", "nam: x\n")
	var e *target.Error
	if _, err = target.Load(name); !errors.As(err, &e) || !strings.HasPrefix(err.Error(), name+":1:1: ") {
		t.Errorf("error %v, want one that begins with the place", err)
	}
	if _, err = target.Load(filepath.Join(dir, "none.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	write("gw.yaml", strings.Repeat("#\n", 1<<20))
	if _, err = target.Load(name); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("error %v, want that the file is too large", err)
	}
}

func TestURLMayComeFromTheEnvironment(t *testing.T) {
	t.Parallel()
	text := replace(t, "https://gateway.example:8043", "{env: GW_URL}")
	env := func(value string) target.Option {
		return target.WithEnv(func(name string) (string, bool) { return value, name == "GW_URL" })
	}
	if got := parse(t, text, env("https://GW.example/a/")).Deployments[0].URL; got != "https://gw.example/a" {
		t.Errorf("got %q", got)
	}
	if got := parse(t, text, target.WithoutSecrets()).Deployments[0].URL; got != "" {
		t.Errorf("without the environment: got %q, want none", got)
	}
	for value, want := range map[string]string{
		"":                        `deployments[0].url.env: the environment variable "GW_URL" is empty`,
		"https://me:hunter2@gw/":  "deployments[0].url.env: must not hold a user name",
		"https://gw:\x00hunter2/": "deployments[0].url.env: must be a URL such as",
	} {
		_, err := target.Parse([]byte(text), "", env(value))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: got %v, want %s", value, err, want)
		}
	}
	if _, err := target.Parse([]byte(text), ""); err == nil || !strings.Contains(err.Error(), `"GW_URL" is not set`) {
		t.Errorf("got %v, want the variable that is not set", err)
	}
}

func TestPinIsTheDigestOfACertificate(t *testing.T) {
	t.Parallel()
	pin := parse(t, replace(t, "insecure: true", `pin: "sha256:`+strings.Repeat("aB", 32)+`", serverName: gw.example`)).Deployments[0].TLS
	if len(pin.Pin) != 32 || pin.Pin[0] != 0xab || pin.Insecure || pin.CA != "" || pin.ServerName != "gw.example" {
		t.Errorf("got %+v", pin)
	}
	if none := parse(t, good).Deployments[0].TLS; none.Pin != nil {
		t.Errorf("no pin was given, got %x", none.Pin)
	}
}

func TestVendorIsOptional(t *testing.T) {
	t.Parallel()
	if got := parse(t, good).Vendor; got != (target.Vendor{}) {
		t.Errorf("got %+v, want none", got)
	}
	got := parse(t, good+"organization: O\nproduct: P\ncontact: c@example.org\nurl: https://example.org\n").Vendor
	if want := (target.Vendor{Organization: "O", Product: "P", Contact: "c@example.org", URL: "https://example.org"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
