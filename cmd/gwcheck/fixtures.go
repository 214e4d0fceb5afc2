package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/fixtures"
)

// sectionFile is what describes an exported tree.
const sectionFile = "recordings.yaml"

// exportOptions are the flags of "fixtures export".
type exportOptions struct {
	large string
	node  int64
}

func fixturesExportCommand(env Env) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use: "export DIR", Short: "Write the sample recordings for a real file server, and the part of a target file that describes them",
		Long: "Write the sample recordings below DIR, a folder for each drive letter, and the\n" +
			"sections of a target file that describe them to stdout and to DIR/" + sectionFile + ".\n" +
			"Existing recordings are kept; one with different content is an error.",
		Args: oneArgument("the directory"),
		RunE: func(_ *cobra.Command, args []string) error { return exportFixtures(env, o, args[0]) },
	}
	cmd.Flags().StringVar(&o.large, "large", "", "add a recording of this size, such as 100MiB")
	cmd.Flags().Int64Var(&o.node, "location-id", 1, "node that holds the recordings, written to the description")
	return cmd
}

func exportFixtures(env Env, o exportOptions, dir string) error {
	extra, err := o.extra()
	if err != nil {
		return err
	}
	written, err := fixtures.Export(dir, extra...)
	if err != nil {
		return broken("%w", err)
	}
	section := strings.ReplaceAll(fixtures.TargetSection(extra...), "locationId: "+fixtures.LocationID+"\n", fmt.Sprintf("locationId: %d\n", o.node))
	file := filepath.Join(dir, sectionFile)
	if err := replaceFile(file, []byte(section), forAnyone); err != nil {
		return broken("describe the recordings: %w", err)
	}
	if _, err := fmt.Fprint(env.Stdout, section); err != nil {
		return broken("describe the recordings: %w", err)
	}
	adviseExport(env, dir, file, written)
	return nil
}

// adviseExport says what was written, and what is left to do.
func adviseExport(env Env, dir, file string, written []fixtures.Written) {
	kept, drives := 0, map[string]bool{}
	for _, w := range written {
		drives[w.Recording.Drive()] = true
		if w.Kept {
			kept++
		}
	}
	fmt.Fprintf(env.Stderr, "Wrote %d recordings to %s (%d already present). Description: %s\n", len(written)-kept, dir, kept, file)
	for _, letter := range slices.Sorted(maps.Keys(drives)) {
		fmt.Fprintf(env.Stderr, "Next: copy the contents of %s to the directory that the gateway maps to drive %s:\n", filepath.Join(dir, letter), letter)
	}
	fmt.Fprintf(env.Stderr, "Next: replace the sections \"recordings\" and \"absent\" of your target file with the contents of %s\n", file)
}

// extra is what is exported in addition to the catalogue.
func (o exportOptions) extra() ([]fixtures.Recording, error) {
	if o.node < 0 {
		return nil, wrong("--location-id %d: want a node, zero or more", o.node)
	}
	if o.large == "" {
		return nil, nil
	}
	const most = 4096
	text, unit := strings.CutSuffix(o.large, "MiB")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !unit || n < 1 || n > most {
		return nil, wrong("--large %q: want a size from 1MiB to %dMiB, such as 100MiB", o.large, most)
	}
	return []fixtures.Recording{fixtures.Large(n << 20)}, nil
}
