package attest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"github.com/gwcheck/gwcheck/suites/report"
)

// File is one file of a claim.
type File struct {
	Name string
	Data []byte
}

// RefusedError says why a result cannot be certified.
type RefusedError struct{ Reasons []string }

func (e *RefusedError) Error() string {
	return "this run cannot be certified:\n  " + strings.Join(e.Reasons, "\n  ")
}

// EvidenceFiles are the files of a report that a claim rests on.
var EvidenceFiles = []string{"result.json", "exchanges.har"}

// Certify makes the files of a claim: the claim, the statement of in-toto and the
// badge. The evidence is the files of the report that EvidenceFiles names, as they
// are stored. The error is a *[RefusedError] if the result does not support the claim.
func Certify(ctx context.Context, r report.Result, s Subject, evidence []File, key dsse.SignerVerifier, known Known) ([]File, error) {
	if why := Refusals(r, s, known); len(why) > 0 {
		return nil, &RefusedError{why}
	}
	c := NewClaim(r, s, listed(evidence))
	payload, err := encode(c)
	if err != nil {
		return nil, err
	}
	claimFile, err := seal(ctx, ClaimType, payload, key)
	if err != nil {
		return nil, err
	}
	payload, err = statement(c, r, claimFile)
	if err != nil {
		return nil, err
	}
	statementFile, err := seal(ctx, StatementType, payload, key)
	if err != nil {
		return nil, err
	}
	files := []File{{ClaimFile, claimFile}, {StatementFile, statementFile}, {BadgeFile, Badge(c)}}
	return files, checkOwn(ctx, files, evidence, key)
}

// checkOwn verifies what was just made, before anybody relies on it.
func checkOwn(ctx context.Context, files, evidence []File, key dsse.Verifier) error {
	_, problems := Verify(ctx, Bundle{Claim: files[0].Data, Statement: files[1].Data, Evidence: evidence}, key)
	if len(problems) > 0 {
		return fmt.Errorf("the claim that was made does not verify: %w", errors.Join(problems...))
	}
	return nil
}

// listed names files by their digests.
func listed(files []File) []Evidence {
	all := []Evidence{}
	for _, f := range files {
		all = append(all, Evidence{f.Name, digest(f.Data)})
	}
	return all
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
