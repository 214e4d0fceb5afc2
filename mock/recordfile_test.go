package mock_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
)

func TestSampleRecordingsArriveByteForByte(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	guid := c.signIn("102")
	for _, r := range fixtures.Catalogue() {
		re := c.download("102", guid, "recordId", r.RecordID, "filetype", r.Filetype)
		re.wantRecording(t, r)
		if len(re.transfer) != 1 || re.transfer[0] != "chunked" || re.length != -1 {
			t.Errorf("%s: transfer coding %q, length %d; want chunked", r.Name, re.transfer, re.length)
		}
	}
}

// Ways of asking for the same recordings; want is the name of a recording or a retcode.
func TestQueriesGetARecordingOrARetcode(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	guid := "Guid: " + c.signIn("102")
	for query, want := range map[string]string{
		"recordId=y:/1/0/20181217/120/1524488.V3":                                                               "agent-call",
		"recordId=y:/1/0/20181217/120/1524488.V3&filetype=1":                                                    "agent-call",
		"recordId=y:/1/0/20181217/120/1524488.V3&filetype=":                                                     "agent-call",
		"filetype=1&recordId=y:/1/0/20181217/120/1524488.V3":                                                    "agent-call",
		"recordId=Y:/1/0/20181217/120/1524488.V3":                                                               "agent-call",
		`recordId=y:\1\0\20181217\120\1524488.V3`:                                                               "agent-call",
		`recordId=Y:\1/0\20181217/120\1524488.V3`:                                                               "agent-call",
		"recordId=y%3A%2F1%2F0%2F20181217%2F120%2F1524488.V3":                                                   "agent-call",
		"recordId=y%3a%5c1%5c0%5c20181217%5c120%5c1524488.V3":                                                   "agent-call",
		"recordId=%79:/1/0/20181217/120/1524488%2eV3":                                                           "agent-call",
		"record%49d=y:/1/0/20181217/120/1524488.V3":                                                             "agent-call",
		"recordId=y:/1/0/20181217/120/1524488.V3&locationId=":                                                   "agent-call",
		"recordId=y:/1/0/20181217/120/1524488.V3&locationId=65535":                                              "agent-call",
		"recordId=y:/1/0/20181217/120/1524488.V3&recordId=q:/1/0/1.V3":                                          "agent-call",
		"resteasy_jsapi_anti_cache=1&recordId=y:/1/0/20181217/120/1524488.V3&time":                              "agent-call",
		"&&recordId=y:/1/0/20181217/120/1524488.V3&%zz=1&bad=%zz&;=;":                                           "agent-call",
		"recordId=y:/1/record/20190412/playvoice1551276018824.wav&filetype=2":                                   "ivr",
		"recordId=y:/3rdfile/1/record/20190408/515/1633022.V3&filetype=2":                                       "third-party",
		`recordId=y:\3rdfile\1\record\20190408\515\1633022.V3&filetype=2`:                                       "third-party",
		"recordId=y:/1/record/20190412/Gr%C3%BC%C3%9Fe+%E9%80%9A%E8%AF%9D%E5%BD%95%E9%9F%B3%201.wav&filetype=2": "non-ascii-name",

		"":          "000-002",
		"recordId":  "000-002",
		"recordId=": "000-002",
		"RECORDID=y:/1/0/20181217/120/1524488.V3": "000-002",
		"recordId=%zz": "000-002",
		"recordId=y:/1/0/20181217/120/1524488.V3&filetype=3":       "000-002",
		"recordId=y:/1/0/20181217/120/1524488.V3&filetype=01":      "000-002",
		"recordId=y:/1/0/20181217/120/1524488.V3&locationId=a":     "000-002",
		"recordId=y:/1/0/20181217/120/1524488.V3&locationId=1.5":   "000-002",
		"recordId=y:/1/record/20190412/playvoice1551276018824.wav": "104-003",
		"recordId=y:/1/0/20181217/120/1524488.V3&filetype=2":       "104-003",
		"recordId=1524488.V3":                                                          "104-003",
		"recordId=Yc1v1a120d20181217t1524488":                                          "104-003",
		"recordId=/1/0/20181217/120/1524488.V3":                                        "104-003",
		"recordId=y:1/0/20181217/120/1524488.V3":                                       "104-003",
		"recordId=y:/1/0/20181217/120/0000000.V3":                                      "104-005",
		"recordId=y:/1/0/20181217/120/1524488.v3":                                      "104-005",
		"recordId=y:/1/0/20181217/120":                                                 "104-005",
		"recordId=y:/1/0/20181217/120/1524488.V3/x":                                    "104-005",
		"recordId=q:/1/0/20181217/120/1524488.V3":                                      "104-004",
		"recordId=y:/1/0/" + strings.Repeat("a", 256):                                  "104-003",
		"recordId=y:/1/0" + strings.Repeat("/aaaaaaa", 200):                            "104-003",
		"recordId=y:/1/0/20181217/120/1524488.V3&recordid=z&fileType=9&location_id=x;": "agent-call",
	} {
		re := c.send("GET", resource+"/recordfile/102?"+query, "", guid)
		if r, ok := fixtures.ByName(want); ok {
			re.wantRecording(t, r)
			continue
		}
		re.wantFailure(t, want)
	}
}

