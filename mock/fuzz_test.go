package mock_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
)

// fakeClock stands at a fixed instant until a test moves it.
func fakeClock() *clockwork.FakeClock {
	return clockwork.NewFakeClockAt(time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC))
}

// newGateway is a gateway that answers without a network.
func newGateway(t testing.TB, opts ...mock.Option) *mock.Gateway {
	t.Helper()
	opts = append([]mock.Option{mock.WithClock(fakeClock())}, opts...)
	g, err := mock.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

func serve(g http.Handler, method, path, rawQuery, body, guid string) reply {
	r := httptest.NewRequest(method, "https://gateway"+path, strings.NewReader(body))
	r.URL.RawQuery = rawQuery
	r.Header.Set("Guid", guid)
	w := httptest.NewRecorder()
	g.ServeHTTP(w, r)
	return reply{status: w.Code, header: w.Result().Header, body: w.Body.Bytes()}
}

func signedIn(t testing.TB, g http.Handler) string {
	t.Helper()
	re := serve(g, "PUT", resource+"/onlineagent/102", "", signInBody("102"), "")
	if re.retcode() != "0" {
		t.Fatalf("sign-in: %s", re.body)
	}
	return guidOf(re)
}

// Whatever the recordId: a recording of the mount, or a failure envelope with a
// code of the table; never anything from outside.
func FuzzRecordID(f *testing.F) {
	root := mountedTree(f)
	for _, id := range corpus(root)[:80] {
		f.Add(id, "1", false)
	}
	f.Add("y:/1/0/a.V3", "1", true)
	doc, err := spec.Default()
	if err != nil {
		f.Fatal(err)
	}
	g := newGateway(f, mock.WithDirectory("y", root))
	guid := signedIn(f, g)
	f.Fuzz(func(t *testing.T, recordID, filetype string, raw bool) {
		query := "recordId=" + url.QueryEscape(recordID) + "&filetype=" + url.QueryEscape(filetype)
		if raw {
			query = "recordId=" + recordID + "&filetype=" + filetype
		}
		re := serve(g, "GET", resource+"/recordfile/102", query, "", guid)
		if re.status != 200 {
			t.Fatalf("status %d", re.status)
		}
		if string(re.body) == inside {
			return
		}
		if row, ok := doc.Code(re.retcode()); !ok || row.Success {
			t.Fatalf("%q is neither the recording nor a refusal: %.100q", recordID, re.body)
		}
	})
}

// Whatever the body: an envelope, and a session only with the right password.
func FuzzSignInBody(f *testing.F) {
	for _, body := range []string{
		signInBody("102"), "", "null", "{}", "[]", `{"password":1,"phonenum":2}`, `{"password":"102-password","phonenum":"1","status":"x"}`,
		`{"password":"102-password","phonenum":"1"}x`, "\ufeff{}", `{"password":"102-password","password":"x","phonenum":""}`,
	} {
		f.Add(body)
	}
	doc, err := spec.Default()
	if err != nil {
		f.Fatal(err)
	}
	g := newGateway(f)
	f.Fuzz(func(t *testing.T, body string) {
		re := serve(g, "PUT", resource+"/onlineagent/102", "", body, "")
		if _, ok := doc.Code(re.retcode()); !ok || re.status != 200 {
			t.Fatalf("%d %.100q", re.status, re.body)
		}
		if signed := g.Expire("102"); signed != (re.retcode() == "0") {
			t.Fatalf("retcode %s, and signed in: %v", re.retcode(), signed)
		} else if signed && !strings.Contains(body, "102") && !strings.Contains(body, `\u`) {
			t.Fatalf("signed in without the password")
		}
	})
}
