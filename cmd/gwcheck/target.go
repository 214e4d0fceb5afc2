package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/suites/target"
)

func targetValidateCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "validate FILE", Short: "Check a target file; every problem is shown with line and column",
		Args: oneArgument("the target file"),
		RunE: func(_ *cobra.Command, args []string) error {
			doc, err := document()
			if err != nil {
				return err
			}
			t, err := loadTarget(env, doc, args[0])
			if err != nil {
				return err
			}
			for _, w := range t.Warnings {
				fmt.Fprintf(env.Stderr, "gwcheck: warning: %v\n", w)
			}
			return describeTarget(env, args[0], t)
		},
	}
}

func targetInitCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "init [FILE]", Short: "Write a commented example of a target file, to stdout without FILE",
		Long: "Write a commented example of a target file. With FILE the JSON Schema is written\n" +
			"next to it, so that editors complete and check it. Nothing is overwritten.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return oneArgument("the file to write")(cmd, args)
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			doc, err := document()
			if err != nil {
				return err
			}
			editions := doc.EditionIDs()
			if len(args) == 0 {
				if _, err := fmt.Fprint(env.Stdout, target.Example(editions...)); err != nil {
					return broken("write the example: %w", err)
				}
				return nil
			}
			return initTarget(env, args[0], editions)
		},
	}
}

// describeTarget says what a valid target file declares.
func describeTarget(env Env, file string, t *target.Target) error {
	fmt.Fprintf(env.Stdout, "%s is valid: %q, edition %s, %d deployments\n\n", file, t.Name, t.Edition, len(t.Deployments))
	r := register{columns: []string{"deployment", "url", "authMode", "download", "pool", "agents", "recordings"}}
	for _, d := range t.Deployments {
		r.rows = append(r.rows, []string{d.Name, d.URL, strconv.Itoa(d.AuthMode), strconv.FormatBool(d.Download),
			strconv.FormatBool(d.Pool), strconv.Itoa(len(d.Agents)), strconv.Itoa(len(d.Recordings))})
	}
	if err := r.table(env.Stdout); err != nil {
		return broken("describe the target: %w", err)
	}
	fmt.Fprintf(env.Stdout, "\nnext: gwcheck plan --target %s shows what a run would do\n", file)
	return nil
}

// initTarget writes the example and its schema.
func initTarget(env Env, file string, editions []string) error {
	schema := filepath.Join(filepath.Dir(file), target.SchemaFile)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return broken("write %q: %w", file, err)
	}
	err := writeNew(file, []byte(target.Example(editions...)), forAnyone)
	if errors.Is(err, fs.ErrExist) {
		return wrong("%s exists already; give another name or remove it first", file)
	}
	if err != nil {
		return broken("write %q: %w", file, err)
	}
	did := "wrote"
	err = writeNew(schema, target.Schema(editions...), forAnyone)
	if errors.Is(err, fs.ErrExist) {
		did, err = "kept", nil
	}
	if err != nil {
		return broken("write %q: %w", schema, err)
	}
	fmt.Fprintf(env.Stdout, "wrote %s\n%s %s, which lets editors complete and check it\nnext: edit %s, then run: gwcheck target validate %s\n", file, did, schema, file, file)
	return nil
}
