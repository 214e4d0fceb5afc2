package attest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/gwcheck/gwcheck/suites/report"
)

// TestResultType is the type of the predicate of a statement.
const TestResultType = "https://in-toto.io/attestation/test-result/v0.1"

// Names of the files of a claim.
const (
	ClaimFile     = "claim.dsse.json"
	StatementFile = "statement.dsse.json"
	BadgeFile     = "badge.svg"
)

// statement is the in-toto statement of a claim: the result of the tests of the
// subject, with the file of the claim and the evidence by digest as configuration.
// Failures that a waiver accepts are failed tests, with the result WARNED.
func statement(c Claim, r report.Result, claimFile []byte) ([]byte, error) {
	result := &testresult.TestResult{Result: "PASSED", Url: c.URL}
	if c.Verdict == report.ConformantWithWaivers {
		result.Result = "WARNED"
	}
	files := append([]Evidence{{ClaimFile, digest(claimFile)}}, c.Evidence...)
	for _, e := range files {
		result.Configuration = append(result.Configuration, &intoto.ResourceDescriptor{
			Name: e.Name, Digest: map[string]string{"sha256": e.SHA256},
		})
	}
	for _, k := range r.Checks {
		switch k.Verdict {
		case report.Pass:
			result.PassedTests = append(result.PassedTests, k.ID)
		case report.Warning:
			result.WarnedTests = append(result.WarnedTests, k.ID)
		case report.Fail:
			result.FailedTests = append(result.FailedTests, k.ID)
		}
	}
	predicate, err := asStruct(result)
	if err != nil {
		return nil, err
	}
	s := &intoto.Statement{
		Type:          intoto.StatementTypeUri,
		Subject:       []*intoto.ResourceDescriptor{{Name: c.Subject.Name, Digest: map[string]string{"sha256": c.Subject.SHA256}}},
		PredicateType: TestResultType, Predicate: predicate,
	}
	if err := s.Validate(); err != nil {
		return nil, fmt.Errorf("the statement is not valid: %w", err)
	}
	text, err := protojson.Marshal(s)
	if err != nil {
		return nil, err
	}
	return tidy(text)
}

// asStruct is a message as the predicate of a statement.
func asStruct(m *testresult.TestResult) (*structpb.Struct, error) {
	text, err := protojson.Marshal(m)
	if err != nil {
		return nil, err
	}
	s := new(structpb.Struct)
	return s, protojson.Unmarshal(text, s)
}

// tidy writes JSON the same each time, which protojson does not.
func tidy(text []byte) ([]byte, error) {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, err
	}
	return encode(v)
}

// readStatement reads the statement and its predicate. Members of later versions are
// ignored, as the specification wants it.
func readStatement(payload []byte) (*intoto.Statement, *testresult.TestResult, error) {
	lenient := protojson.UnmarshalOptions{DiscardUnknown: true}
	s, p := new(intoto.Statement), new(testresult.TestResult)
	if err := lenient.Unmarshal(payload, s); err != nil {
		return nil, nil, errors.New("the payload is not a statement of in-toto")
	}
	if err := s.Validate(); err != nil {
		return nil, nil, fmt.Errorf("the statement is not valid: %w", err)
	}
	if s.GetPredicateType() != TestResultType {
		return nil, nil, fmt.Errorf("the predicate has the type %.80q, want %q", s.GetPredicateType(), TestResultType)
	}
	text, err := protojson.Marshal(s.GetPredicate())
	if err != nil {
		return nil, nil, err
	}
	if err := lenient.Unmarshal(text, p); err != nil {
		return nil, nil, errors.New("the predicate is not a test result")
	}
	return s, p, nil
}

// readClaim reads a claim; an unknown member is an error, since nobody would see it.
func readClaim(payload []byte) (Claim, error) {
	var c Claim
	d := json.NewDecoder(bytes.NewReader(payload))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil || c.Schema != ClaimSchema {
		return c, fmt.Errorf("the payload is not a claim of the form %s", ClaimSchema)
	}
	return c, nil
}
