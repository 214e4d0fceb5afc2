package target_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/target"
)

func TestProblemNamesPlaceAndRemedy(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("0", 64)
	rec := "    sha256: \"ba78"
	for name, tc := range map[string]struct {
		pairs []string // for replace
		want  string   // line:column: path: message, as far as given
	}{
		"unknown key":           {[]string{"name: Test", "nmae: Test"}, `2:1: unknown key "nmae" (did you mean "name"?); allowed: gwcheck, name, build, edition, tls, agents, deployments, recordings, absent, canary, limits, record, organization, product, contact, url`},
		"missing key":           {[]string{"name: Test gateway\n", ""}, `1:1: the key "name" is missing`},
		"wrong version":         {[]string{"target/v1", "target/v2"}, `1:10: gwcheck: is "target/v2"; allowed: target/v1`},
		"wrong type":            {[]string{"name: Test gateway", "name: 5"}, `2:7: name: must be text, but is a whole number; put it in quotes`},
		"null":                  {[]string{"name: Test gateway", "name:"}, `name: must be text, but is empty`},
		"two lines":             {[]string{"name: Test gateway", `name: "a\nb"`}, `2:7: name: must not hold control characters`},
		"duplicate key":         {[]string{"name: Test gateway", "gwcheck: x"}, `2:1: mapping key "gwcheck" already defined at [1:1]`},
		"unknown edition":       {[]string{"name: Test", "edition: 2024-01-01\nname: Test"}, `2:10: edition: is "2024-01-01"; allowed: 2021-01-31, 2022-02-28, 2023-03-31`},
		"build version":         {[]string{"name: Test", "build: {version: 8.15}\nname: Test"}, `2:18: build.version: must be text, but is a number; put it in quotes`},
		"tls both":              {[]string{"insecure: true", "insecure: true, ca: ca.pem"}, `3:17: tls.insecure: must not be true where ca or pin names`},
		"tls insecure and pin":  {[]string{"insecure: true", `insecure: true, pin: "sha256:` + zeros + `"`}, `3:17: tls.insecure: must not be true where ca or pin names`},
		"tls ca and pin":        {[]string{"insecure: true", `ca: ca.pem, pin: "sha256:` + zeros + `"`}, `3:24: tls.pin: must not be given together with ca`},
		"tls pin form":          {[]string{"insecure: true", `pin: "` + zeros + `"`}, `3:12: tls.pin: must be "sha256:" and the 64 hexadecimal digits`},
		"vendor url":            {[]string{"name: Test", "url: example.org\nname: Test"}, `2:6: url: must be an http or https URL of the vendor`},
		"record variable":       {[]string{"name: Test", "record: {command: [sh], env: [A, B=C]}\nname: Test"}, `2:34: record.env[1]: must be the name of an environment variable, but is "B=C"`},
		"record variable twice": {[]string{"name: Test", "record: {command: [sh], env: [A, A]}\nname: Test"}, `record.env[1]: the variable "A" is named by an earlier entry`},
		"url key":               {[]string{"https://gateway.example:8043", "{file: x}"}, `deployments[0].url: unknown key "file"; allowed: env`},
		"recordings key":        {[]string{"recordings:\n  -", "recordings:\n   "}, `recordings: unknown key "name"; allowed: file`},
		"tls not boolean":       {[]string{"insecure: true", "insecure: yes"}, `3:17: tls.insecure: must be true or false, but is text`},
		"ca missing":            {[]string{"insecure: true", "ca: no.pem"}, `3:11: tls.ca: the CA file cannot be used: open`},
		"agents not a list":     {[]string{"agents:\n  - {", "agents:\n  {", "  - {id: \"103\", password: beta-secret}\n", ""}, `5:3: agents: must be a list, but is a mapping`},
		"one agent":             {[]string{"  - {id: \"103\", password: beta-secret}\n", ""}, `5:3: agents: has 1; two or more are needed, since a Guid must be tried on the path of another agent`},
		"no agents":             {[]string{"agents:\n  - {id: \"102\", password: alpha-secret, phone: \"40038\"}\n  - {id: \"103\", password: beta-secret}\n", ""}, `5:5: deployments[0]: no agents: give two or more`},
		"agent twice":           {[]string{"103", "102"}, `6:5: agents[1]: the id "102" is that of an earlier agent`},
		"phone twice":           {[]string{"beta-secret", "beta-secret, phone: \"40038\""}, `6:5: agents[1]: the phone "40038"`},
		"agent id unquoted":     {[]string{`"103"`, "103"}, `6:10: agents[1].id: must be text, but is a whole number; put it in quotes`},
		"agent id form":         {[]string{`"103"`, `"0103"`}, `6:10: agents[1].id: must be an agent ID from 1 to 999999, but is "0103"`},
		"agent without":         {[]string{"password: beta-secret", `phone: "1"`}, `6:5: agents[1]: the key "password" is missing`},
		"agent key":             {[]string{"password: beta", "pasword: beta"}, `6:17: agents[1]: unknown key "pasword" (did you mean "password"?)`},
		"password number":       {[]string{"beta-secret", "123456"}, `6:27: agents[1].password: must be text, but is a whole number`},
		"password both":         {[]string{"beta-secret", "{env: A, file: B}"}, `6:27: agents[1].password: must be plain text, {env: NAME} or {file: PATH}`},
		"password none":         {[]string{"beta-secret", "{}"}, `agents[1].password: must be plain text`},
		"password key":          {[]string{"beta-secret", "{enf: A}"}, `6:28: agents[1].password: unknown key "enf" (did you mean "env"?); allowed: env, file`},
		"password empty env":    {[]string{"beta-secret", "{env: EMPTY}"}, `6:33: agents[1].password.env: the environment variable "EMPTY" is empty`},
		"password file":         {[]string{"beta-secret", "{file: none}"}, `agents[1].password.file: the password file cannot be read: open`},
		"no deployments":        {[]string{"\n  - name: one\n    url: https://gateway.example:8043\n    authMode: 2\n", " []\n"}, `7:14: deployments: must hold one deployment or more`},
		"deployment name":       {[]string{"name: one", "name: a b"}, `8:11: deployments[0].name: must be a name of letters`},
		"http":                  {[]string{"https:", "http:"}, `9:10: deployments[0].url: must begin with https://`},
		"no host":               {[]string{"gateway.example:8043", "/x"}, `deployments[0].url: must name a host`},
		"port":                  {[]string{":8043", ":80430"}, `must have a port from 1 to 65535, or none`},
		"port missing":          {[]string{"https://gateway.example:8043", "\"https://gateway.example:\""}, `must have a port`},
		"query":                 {[]string{":8043", ":8043/?a"}, `must not hold a query or a fragment`},
		"resource":              {[]string{":8043", ":8043/agentgateway/resource"}, `must end before /agentgateway`},
		"dots":                  {[]string{":8043", ":8043/a/%2e%2e/b"}, `must not hold the path segments`},
		"user":                  {[]string{"gateway.example", "me:hunter2@gateway.example"}, `must not hold a user name or password`},
		"authMode":              {[]string{"authMode: 2", "authMode: 3"}, `10:15: deployments[0].authMode: must be a whole number from 1 to 2, but is "3"`},
		"authMode octal":        {[]string{"authMode: 2", "authMode: 0x2"}, `deployments[0].authMode: must be a whole number`},
		"authMode missing":      {[]string{"    authMode: 2\n", ""}, `8:5: deployments[0]: the key "authMode" is missing: 1 static, 2 dynamic`},
		"same name":             {[]string{"deployments:\n", "deployments:\n  - {name: one, url: https://b.example, authMode: 1}\n"}, `9:5: deployments[1]: the name "one" is taken`},
		"same url":              {[]string{"deployments:\n", "deployments:\n  - {name: two, url: https://gateway.example:8043/, authMode: 1}\n"}, `9:5: deployments[1]: the url is that of an earlier deployment`},
		"interval":              {[]string{"authMode: 2", "authMode: 2\n    guidInterval: 3m"}, `11:19: deployments[0].guidInterval: guidInterval 3m0s must be shorter than guidTimeout 2m0s`},
		"duration":              {[]string{"authMode: 2", "authMode: 2\n    pollHold: 10"}, `11:15: deployments[0].pollHold: must be a duration from 1ms to 24h0m0s such as 250ms, 10s or 1m30s, but is a whole number`},
		"duration text":         {[]string{"authMode: 2", "authMode: 2\n    pollHold: 10 s"}, `but is "10 s"`},
		"duration negative":     {[]string{"authMode: 2", "authMode: 2\n    pollHold: -10s"}, `but is "-10s"`},
		"pollHold limits":       {[]string{"authMode: 2", "authMode: 2\n    pollHold: 20s"}, `deployments[0].pollHold: pollHold 20s must be shorter than the limits firstByte 15s`},
		"sessionTimeout":        {[]string{"authMode: 2", "authMode: 2\n    sessionTimeout: 10s"}, `sessionTimeout 10s must be longer than pollHold 10s`},
		"no recordings":         {[]string{"recordings:\n  - name: call\n    recordId: 'y:/1/0/20181217/120/1524488.V3'\n    size: 3\n    sha256: \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"\n", ""}, `8:5: deployments[0]: no recordings`},
		"recording name":        {[]string{rec, "  - {name: call, recordId: a, size: 0, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}\n  - name: b\n    recordId: 'y:/a'\n    size: 1\n" + rec}, `15:5: recordings[1]: the name "call" is taken`},
		"recording size":        {[]string{"    size: 3\n", ""}, `12:5: recordings[0]: the key "size" is missing`},
		"recording size form":   {[]string{"size: 3", "size: 3 KB"}, `14:11: recordings[0].size: must be a number of bytes`},
		"recording size large":  {[]string{"size: 3", "size: 1GiB"}, `12:5: recordings[0]: size 1073741824 is beyond limits.bodyBytes 268435456 of deployment "one"`},
		"recording digest":      {[]string{"ba7816", "xx7816"}, `15:13: recordings[0].sha256: must be a SHA-256 of 64 hexadecimal digits`},
		"recording digest size": {[]string{"size: 3", "size: 0"}, `15:13: recordings[0].sha256: is not the SHA-256 of an empty recording`},
		"recordId empty":        {[]string{"'y:/1/0/20181217/120/1524488.V3'", `""`}, `13:15: recordings[0].recordId: must not be empty`},
		"filetype":              {[]string{rec, "    filetype: \"3\"\n" + rec}, `15:15: recordings[0].filetype: is "3"; allowed: 1, 2`},
		"filetype number":       {[]string{rec, "    filetype: 1\n" + rec}, `recordings[0].filetype: must be text, but is a whole number; put it in quotes`},
		"locationId":            {[]string{rec, "    locationId: one\n" + rec}, `15:17: recordings[0].locationId: must be a node ID of decimal digits, but is "one"`},
		"locationId negative":   {[]string{rec, "    locationId: -1\n" + rec}, `recordings[0].locationId: must be a whole number from 0`},
		"pool":                  {[]string{"authMode: 2", "authMode: 2\n    pool: true"}, `13:5: recordings[0]: the key "locationId" is missing: deployment "one" claims pool`},
		"absent missing":        {[]string{"absent: {recordId: 'y:/1/0/20181217/120/0000000.V3', drive: q}\n", ""}, `8:5: deployments[0]: the key "absent" is missing`},
		"canary half":           {[]string{"absent:", "canary: {file: srv/canary.txt}\nabsent:"}, `16:9: canary: the key "text" is missing`},
		"canary absolute":       {[]string{"absent:", "canary: {file: /srv/canary.txt, text: canary-of-this-test}\nabsent:"}, `16:16: canary.file: must be a path from the root`},
		"canary too short":      {[]string{"absent:", "canary: {file: srv/canary.txt, text: short}\nabsent:"}, `16:38: canary.text: must be 16 to 200 letters`},
		"absent half":           {[]string{", drive: q", ""}, `16:9: absent: the key "drive" is missing`},
		"absent drive":          {[]string{"drive: q", "drive: qq"}, `16:61: absent.drive: must be a single letter, but is "qq"`},
		"absent drive used":     {[]string{"drive: q", "drive: Y"}, `12:5: recordings[0]: the recordId is on drive "Y"`},
		"absent is there":       {[]string{"0000000.V3", "1524488.V3"}, `12:5: recordings[0]: the recordId is the one that absent says is not there`},
		"limits":                {[]string{"tls:", "limits: {requests: 0}\ntls:"}, `3:20: limits.requests: must be a whole number from 1 to 10000000, but is "0"`},
		"limits size":           {[]string{"tls:", "limits: {bodyBytes: 256MB}\ntls:"}, `3:21: limits.bodyBytes: must be a number of bytes from 1 to`},
		"limits type":           {[]string{"tls:", "limits: 5\ntls:"}, `3:9: limits: must be a mapping with the keys connect, firstByte`},
		"record empty":          {[]string{"tls:", "record: {command: []}\ntls:"}, `3:19: record.command: must name a program`},
		"record text":           {[]string{"tls:", "record: {command: ./x}\ntls:"}, `3:19: record.command: must be a list, but is text`},
		"not YAML":              {[]string{"tls: {", "tls: {{"}, `3:`},
		"tab":                   {[]string{"    size", "\tsize"}, `1`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := target.WithEnv(func(name string) (string, bool) { return "", name == "EMPTY" })
			text := replace(t, tc.pairs...)
			_, err := target.Parse([]byte(text), t.TempDir(), env, target.WithEditions(editions...))
			var e *target.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v, want *target.Error for\n%s", err, text)
			}
			if !strings.Contains(e.Error(), tc.want) {
				t.Errorf("got\n%v\nwant\n%s", e, tc.want)
			}
			if strings.Contains(err.Error(), "beta-secret") || strings.Contains(err.Error(), "123456") || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("a password is shown: %v", err)
			}
		})
	}
}

