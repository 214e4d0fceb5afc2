package spec_test

import (
	"slices"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
)

func TestOperationsHaveMethodPathAndGuid(t *testing.T) {
	t.Parallel()
	const root = "/agentgateway/resource/"
	tests := []struct {
		name, method, path   string
		guid, body, setsGuid bool
	}{
		{spec.DownloadRecordFile, "GET", "recordfile/{agentid}", true, false, false},
		{spec.Login, "PUT", "onlineagent/{agentid}", false, true, true},
		{spec.ForceLogin, "PUT", "onlineagent/{agentid}/forcelogin", false, true, true},
		{spec.Logout, "DELETE", "onlineagent/{agentid}/logout", true, false, false},
		{spec.ForceLogout, "DELETE", "onlineagent/{agentid}/forcelogout", true, false, false},
		{spec.GetAgentEvent, "GET", "agentevent/{agentid}", true, false, true},
		{spec.UpdateGuid, "PUT", "onlineagent/{agentid}/updateGuid", true, false, false},
		{spec.HandShake, "POST", "onlineagent/{agentid}/handshake", true, false, true},
		{spec.Heartbeat, "PUT", "onlineagent/{agentid}/heartbeat", true, false, false},
	}
	d := load(t)
	if len(d.Operations) != len(tests) {
		t.Errorf("got %d operations, want %d", len(d.Operations), len(tests))
	}
	for i, tt := range tests {
		o, ok := d.Operation(tt.name)
		if !ok {
			t.Errorf("%s: not there", tt.name)
			continue
		}
		if d.Operations[i] != o {
			t.Errorf("%s: not in place %d", tt.name, i)
		}
		if o.Method != tt.method || o.Path != root+tt.path {
			t.Errorf("%s: got %s %s, want %s %s", tt.name, o.Method, o.Path, tt.method, root+tt.path)
		}
		if o.NeedsGuid != tt.guid || (o.Body != nil) != tt.body || (o.Renewal.Header != "") != tt.setsGuid {
			t.Errorf("%s: needs Guid %t, body %t, sets Guid %t", tt.name, o.NeedsGuid, o.Body != nil, o.Renewal.Header != "")
		}
		if o.BodyType != "application/json; charset=UTF-8" {
			t.Errorf("%s: got Content-Type %q of the request", tt.name, o.BodyType)
		}
		if tt.setsGuid && o.Renewal != (spec.Renewal{Header: "Set-GUID", Prefix: "JSESSIONID="}) {
			t.Errorf("%s: got renewal %+v", tt.name, o.Renewal)
		}
	}
	if d.GuidHeader != "Guid" {
		t.Errorf("Guid header: got %q, want Guid", d.GuidHeader)
	}
}

func TestUnknownOperationIsNotFound(t *testing.T) {
	t.Parallel()
	if o, ok := load(t).Operation("deleteRecordFile"); ok {
		t.Errorf("got %+v, want none", o)
	}
}

func TestDownloadParametersHaveTheirRoles(t *testing.T) {
	t.Parallel()
	o, _ := load(t).Operation(spec.DownloadRecordFile)
	tests := []struct {
		role         spec.Role
		name, in     string
		required     bool
		defaultValue string
		options      []string
	}{
		{spec.RoleAgent, "agentid", "path", true, "", nil},
		{spec.RoleRecord, "recordId", "query", true, "", nil},
		{spec.RoleFiletype, "filetype", "query", false, "1", []string{"1", "2"}},
		{spec.RoleLocation, "locationId", "query", false, "", nil},
	}
	for _, tt := range tests {
		p, ok := o.Param(tt.role)
		if !ok || p.Name != tt.name || p.In != tt.in || p.Required != tt.required {
			t.Errorf("%s: got %s in %s, required %t", tt.role, p.Name, p.In, p.Required)
		}
		if p.Default != tt.defaultValue || !slices.Equal(p.Options, tt.options) {
			t.Errorf("%s: got default %q and options %q", tt.role, p.Default, p.Options)
		}
	}
	if p, ok := o.Param(spec.RoleCalldata); ok {
		t.Errorf("calldata: got %+v, want none", p)
	}
}

func TestDownloadHasASuccessAndAFailureAnswer(t *testing.T) {
	t.Parallel()
	o, _ := load(t).Operation(spec.DownloadRecordFile)
	if got := o.Success; got.ContentType != "application/octet-stream;charset=utf-8" || !got.Binary {
		t.Errorf("success: got %q, binary %t", got.ContentType, got.Binary)
	}
	if got := o.Failure; got.ContentType != "application/json;charset=UTF-8" || got.Binary {
		t.Errorf("failure: got %q, binary %t", got.ContentType, got.Binary)
	}
}

func TestPathForEncodesTheAgent(t *testing.T) {
	t.Parallel()
	o, _ := load(t).Operation(spec.Logout)
	for agent, want := range map[string]string{
		"102":    "/agentgateway/resource/onlineagent/102/logout",
		"1/../2": "/agentgateway/resource/onlineagent/1%2F..%2F2/logout",
		"1 ?#":   "/agentgateway/resource/onlineagent/1%20%3F%23/logout",
		"":       "/agentgateway/resource/onlineagent//logout",
	} {
		if got := o.PathFor(agent); got != want {
			t.Errorf("agent %q: got %q, want %q", agent, got, want)
		}
	}
}
