package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Bounds of the files that are read, in bytes.
const (
	mostKey      = 64 << 10
	mostEvidence = 256 << 20
	mostClaim    = 8 << 20
)

func certifyCommand(env Env) *cobra.Command {
	var subject, key string
	cmd := &cobra.Command{
		Use:   "certify DIR --subject NAME@sha256:DIGEST --key FILE",
		Short: "Sign what a complete run proves of a build",
		Long: "Sign what the report in DIR proves of a build. Writes " + attest.ClaimFile + " (what is\n" +
			"claimed), " + attest.StatementFile + " (the same as an in-toto statement) and " + attest.BadgeFile + " into DIR.\n" +
			"Refuses everything but a complete run of all checks, over TLS that was verified, that is\n" +
			"conformant or conformant with waivers, with a deployment that serves downloads, a\n" +
			"recording of each kind of path, and build.digest equal to the digest of the subject.\n" +
			"The verdicts must follow from the stored exchanges (see gwcheck report rejudge).\n" +
			"FILE holds an ECDSA P-256 or Ed25519 key (PEM, PKCS #8). Exit codes: 0 written,\n" +
			"1 refused, 2 wrong usage or a file that cannot be read, 4 a file that cannot be written.",
		Args: oneArgument("the directory of a report"),
	}
	f := cmd.Flags()
	f.StringVar(&subject, "subject", "", "the build: its name and its SHA-256, such as gateway-8.15.0.tar.gz@sha256:…")
	f.StringVar(&key, "key", "", "file with the private key")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return certifyReport(cmd.Context(), env, args[0], subject, key)
	}
	return cmd
}

func certifyReport(ctx context.Context, env Env, dir, subject, keyFile string) error {
	if subject == "" || keyFile == "" {
		return wrong("certify needs --subject NAME@sha256:DIGEST and --key FILE")
	}
	s, err := attest.ParseSubject(subject)
	if err != nil {
		return wrong("--%w", err)
	}
	data, err := readBounded(keyFile, mostKey)
	if err != nil {
		return wrong("--key: %w", err)
	}
	key, err := attest.PrivateKey(data)
	if err != nil {
		return wrong("--key %s: %w", keyFile, err)
	}
	warnOfReadableKey(env, keyFile)
	evidence, err := storedEvidence(dir)
	if err != nil {
		return err
	}
	r, err := report.ReadJSON(bytes.NewReader(evidence[0].Data))
	if err != nil {
		return wrong("%s: %w", filepath.Join(dir, evidence[0].Name), err)
	}
	known, err := registerOfTool()
	if err != nil {
		return err
	}
	again, err := rejudgedEvidence(evidence)
	if err != nil {
		return &failure{exitFailed, fmt.Errorf("%s: this run cannot be certified: %w", dir, err)}
	}
	files, err := attest.Certify(ctx, r, s, evidence, key, known)
	var refused *attest.RefusedError
	switch {
	case errors.As(err, &refused):
		return &failure{exitFailed, fmt.Errorf("%s: %w", dir, refused)}
	case err != nil:
		return broken("certify: %w", err)
	}
	fmt.Fprintln(env.Stderr, coverage(again))
	return writeClaim(env, dir, files, attest.Unnamed(r))
}

// storedEvidence reads the files of a report that a claim rests on.
func storedEvidence(dir string) (files []attest.File, err error) {
	for _, name := range attest.EvidenceFiles {
		data, err := readBounded(filepath.Join(dir, name), mostEvidence)
		if err != nil {
			return nil, wrong("%w; want the directory that run --out wrote", err)
		}
		files = append(files, attest.File{Name: name, Data: data})
	}
	return files, nil
}

// registerOfTool is what this program would have judged.
func registerOfTool() (attest.Known, error) {
	doc, err := document()
	if err != nil {
		return attest.Known{}, err
	}
	known := attest.Known{Register: spec.Digest()}
	for _, c := range suites.Checks(doc) {
		known.Checks = append(known.Checks, c.ID)
	}
	return known, nil
}

func writeClaim(env Env, dir string, files []attest.File, unnamed []string) error {
	for _, f := range files {
		if err := replaceFile(filepath.Join(dir, f.Name), f.Data, forAnyone); err != nil {
			return err
		}
	}
	if len(unnamed) > 0 {
		fmt.Fprintf(env.Stderr, "gwcheck: warning: the claim does not name %s; the target file can, before the run\n", strings.Join(unnamed, ", "))
	}
	fmt.Fprintf(env.Stderr, "wrote %s, %s and %s into %s\n", files[0].Name, files[1].Name, files[2].Name, dir)
	return nil
}

// warnOfReadableKey tells that others can read the key.
func warnOfReadableKey(env Env, name string) {
	if info, err := os.Stat(name); err == nil && info.Mode().Perm()&0o077 != 0 && info.Mode().IsRegular() && os.PathSeparator == '/' {
		fmt.Fprintf(env.Stderr, "gwcheck: warning: others can read or write the key %s (mode %04o); want 0600\n", name, info.Mode().Perm())
	}
}

// readBounded reads a file of at most so many bytes.
func readBounded(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return nil, cannotRead(name, err)
	case int64(len(data)) > most:
		return nil, fmt.Errorf("%s has more than %d bytes", name, most)
	}
	return data, nil
}

func cannotRead(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("%s cannot be read: %w", name, err)
}
