package mock_test

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

const (
	canary = "CANARY: this lies outside of the mount"
	inside = "this lies on the mount"
)

// mountedTree makes a directory to be mounted, with a recording, a directory,
// links that lead out and in, and canaries around it.
func mountedTree(t testing.TB) string {
	t.Helper()
	outer := t.TempDir()
	root := filepath.Join(outer, "mount")
	put := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, at string) {
		t.Helper()
		if err := os.Symlink(to, filepath.Join(root, "1", "0", at)); err != nil {
			t.Fatal(err)
		}
	}
	put(filepath.Join(root, "1", "0", "a.V3"), inside)
	put(filepath.Join(root, "1", "0", "%2e%2e.V3"), inside)
	put(filepath.Join(outer, "canary.V3"), canary)
	put(filepath.Join(outer, "1", "0", "canary.V3"), canary)
	put(filepath.Join(outer, "mount2", "canary.V3"), canary)
	link(filepath.Join(outer, "canary.V3"), "absolute.V3")
	link("../../../canary.V3", "relative.V3")
	link("../../..", "up")
	link(outer, "out")
	link("loop.V3", "loop.V3")
	link("a.V3", "in.V3")
	link("/etc/passwd", "passwd.V3")
	return root
}

// corpus lists ways out of a mount, as decoded recordIds.
func corpus(root string) []string {
	outer := filepath.Dir(root)
	ids := []string{
		"", ".", "..", "/", `\`, "y:", "y:/", "y:..", "y:/..", "y:/../canary.V3", "canary.V3", "../canary.V3",
		outer + "/canary.V3", "file://" + outer + "/canary.V3", "y:" + outer + "/canary.V3", "y:/" + outer + "/canary.V3",
		"y:/1/0/absolute.V3", "y:/1/0/relative.V3", "y:/1/0/up/canary.V3", "y:/1/0/out/canary.V3", "y:/1/0/out/mount2/canary.V3",
		"y:/1/0/loop.V3", "y:/1/0/passwd.V3", "y:/1/0", "y:/1/0/", "y:/1/0/up", "y:/1/0/a.V3/", "y:/1/0/a.V3/.", "y:/1/0/./a.V3",
		"y:/1/0/a.V3/../../../../canary.V3", "yy:/1/0/a.V3", "y:y:/1/0/a.V3", "y:/y:/1/0/a.V3", "y:/1/0/y:/a.V3", "y://1/0/a.V3",
		"//server/share/1/0/a.V3", `\\server\share\1\0\a.V3`, `\\?\y:\1\0\a.V3`, `\\.\y:\1\0\a.V3`, "//?/y:/1/0/a.V3",
		"y:/1/0/CON", "y:/1/0/nul.V3", "y:/1/0/COM1", "y:/1/0/lpt9.txt", "y:/1/0/a.V3::$DATA", "y:/1/0/a.V3.", "y:/1/0/a.V3 ",
		"y:/1/0/a.V3\x00", "y:/1/0/../../../canary.V3\x00.V3", "y:/1/0/a.V3\r\nX-Evil: 1", "y:/1/0/\x1b[2J", "y:/1/0/a\x7f.V3",
		"y:/1/0/\xff\xfe.V3", "y:/1/0/\xc0\xae\xc0\xae/canary.V3", "y:/1/0/..;/canary.V3", "y:/1/0/*.V3", "y:/1/0/?.V3", "y:/1/0/a|b",
		"y:/1/0/~/canary.V3", "y:/1/0/$HOME/canary.V3", "y:/1/0/`id`", "1:/1/0/a.V3", "é:/1/0/a.V3", ":/1/0/a.V3",
		"y:/1/0/" + strings.Repeat("../", 300) + "canary.V3", "y:/1/0/" + strings.Repeat("a", 5000), "y:/1/0" + strings.Repeat("/a", 5000),
		"y:/1/0/．．/．．/canary.V3", "y:/1/0/‥/canary.V3", "y:∕1∕0∕a.V3", "y：/1/0/a.V3",
	}
	for _, up := range []string{"..", "../..", "../../..", "../../../..", "../../../mount2", "....//....//.."} {
		for _, sep := range []string{"/", `\`, "%2f", "%5c", "%252f", "／", "/./", "//", `\/`} {
			for _, dot := range []string{"..", "%2e%2e", "%252e%252e", ".%2e", "．．", "\xc0\xae\xc0\xae", ".. ", "...", "..\x00"} {
				p := strings.ReplaceAll(strings.ReplaceAll(up, "/", sep), "..", dot)
				ids = append(ids, "y:/1/0/"+p+sep+"canary.V3", "y:/"+p+sep+"canary.V3", "y:"+sep+"1"+sep+"0"+sep+p+sep+"canary.V3", p+sep+"canary.V3")
			}
		}
	}
	return ids
}

func TestNothingOutsideOfAMountIsServed(t *testing.T) {
	t.Parallel()
	root := mountedTree(t)
	g := newGateway(t, mock.WithDirectory("y", root))
	guid := signedIn(t, g)
	for i, id := range corpus(root) {
		for j, how := range slices.Sorted(maps.Keys(encodings)) {
			if !everyCase && (i+j)%len(encodings) != 0 {
				continue // each id in one encoding; make test-long has them all
			}
			for _, more := range []string{"", "&filetype=2"} {
				wantInside(t, id, how, serve(g, "GET", resource+"/recordfile/102", "recordId="+encodings[how](id)+more, "", guid))
			}
		}
	}
	for _, id := range []string{"y:/1/0/a.V3", "y:/1/0/in.V3", "Y:\\1\\0\\%2e%2e.V3"} {
		re := serve(g, "GET", resource+"/recordfile/102", "recordId="+hexed(id), "", guid)
		if string(re.body) != inside {
			t.Errorf("%q: %.80q, want the recording", id, re.body)
		}
	}
}

// The same over a connection, for what the server makes of a request line.
func TestNothingOutsideOfAMountIsServedOverTheWire(t *testing.T) {
	t.Parallel()
	root := mountedTree(t)
	_, c := start(t, mock.WithDirectory("y", root))
	guid := "Guid: " + c.signIn("102")
	for i, id := range corpus(root) {
		for j, how := range slices.Sorted(maps.Keys(encodings)) {
			if !everyCase && ((i+j)%len(encodings) != 0 || i > 100 && i%40 != 0) {
				continue
			}
			wantInside(t, id, how, c.send("GET", resource+"/recordfile/102?recordId="+encodings[how](id), "", guid))
		}
	}
}

var encodings = map[string]func(string) string{"form": url.QueryEscape, "path": url.PathEscape, "every byte": hexed, "bare": bare}

// wantInside accepts the recording on the mount and refusals.
func wantInside(t *testing.T, id, how string, re reply) {
	t.Helper()
	if strings.Contains(string(re.body), "CANARY") || strings.Contains(string(re.body), "root:") {
		t.Errorf("%q in %s encoding leads outside", id, how)
	}
	if string(re.body) != inside && re.retcode() == "" {
		t.Errorf("%q in %s encoding: no envelope but %d %.80q", id, how, re.status, re.body)
	}
}

// Links that lead out are refused like any other path that cannot be followed.
func TestSymlinksOutOfTheMountAreRefused(t *testing.T) {
	t.Parallel()
	_, c := start(t, mock.WithDirectory("Y", mountedTree(t)))
	guid := c.signIn("102")
	for id, code := range map[string]string{
		"y:/1/0/absolute.V3": "104-003", "y:/1/0/relative.V3": "104-003", "y:/1/0/up/canary.V3": "104-003",
		"y:/1/0/loop.V3": "104-003", "y:/1/0/up": "104-003", "y:/1/0/none.V3": "104-005", "y:/1/0/a.V3/b": "104-005",
	} {
		if re := c.download("102", guid, "recordId", id); re.retcode() != code {
			t.Errorf("%s: %.100q, want %s", id, re.body, code)
		}
	}
}

func hexed(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteString("%" + string("0123456789abcdef"[s[i]>>4]) + string("0123456789ABCDEF"[s[i]&15]))
	}
	return b.String()
}

// bare encodes only what a request line cannot hold.
func bare(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '&' || c == '+' || c == '#' || c == '%' {
			b.WriteString(hexed(s[i : i+1]))
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
