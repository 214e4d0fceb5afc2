// Package gateway lets a Ginkgo suite of your own talk to a CC-Gateway and
// judge its answers with the rules of gwcheck:
//
//	client, err := gateway.NewClient(document, declared.Deployments[0])
//	Expect(err).NotTo(HaveOccurred())
//	session, err := client.SignIn(ctx, agent)
//	Expect(err).NotTo(HaveOccurred())
//	Expect(session.Download(ctx, recording)).To(gateway.BeRecording(recording))
//	Expect(session.Download(ctx, recording, gateway.WithGuid(""))).To(gateway.BeRefused(spec.GuidRefused))
//
// An [Exchange] is one request and its answer as received, and never changes.
// The matchers are stateless and may be used with Eventually, And, Or and Not.
// What Gomega prints of an exchange has no password, Guid or cookie in it, and
// of a recording no more than its length and digest.
//
// The package keeps no register, no limits on requests and no report: for these
// run the checks of package suites.
package gateway