func TestOnlyKnownAddressesAndMethodsAreServed(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	guid := "Guid: " + c.signIn("102")
	const query = "?recordId=y:/1/0/20181217/120/1524488.V3"
	for _, tc := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"GET", "/agentgateway/resource/recordfile/102" + query, 200, ""},
		{"GET", "//agentgateway/resource//recordfile/102/" + query, 200, ""},
		{"GET", "/agentgateway/resource/recordfile/%31%30%32" + query, 200, ""},
		{"GET", "/agentgateway/resource/recordfile/" + query, 404, ""},
		{"GET", "/agentgateway/resource/recordfile/abc" + query, 404, ""},
		{"GET", "/agentgateway/resource/recordfile/0102" + query, 404, ""},
		{"GET", "/agentgateway/resource/recordfile/102%2F..%2F103" + query, 404, ""},
		{"GET", "/agentgateway/resource/recordfile/102%00" + query, 404, ""},
		{"GET", "/agentgateway/resource/recordfile/102/x" + query, 404, ""},
		{"GET", "/agentgateway/Resource/recordfile/102" + query, 404, ""},
		{"GET", "/", 404, ""},
		{"POST", "/agentgateway/resource/recordfile/102" + query, 405, "GET"},
		{"DELETE", "/agentgateway/resource/recordfile/102" + query, 405, "GET"},
		{"HEAD", "/agentgateway/resource/recordfile/102" + query, 405, "GET"},
		{"BREW", "/agentgateway/resource/recordfile/102" + query, 405, "GET"},
		{"GET", "/agentgateway/resource/onlineagent/102", 405, "PUT"},
		{"PUT", "/agentgateway/resource/onlineagent/102/handshake", 405, "POST"},
	} {
		re := c.send(tc.method, tc.path, "", guid)
		if re.status != tc.status || re.header.Get("Allow") != tc.allow {
			t.Errorf("%s %s: %d, Allow %q; want %d, %q", tc.method, tc.path, re.status, re.header.Get("Allow"), tc.status, tc.allow)
		}
		if tc.status != 200 && strings.Contains(re.header.Get("Content-Type"), "octet") {
			t.Errorf("%s %s: a recording under %d", tc.method, tc.path, re.status)
		}
	}
}

func TestRefusalsFollowTheDocumentedOrder(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		opts  []mock.Option
		agent string
		query []string
		code  string
	}{
		{"Guid before parameters", nil, "103", nil, "100-006"},
		{"parameters before the switch", []mock.Option{mock.WithDownload(false)}, "102", nil, "000-002"},
		{"the switch before the path", []mock.Option{mock.WithDownload(false)}, "102", []string{"recordId", "x"}, "104-001"},
		{"the switch before the node", []mock.Option{mock.WithDownload(false), mock.WithPool(true)}, "102", []string{"recordId", "x"}, "104-001"},
		{"the node before the path", []mock.Option{mock.WithPool(true)}, "102", []string{"recordId", "x"}, "104-010"},
		{"an empty node is none", []mock.Option{mock.WithPool(true)}, "102", []string{"recordId", "y:/1/0/20181217/120/1524488.V3", "locationId", ""}, "104-010"},
		{"the path before the drive", []mock.Option{mock.WithPool(true)}, "102", []string{"recordId", "q:/1", "locationId", "1"}, "104-003"},
		{"the drive before the file", nil, "102", []string{"recordId", "q:/1/0/1.V3"}, "104-004"},
		{"all in order", []mock.Option{mock.WithPool(true)}, "102", []string{"recordId", "y:/1/0/20181217/120/1524488.V3", "locationId", "1"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, c := start(t, tc.opts...)
			re := c.download(tc.agent, c.signIn("102"), tc.query...)
			if re.retcode() != tc.code {
				t.Errorf("got %.100q, want %q", re.body, tc.code)
			}
		})
	}
}

func TestFailureEnvelope(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	re := c.download("102", c.signIn("102"), "recordId", "y:/1/0/20181217/120/0000000.V3")
	const want = `{"retcode":"104-005","message":"the recording file does not exist","result":""}`
	if string(re.body) != want {
		t.Errorf("got %s, want %s", re.body, want)
	}
}

func TestUnusualHeaderFieldsAreAccepted(t *testing.T) {
	t.Parallel()
	_, c := start(t)
	call := recordingNamed(t, "agent-call")
	guid := c.signIn("102")
	for _, fields := range [][]string{
		{"guid: " + guid},
		{"GUID:  " + guid + " "},
		{"Guid: " + guid, "Content-Type: application/json; charset=UTF-8"},
		{"Guid: " + guid, "Content-Type: nonsense"},
		{"Guid: " + guid, "Cookie: huaweielbsessionabc; Path/; ==,"},
		{"Guid: " + guid, "Cookie: JSESSIONID=other"},
		{"Guid: " + guid, "Accept: application/json"},
		{"Guid: " + guid, "Range: bytes=0-10"},
		{"Guid: " + guid, "If-None-Match: *", "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT"},
		{"Guid: " + guid, "Expect: 100-continue"},
	} {
		re := c.send("GET", resource+"/recordfile/102?recordId="+call.RecordID, "", fields...)
		re.wantRecording(t, call)
		if re.status != 200 {
			t.Errorf("%q: status %d", fields, re.status)
		}
	}
	re := c.send("GET", resource+"/recordfile/102?recordId="+call.RecordID, strings.Repeat("x", 100_000), "Guid: "+guid)
	re.wantRecording(t, call)
}
