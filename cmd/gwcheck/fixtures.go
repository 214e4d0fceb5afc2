package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/fixtures"
)

// sectionFile is what describes an exported tree.
const sectionFile = "recordings.yaml"

func fixturesExportCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "export DIR", Short: "Write the sample recordings for a real file server, and the part of a target file that describes them",
		Long: "Write the sample recordings below DIR, a folder for each drive letter, and the\n" +
			"sections of a target file that describe them to stdout and DIR/" + sectionFile + ".\n" +
			"Recordings that are there already are kept.",
		Args: oneArgument("the directory"),
		RunE: func(_ *cobra.Command, args []string) error { return exportFixtures(env, args[0]) },
	}
}

func exportFixtures(env Env, dir string) error {
	written, err := fixtures.Export(dir)
	if err != nil {
		return broken("%w", err)
	}
	section := fixtures.TargetSection()
	if err := os.WriteFile(filepath.Join(dir, sectionFile), []byte(section), 0o644); err != nil {
		return broken("describe the recordings: %w", err)
	}
	if _, err := fmt.Fprint(env.Stdout, section); err != nil {
		return broken("describe the recordings: %w", err)
	}
	kept := 0
	for _, w := range written {
		if w.Kept {
			kept++
		}
	}
	fmt.Fprintf(env.Stderr, "%d recordings below %s, %d of them were there already; their description is %s\n",
		len(written), dir, kept, filepath.Join(dir, sectionFile))
	return nil
}
