package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Set by the linker (see Makefile); otherwise the build information is asked.
var version, revision string

// tool names this build in reports.
func tool() report.Tool {
	t := report.Tool{Version: version, Revision: revision}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return t
	}
	t.Version = cmp.Or(t.Version, info.Main.Version)
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			t.Revision = cmp.Or(t.Revision, s.Value)
		}
	}
	return t
}

// programDigest is the SHA-256 of this program, "" if its file cannot be read. It
// names in a stored result exactly what judged.
func programDigest(env Env) string {
	name, err := env.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close() //nolint:errcheck // nothing was written
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func versionCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print version, revision, Go version and edition of the interface", Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return printVersion(env) },
	}
}

func printVersion(env Env) error {
	edition, err := spec.FirstEdition()
	if err != nil {
		return broken("%w", err)
	}
	t := tool()
	_, err = fmt.Fprintf(env.Stdout, "gwcheck %s\nrevision %s\n%s %s/%s\ninterface edition %s\n",
		cmp.Or(t.Version, "(unknown)"), cmp.Or(t.Revision, "(unknown)"),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, edition)
	if err != nil {
		return broken("write the version: %w", err)
	}
	return nil
}

// document is the embedded interface document. Not being able to read it is
// nobody's fault but ours.
func document() (*spec.Document, error) {
	doc, err := spec.Default()
	if err != nil {
		return nil, broken("the embedded interface document: %w", err)
	}
	return doc, nil
}
