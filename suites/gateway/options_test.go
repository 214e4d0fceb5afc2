package gateway_test

import (
	"net/http"
	"testing"

	"github.com/onsi/gomega"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/gateway"
)

// Each option changes what the mock answers.
func TestOptionsChangeTheRequest(t *testing.T) {
	stop, deployment, recording := startExampleMock()
	defer stop()
	document, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	client, err := gateway.NewClient(document, deployment)
	if err != nil {
		t.Fatal(err)
	}
	session, err := client.SignIn(t.Context(), deployment.Agents[0])
	if err != nil {
		t.Fatal(err)
	}
	expect := gomega.NewWithT(t).Expect
	expect(session.Download(t.Context(), recording, gateway.WithHeader("X-Extra", "1"))).To(gateway.BeRecording(recording))
	expect(session.Download(t.Context(), recording, gateway.WithAgent("103"))).NotTo(gateway.BeRecording(recording))
	expect(session.Download(t.Context(), recording, gateway.WithMethod(http.MethodDelete))).NotTo(gateway.BeRecording(recording))
	expect(session.Download(t.Context(), recording, gateway.WithParameter(spec.RoleRecord, "y:/absent.V3"))).NotTo(gateway.BeRecording(recording))
	expect(session.SignOut(t.Context())).To(gateway.BeSuccessful())
}
