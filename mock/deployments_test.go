package mock_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
)

func TestDeploymentsDifferInModeSwitchAndPool(t *testing.T) {
	t.Parallel()
	set, err := mock.Deployments(soon)
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	srv, err := mock.Serve(set, mock.Serving{Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, srv)
	call := recordingNamed(t, "agent-call")
	want := map[string][2]string{ // retcode without and with locationId, "" for the recording
		"dynamic": {"", ""}, "static": {"", ""}, "disabled": {"104-001", "104-001"}, "pool": {"104-010", ""},
	}
	for _, d := range set.List() {
		codes, ok := want[d.Name]
		if !ok || set.Named(d.Name) != d.Gateway {
			t.Errorf("unexpected deployment %q", d.Name)
		}
		delete(want, d.Name)
		c := newClient(t, srv.URL+d.Path, nil)
		guid := c.signIn("102") // in each on its own
		for i, query := range [][]string{{"recordId", call.RecordID}, {"recordId", call.RecordID, "locationId", fixtures.LocationID}} {
			if re := c.download("102", guid, query...); re.retcode() != codes[i] {
				t.Errorf("%s %q: %.100q, want %q", d.Name, query, re.body, codes[i])
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("missing deployments: %v", want)
	}
	if set.Named("other") != nil {
		t.Error("there is a deployment of no such name")
	}
	c := newClient(t, srv.URL, nil)
	for target, status := range map[string]int{"/static": 404, "//static//agentgateway/resource/agentevent/102": 200, "/statics" + resource + "/agentevent/102": 404} {
		if re := c.send("GET", target, ""); re.status != status {
			t.Errorf("%s: %d, want %d", target, re.status, status)
		}
	}
}
