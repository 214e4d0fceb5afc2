package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/attest"
)

func claimsCommand(env Env) *cobra.Command {
	var keys string
	cmd := &cobra.Command{
		Use:   "claims DIR --keys DIR",
		Short: "Make a public list of a folder of claims",
		Long: "Make a public list of a folder of claims: verify each directory below DIR that has a\n" +
			attest.ClaimFile + ", with the public keys (*.pem) in the directory of --keys, and list the\n" +
			"sound ones with the key that signed them. Exit codes: 0 all are sound, 1 one is not (it is\n" +
			"named on stderr and left out), 2 wrong usage or a file that cannot be read.",
		Args: oneArgument("the directory with the claims"),
	}
	cmd.Flags().StringVar(&keys, "keys", "", "directory with the public keys of those who may be listed")
	format := oneOf(cmd, "format", "output format", "markdown", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return claims(cmd.Context(), env, args[0], keys, format.value)
	}
	return cmd
}

// namedKey is a public key with the name of its file.
type namedKey struct {
	name string
	key  dsse.Verifier
}

func claims(ctx context.Context, env Env, dir, keyDir, format string) error {
	if keyDir == "" {
		return wrong("claims needs --keys DIR, the public keys of those who may be listed")
	}
	keys, err := readKeys(keyDir)
	if err != nil {
		return err
	}
	dirs, err := claimDirs(dir)
	if err != nil {
		return err
	}
	entries, unsound := []attest.Entry{}, 0
	for _, d := range dirs {
		e, err := listedClaim(ctx, dir, d, keys)
		if err != nil {
			unsound++
			fmt.Fprintf(env.Stderr, "gwcheck: %s\n", printable(err.Error()))
			continue
		}
		entries = append(entries, e)
	}
	text := attest.ListMarkdown(entries)
	if format == "json" {
		if text, err = attest.ListJSON(entries); err != nil {
			return broken("the list: %w", err)
		}
	}
	if _, err := env.Stdout.Write(text); err != nil {
		return broken("write the list: %w", err)
	}
	if unsound > 0 {
		return &failure{code: exitFailed}
	}
	return nil
}

// listedClaim verifies the claim in a directory with the first key that fits.
func listedClaim(ctx context.Context, root, dir string, keys []namedKey) (attest.Entry, error) {
	b, err := readBundle(dir)
	if err != nil {
		return attest.Entry{}, err
	}
	var why []error
	for _, k := range keys {
		c, problems := attest.Verify(ctx, b, k.key)
		if len(problems) == 0 {
			path, _ := filepath.Rel(root, dir) // dir is below root
			return attest.Entry{Path: filepath.ToSlash(path), SignedBy: k.name, Claim: c}, nil
		}
		if signed := c.Schema != ""; signed || len(why) == 0 {
			why = problems
		}
	}
	return attest.Entry{}, fmt.Errorf("%s: not sound: %w", dir, why[0])
}

// readKeys reads the public keys of a directory.
func readKeys(dir string) (keys []namedKey, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.pem"))
	if err != nil || len(names) == 0 {
		return nil, wrong("--keys %s: no file *.pem in it", dir)
	}
	for _, name := range names {
		key, err := publicKey(name)
		if err != nil {
			return nil, wrong("--keys: %w", err)
		}
		keys = append(keys, namedKey{filepath.Base(name), key})
	}
	return keys, nil
}

// claimDirs are the directories below a directory that have a claim, sorted.
func claimDirs(dir string) (dirs []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (d.Name() == attest.ClaimFile || d.Name() == attest.StatementFile) {
			dirs = append(dirs, filepath.Dir(path))
		}
		return err
	})
	if err != nil {
		return nil, wrong("%w", cannotRead(dir, err))
	}
	slices.Sort(dirs)
	if dirs = slices.Compact(dirs); len(dirs) == 0 {
		return nil, wrong("%s: no directory below it has a %s", dir, attest.ClaimFile)
	}
	return dirs, nil
}
