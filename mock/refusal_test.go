package mock_test

import (
	"slices"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
)

// observed is a gateway without a network, and what it reports of the last request.
func observed(t *testing.T, opts ...mock.Option) (*mock.Gateway, *mock.Observation) {
	t.Helper()
	last := &mock.Observation{}
	return newGateway(t, append(opts, mock.WithObserver(func(o mock.Observation) { *last = o }))...), last
}

const callQuery = "recordId=y:/1/0/20181217/120/1524488.V3"

func TestRefusalsNameRequirementAndFacts(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, agent, query, guid string // guid "" is none, "own" that of agent 102
		opts                     []mock.Option
		stage, requirement       string
		facts                    []mock.Fact
	}{
		{"no session", "103", callQuery, "own", nil, "guid", "retcodes/not-signed-in", []mock.Fact{{Name: "agent", Value: "103"}}},
		{"empty Guid", "102", callQuery, "", nil, "guid", "auth/guid-empty", []mock.Fact{{Name: "agent", Value: "102"}, {Name: "guid", Value: "empty"}}},
		{"unknown Guid", "102", callQuery, "x", nil, "guid", "auth/guid-never-issued", []mock.Fact{{Name: "agent", Value: "102"}, {Name: "guid", Value: "unknown"}}},
		{"no recordId", "102", "", "own", nil, "parameters", "parameters/record-id-missing", []mock.Fact{{Name: "parameter", Value: "recordId"}, {Name: "value", Value: "absent"}}},
		{"empty recordId", "102", "recordId=", "own", nil, "parameters", "parameters/record-id-empty", []mock.Fact{{Name: "parameter", Value: "recordId"}, {Name: "value", Value: "empty"}}},
		{"unknown filetype", "102", callQuery + "&filetype=3", "own", nil, "parameters", "parameters/filetype-unknown", []mock.Fact{{Name: "parameter", Value: "filetype"}}},
		{"download off", "102", callQuery, "own", []mock.Option{mock.WithDownload(false)}, "switch", "retcodes/download-disabled", nil},
		{"pool mode", "102", callQuery, "own", []mock.Option{mock.WithPool(true)}, "location", "retcodes/location-missing", []mock.Fact{{Name: "mode", Value: "pool"}}},
		{"no path", "102", "recordId=x", "own", nil, "path", "paths/neither-grammar", nil},
		{"drive without mapping", "102", "recordId=q:/1/0/1.V3", "own", nil, "drive", "retcodes/drive-unmapped", []mock.Fact{{Name: "drive", Value: "q"}}},
		{"no file", "102", "recordId=y:/1/0/1.V3", "own", nil, "file", "retcodes/recording-absent", []mock.Fact{{Name: "drive", Value: "y"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			g, last := observed(t, tc.opts...)
			own := signedIn(t, g)
			if tc.guid == "own" {
				tc.guid = own
			}
			re := serve(g, "GET", resource+"/recordfile/"+tc.agent, tc.query, "", tc.guid)
			wantRefusal(t, last, tc.stage, tc.requirement, tc.facts)
			if doc, err := spec.Default(); err != nil || doc.Retcode(last.Refusal.Condition).Code != re.retcode() {
				t.Errorf("retcode %q does not belong to condition %q (%v)", re.retcode(), last.Refusal.Condition, err)
			}
		})
	}
}

func wantRefusal(t *testing.T, o *mock.Observation, stage, requirement string, facts []mock.Fact) {
	t.Helper()
	if o.Refusal == nil {
		t.Fatalf("no refusal was observed: %+v", *o)
	}
	if o.Refusal.Stage != stage || o.Refusal.Requirement != requirement || !slices.Equal(o.Refusal.Facts, facts) {
		t.Errorf("got %+v, want stage %q, requirement %q, facts %v", *o.Refusal, stage, requirement, facts)
	}
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	if _, known := doc.Requirement(o.Refusal.Requirement); !known {
		t.Errorf("the register has no requirement %q", o.Refusal.Requirement)
	}
}

func TestRefusalsSayWhatBecameOfAGuid(t *testing.T) {
	t.Parallel()
	clock := fakeClock()
	g, last := observed(t, mock.WithClock(clock), mock.WithPollWait(false, 0, 0))
	ask := func(agent, guid string) { serve(g, "GET", resource+"/recordfile/"+agent, callQuery, "", guid) }
	agent := mock.Fact{Name: "agent", Value: "102"}

	first := signedIn(t, g)
	serve(g, "PUT", resource+"/onlineagent/103", "", signInBody("103"), "")
	ask("103", first)
	wantRefusal(t, last, "guid", "auth/guid-of-another-agent", []mock.Fact{{Name: "agent", Value: "103"}, {Name: "guid", Value: "of another agent"}, {Name: "owner", Value: "102"}})

	poll := func(guid string) reply { return serve(g, "GET", resource+"/agentevent/102", "", "", guid) }
	clock.Advance(time.Minute)
	second := guidOf(poll(first))
	replaced := clock.Now().UTC().Format(time.RFC3339Nano)
	clock.Advance(time.Minute)
	ask("102", first)
	wantRefusal(t, last, "guid", "auth/replaced-guid-lapses", []mock.Fact{agent, {Name: "guid", Value: "replaced"}, {Name: "number", Value: "1"}, {Name: "replaced", Value: replaced}})

	serve(g, "PUT", resource+"/onlineagent/102/forcelogin", "", signInBody("102"), "")
	ask("102", second)
	wantRefusal(t, last, "guid", "auth/guid-after-forced-sign-in", []mock.Fact{agent, {Name: "guid", Value: "of an ended session"}, {Name: "number", Value: "2"}})
}

func TestUnknownAddressesAndMethodsAreRefusalsToo(t *testing.T) {
	t.Parallel()
	g, last := observed(t)
	serve(g, "GET", "/elsewhere", "", "", "")
	wantRefusal(t, last, "address", "parameters/address", nil)
	serve(g, "POST", resource+"/recordfile/102", "", "", "")
	wantRefusal(t, last, "address", "method/get", []mock.Fact{{Name: "allowed", Value: "GET"}})
}

// A deviation may serve what was refused; what was decided stays on record.
func TestRefusalIsReportedWhenADeviationServesAllTheSame(t *testing.T) {
	t.Parallel()
	g, last := observed(t, mock.WithDeviation("serves-all"))
	serve(g, "GET", resource+"/recordfile/102", callQuery, "", "")
	if last.Condition != "" || last.Refusal == nil || last.Refusal.Condition != spec.NotSignedIn || last.Transfer.Written != 48000 {
		t.Errorf("got %+v", *last)
	}
}
