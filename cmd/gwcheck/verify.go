package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/attest"
)

func verifyCommand(env Env) *cobra.Command {
	var key string
	var judgeAgain bool
	cmd := &cobra.Command{
		Use:   "verify FILE --key PUB",
		Short: "Verify a claim of conformance, offline",
		Long: "Verify a claim of conformance: the signatures of " + attest.StatementFile + " and of the\n" +
			attest.ClaimFile + " next to it, that they agree, and for result.json and exchanges.har, where\n" +
			"they are there too, that they are the ones of the claim and support it. FILE is one of\n" +
			"the two files or their directory, PUB the public key of whom you trust (PEM). Contacts\n" +
			"nothing. Exit codes: 0 sound, 1 not sound, 2 wrong usage or a file that cannot be read.",
		Args: oneArgument("a file of the claim, or their directory"),
	}
	cmd.Flags().StringVar(&key, "key", "", "file with the public key")
	cmd.Flags().BoolVar(&judgeAgain, "rejudge", false, "derive every verdict of the evidence again, too, which must be in the directory of the claim")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return verify(cmd.Context(), env, args[0], key, judgeAgain)
	}
	return cmd
}

func verify(ctx context.Context, env Env, name, keyFile string, judgeAgain bool) error {
	if keyFile == "" {
		return wrong("verify needs --key PUB, the public key of whom you trust")
	}
	key, err := publicKey(keyFile)
	if err != nil {
		return wrong("--key %w", err)
	}
	dir, err := claimDir(name)
	if err != nil {
		return err
	}
	bundle, err := readBundle(dir)
	if err != nil {
		return wrong("%w", err)
	}
	c, problems := attest.Verify(ctx, bundle, key)
	if len(problems) > 0 {
		return &failure{exitFailed, fmt.Errorf("the claim in %s is not sound:\n  %w", dir, joinLines(problems))}
	}
	if err := printSound(env, c, bundle); err != nil || !judgeAgain {
		return err
	}
	if len(bundle.Evidence) < len(attest.EvidenceFiles) {
		return wrong("--rejudge needs %s next to the claim in %s", strings.Join(attest.EvidenceFiles, " and "), dir)
	}
	again, err := rejudgedEvidence(bundle.Evidence)
	if err != nil {
		return &failure{exitFailed, fmt.Errorf("the claim in %s is not sound: %w", dir, err)}
	}
	if _, err := fmt.Fprintln(env.Stdout, coverage(again)); err != nil {
		return broken("write the result: %w", err)
	}
	return nil
}

// joinLines is several problems, one per line.
func joinLines(problems []error) error {
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = p.Error()
	}
	return errors.New(strings.Join(lines, "\n  "))
}

func printSound(env Env, c attest.Claim, b attest.Bundle) error {
	lines := []string{
		fmt.Sprintf("sound: %s@sha256:%s", c.Subject.Name, c.Subject.SHA256),
		fmt.Sprintf("%s, edition %s of the interface, by gwcheck %s on %s", c.Verdict, c.Edition, c.Tool.Version, c.Run.Started.Format("2006-01-02")),
		fmt.Sprintf("claimed by %s, %s %s", orUnnamed(c.Organization), orUnnamed(c.Product), c.Version),
	}
	for _, w := range c.Waivers {
		lines = append(lines, fmt.Sprintf("waived until %s: %s: %s", w.Expires, w.Check+w.Requirement, w.Reason))
	}
	for _, e := range c.Evidence {
		state := "not here, so only its digest is known"
		if slices.ContainsFunc(b.Evidence, func(f attest.File) bool { return f.Name == e.Name }) {
			state = "is the one of the claim"
		}
		lines = append(lines, e.Name+": "+state)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(env.Stdout, printable(line)); err != nil {
			return broken("write the result: %w", err)
		}
	}
	return nil
}

// printable is a text that cannot act on a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return '\ufffd'
		}
		return r
	}, s)
}

func orUnnamed(s string) string {
	if s == "" {
		return "(not named)"
	}
	return s
}

// publicKey reads a key to verify with.
func publicKey(name string) (dsse.Verifier, error) {
	data, err := readBounded(name, mostKey)
	if err != nil {
		return nil, err
	}
	key, err := attest.PublicKey(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return key, nil
}

// claimDir is the directory of the files of a claim.
func claimDir(name string) (string, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return "", wrong("%w", cannotRead(name, err))
	case info.IsDir():
		return name, nil
	}
	if base := filepath.Base(name); base != attest.StatementFile && base != attest.ClaimFile {
		return "", wrong("%s: want %s, or the directory with it and %s", name, attest.StatementFile, attest.ClaimFile)
	}
	return filepath.Dir(name), nil
}

// readBundle reads the files of a claim; the evidence may be elsewhere.
func readBundle(dir string) (b attest.Bundle, err error) {
	if b.Claim, err = readBounded(filepath.Join(dir, attest.ClaimFile), mostClaim); err != nil {
		return b, err
	}
	if b.Statement, err = readBounded(filepath.Join(dir, attest.StatementFile), mostClaim); err != nil {
		return b, err
	}
	for _, name := range attest.EvidenceFiles {
		data, err := readBounded(filepath.Join(dir, name), mostEvidence)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return b, err
		}
		b.Evidence = append(b.Evidence, attest.File{Name: name, Data: data})
	}
	return b, nil
}
