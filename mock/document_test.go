package mock_test

import (
	"bytes"
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
)

// edited is the embedded document with pieces of text replaced.
func edited(t *testing.T, pairs ...string) *spec.Document {
	t.Helper()
	source := spec.Source()
	for i := 0; i+1 < len(pairs); i += 2 {
		if !bytes.Contains(source, []byte(pairs[i])) {
			t.Fatalf("the document has no %q", pairs[i])
		}
		source = bytes.ReplaceAll(source, []byte(pairs[i]), []byte(pairs[i+1]))
	}
	doc, err := spec.Load(source)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestEditedDocumentChangesTheGateway(t *testing.T) {
	t.Parallel()
	doc := edited(t,
		"name: recordId\n", "name: fileId\n",
		"application/octet-stream;charset=utf-8", "application/x-recording;charset=utf-8",
		"104-005", "104-055",
		"/agentgateway/resource/recordfile/", "/agentgateway/resource/recordings/",
		"name: Guid\n", "name: Session\n",
		"x-prefix: JSESSIONID=", "x-prefix: GUID=",
		"x-recording-paths:\n", `x-recording-paths:
  - name: video-call
    filetype: "1"
    template: "{drive}:/video/{rest}"
    pattern: ^(?P<drive>[A-Za-z]):/(?P<path>video/.+)$
    separators: ["/"]
    example: y:/video/1.mp4
    requirement: paths/agent-call
`)
	video := fixtures.NewRecording("video", "y:/video/1.mp4", "1", fixtures.Generate("video", 100))
	tree, err := fixtures.NewTree(video)
	if err != nil {
		t.Fatal(err)
	}
	drive, err := tree.Drive("y")
	if err != nil {
		t.Fatal(err)
	}
	_, c := start(t, mock.WithDocument(doc), mock.WithMount("y", drive))
	signIn := c.send("PUT", resource+"/onlineagent/102", signInBody("102"))
	guid, ok := bytes.CutPrefix([]byte(signIn.header.Get("Set-GUID")), []byte("GUID="))
	if !ok {
		t.Error("the prefix of Set-GUID is the old one")
	}
	get := func(query string) reply {
		return c.send("GET", "/agentgateway/resource/recordings/102?"+query, "", "Session: "+string(guid))
	}
	re := get("fileId=y:/video/1.mp4")
	if got := re.header.Get("Content-Type"); got != "application/x-recording;charset=utf-8" || video.Verify(bytes.NewReader(re.body)) != nil {
		t.Errorf("recording: %q, %d bytes", got, len(re.body))
	}
	get("fileId=y:/video/2.mp4").wantFailure(t, "104-055")
	get("recordId=y:/video/1.mp4").wantFailure(t, "000-002")
	if re := c.send("GET", resource+"/recordfile/102", ""); re.status != 404 {
		t.Errorf("the old address: %d", re.status)
	}
}

func TestDeviationsDoNotChangeTheEmbeddedDocument(t *testing.T) {
	t.Parallel()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	before := len(doc.Grammars)
	for _, d := range mock.Deviations() {
		newGateway(t, mock.WithDeviation(d.Name))
	}
	if len(doc.Grammars) != before || doc.DefaultFiletype() != "1" || len(doc.Grammars[0].Separators) != 2 {
		t.Error("a deviation has changed the embedded document")
	}
}