func TestAllProblemsAreListed(t *testing.T) {
	t.Parallel()
	text := replace(t, "name: Test", "nane: Test", "authMode: 2", "authMode: two\n    pol: 1", "size: 3", "size: -3", "drive: q", "drive: 7")
	_, err := target.Parse([]byte(text), "")
	var e *target.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	var at []int
	for _, p := range e.Problems {
		at = append(at, p.Line)
	}
	if want := []int{1, 2, 10, 11, 15, 17}; !slices.Equal(at, want) {
		t.Errorf("problems in lines %v, want %v:\n%v", at, want, err)
	}
}

func TestProblemShowsAnExcerpt(t *testing.T) {
	t.Parallel()
	_, err := target.Parse([]byte(replace(t, "beta-secret", `"beta-secret", fone: "1"`)), "")
	want := `target.yaml:6:42: agents[1]: unknown key "fone" (did you mean "phone"?); allowed: id, password, phone
     6 |   - {id: "103", password: [hidden], fone: [hidden]}
       |                                     ^`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestCAFileMustHoldCertificates(t *testing.T) {
	t.Parallel()
	text := replace(t, "insecure: true", "ca: ca.pem")
	for content, want := range map[string]string{
		"":     "it holds no PEM certificate",
		"text": "it holds no PEM certificate",
		"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n": "certificate 1 in it",
		"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n": `it holds a PEM block "PRIVATE KEY"`,
	} {
		files := target.WithFiles(func(string) ([]byte, error) { return []byte(content), nil })
		if _, err := target.Parse([]byte(text), "", files); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	unreadable := target.WithFiles(func(string) ([]byte, error) { return nil, os.ErrPermission })
	if _, err := target.Parse([]byte(text), "", unreadable); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("error %v", err)
	}
}
