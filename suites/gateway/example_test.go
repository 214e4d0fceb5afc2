package gateway_test

import (
	"fmt"
	"io"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	. "github.com/onsi/gomega"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/gateway"
	"github.com/gwcheck/gwcheck/suites/target"
)

// A vendor's own Ginkgo suite with the client and the matchers. Here the gateway
// is the mock; with a target file it is the first of target.Load's deployments.
func Example() {
	stop, deployment, recording := startExampleMock()
	defer stop()
	quietly(func() {
		ginkgo.Describe("our build", func() {
			ginkgo.It("serves a recording to its agent and to nobody else", func(ctx ginkgo.SpecContext) {
				document, err := spec.Default()
				Expect(err).NotTo(HaveOccurred())
				client, err := gateway.NewClient(document, deployment)
				Expect(err).NotTo(HaveOccurred())

				session, err := client.SignIn(ctx, deployment.Agents[0])
				Expect(err).NotTo(HaveOccurred())
				Expect(session.Download(ctx, recording)).To(gateway.BeRecording(recording))
				Expect(session.Download(ctx, recording, gateway.WithoutGuid())).To(gateway.BeRefused(spec.GuidRefused))

				Expect(session.SignOut(ctx)).To(gateway.BeSuccessful())
				Expect(session.Download(ctx, recording)).To(gateway.BeRefused(spec.NotSignedIn))
			})
		})
	})
	// Output: passed
}

func startExampleMock() (stop func(), d target.Deployment, rec target.Recording) {
	gw, err := mock.New(mock.WithAuthMode(mock.Static), mock.WithAgent("102", "a password of agent 102"))
	if err != nil {
		panic(err)
	}
	server, err := mock.Serve(gw, mock.Serving{})
	if err != nil {
		panic(err)
	}
	sample := fixtures.Catalogue()[0]
	d = target.Deployment{
		Name: "mock", URL: server.URL, AuthMode: 1, Download: true, TLS: target.TLS{CAData: server.CAData},
		Agents: []target.Agent{{ID: "102", Password: target.NewSecret("a password of agent 102"), Phone: "40038"}},
	}
	rec = target.Recording{Name: sample.Name, RecordID: sample.RecordID, Filetype: sample.Filetype, Size: sample.Size, SHA256: sample.SHA256()}
	return func() { _ = server.Stop(); _ = gw.Close() }, d, rec
}

// quietly runs the specs that build describes, as "go test" does through
// ginkgo.RunSpecs(t, …), and prints the outcome in one word.
func quietly(build func()) {
	globals.Reset()
	defer globals.Reset()
	stdout := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard
	defer func() { formatter.ColorableStdOut = stdout }()
	RegisterFailHandler(ginkgo.Fail)
	build()
	outcome := "passed"
	ginkgo.RunSpecs(failer{&outcome}, "example")
	fmt.Println(outcome)
}

type failer struct{ outcome *string }

func (f failer) Fail() { *f.outcome = "failed" }
