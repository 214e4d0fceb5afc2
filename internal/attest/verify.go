package attest

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"
	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Bundle is what there is of a claim.
type Bundle struct {
	Claim     []byte // the file
	Statement []byte // the file
	Evidence  []File // those of the report that are there
}

// Verify checks a claim offline: both signatures, that the statement names this claim
// and agrees with it, and for the evidence that is there, that its digests are those of
// the claim and that the result supports exactly this claim. No problem means that the
// claim is sound; the claim is returned whenever it could be read.
func Verify(ctx context.Context, b Bundle, key dsse.Verifier) (Claim, []error) {
	c, problems := verifyClaim(ctx, b.Claim, key)
	payload, err := open(ctx, b.Statement, StatementType, key)
	if err != nil {
		problems = append(problems, fmt.Errorf("%s: %w", StatementFile, err))
	}
	if len(problems) > 0 {
		return c, problems
	}
	s, result, err := readStatement(payload)
	if err != nil {
		return c, []error{fmt.Errorf("%s: %w", StatementFile, err)}
	}
	problems = append(problems, agree(c, b.Claim, s, result)...)
	problems = append(problems, verifyEvidence(c, b, payload)...)
	return c, problems
}

// verifyClaim checks the signature and the form of a claim.
func verifyClaim(ctx context.Context, file []byte, key dsse.Verifier) (c Claim, problems []error) {
	payload, err := open(ctx, file, ClaimType, key)
	if err == nil {
		c, err = readClaim(payload)
	}
	if err != nil {
		return c, []error{fmt.Errorf("%s: %w", ClaimFile, err)}
	}
	return c, nil
}

// agree compares a statement with the claim that it must name.
func agree(c Claim, claimFile []byte, s *intoto.Statement, result *testresult.TestResult) (problems []error) {
	wrong := func(is bool, format string, args ...any) {
		if is {
			problems = append(problems, fmt.Errorf(StatementFile+": "+format, args...))
		}
	}
	subjects := s.GetSubject()
	wrong(len(subjects) != 1 || subjects[0].GetName() != c.Subject.Name || subjects[0].GetDigest()["sha256"] != c.Subject.SHA256,
		"the subject is not that of the claim, %s@sha256:%s", c.Subject.Name, c.Subject.SHA256)
	want := append([]Evidence{{ClaimFile, digest(claimFile)}}, c.Evidence...)
	var got []Evidence
	for _, d := range result.GetConfiguration() {
		got = append(got, Evidence{d.GetName(), d.GetDigest()["sha256"]})
	}
	wrong(!slices.Equal(got, want), "the configuration does not name this claim and its evidence")
	verdict := map[string]report.Overall{"PASSED": report.Conformant, "WARNED": report.ConformantWithWaivers}[result.GetResult()]
	wrong(verdict == "" || verdict != c.Verdict, "the result is %.20q, but the claim says %s", result.GetResult(), c.Verdict)
	n := c.Run.Counts
	wrong(len(result.GetPassedTests()) != n.Pass || len(result.GetWarnedTests()) != n.Warning || len(result.GetFailedTests()) != n.Fail,
		"it lists %d passed, %d warned and %d failed tests, but the claim counts %d, %d and %d",
		len(result.GetPassedTests()), len(result.GetWarnedTests()), len(result.GetFailedTests()), n.Pass, n.Warning, n.Fail)
	return problems
}

// verifyEvidence checks the files of the report that are there.
func verifyEvidence(c Claim, b Bundle, statementPayload []byte) (problems []error) {
	for _, f := range b.Evidence {
		i := slices.IndexFunc(c.Evidence, func(e Evidence) bool { return e.Name == f.Name })
		switch {
		case i < 0:
			problems = append(problems, fmt.Errorf("%s: the claim does not rest on this file", f.Name))
		case digest(f.Data) != c.Evidence[i].SHA256:
			problems = append(problems, fmt.Errorf("%s: the file is not the one that the claim rests on: its SHA-256 is %s, want %s", f.Name, digest(f.Data), c.Evidence[i].SHA256))
		case f.Name == EvidenceFiles[0]:
			problems = append(problems, supported(c, f, b.Claim, statementPayload)...)
		}
	}
	return problems
}

// supported makes the claim and the statement again from the result.
func supported(c Claim, result File, claimFile, statementPayload []byte) []error {
	r, err := report.ReadJSON(bytes.NewReader(result.Data))
	if err != nil {
		return []error{fmt.Errorf("%s: %w", result.Name, err)}
	}
	for _, why := range Refusals(r, c.Subject, Known{}) {
		return []error{fmt.Errorf("%s: %s", result.Name, why)}
	}
	want, err := encode(NewClaim(r, c.Subject, c.Evidence))
	got, err2 := encode(c)
	if err != nil || err2 != nil || !bytes.Equal(want, got) {
		return []error{fmt.Errorf("%s: the claim says something else than this result", ClaimFile)}
	}
	payload, err := statement(c, r, claimFile)
	if err != nil || !bytes.Equal(payload, statementPayload) {
		return []error{fmt.Errorf("%s: the statement says something else than this result", StatementFile)}
	}
	return nil
}
