package mocktest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/mocktest"
)

func signIn(t *testing.T, s *mocktest.Server, base string) (guid string) {
	t.Helper()
	req, err := http.NewRequest("PUT", base+"/onlineagent/102", strings.NewReader(`{"password":"102-password","phonenum":"40038"}`))
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return strings.TrimPrefix(res.Header.Get("Set-GUID"), "JSESSIONID=")
}

func TestStart(t *testing.T) {
	t.Parallel()
	s := mocktest.Start(t, mock.WithAuthMode(mock.Static))
	base := s.URL + "/agentgateway/resource"
	req, err := http.NewRequest("GET", base+"/recordfile/102?recordId=y:/1/0/20181217/120/1524488.V3", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("guid", signIn(t, s, base))
	res, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	recording, err := io.ReadAll(res.Body)
	if err != nil || len(recording) != 48000 {
		t.Errorf("%d bytes, %v", len(recording), err)
	}
}

func TestStartFrozen(t *testing.T) {
	t.Parallel()
	s, clock := mocktest.StartFrozen(t)
	if s.Clock != clock || s.Clock.Now() != clock.Now() {
		t.Error("the gateway does not go by the clock")
	}
	signIn(t, s, s.URL+"/agentgateway/resource")
	clock.Advance(2*time.Minute - 1)
	if !s.Gateway.SignedIn("102") {
		t.Error("signed out too early")
	}
	clock.Advance(1)
	if s.Gateway.SignedIn("102") {
		t.Error("still signed in after two minutes of silence")
	}
}
