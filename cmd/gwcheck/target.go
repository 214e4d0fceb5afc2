package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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
			fmt.Fprintf(env.Stdout, "%s is valid: %q, edition %s, %d deployments\n", args[0], t.Name, t.Edition, len(t.Deployments))
			return nil
		},
	}
}

func targetInitCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "init [FILE]", Short: "Write a commented example of a target file, to stdout without FILE",
		Long: "Write a commented example of a target file. With FILE the JSON Schema is written\n" +
			"beside it, so that editors complete and check it. Nothing is overwritten.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return oneArgument("the file to write")(cmd, args)
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				if _, err := fmt.Fprint(env.Stdout, target.Example()); err != nil {
					return broken("write the example: %w", err)
				}
				return nil
			}
			return initTarget(env, args[0])
		},
	}
}

// initTarget writes the example and its schema.
func initTarget(env Env, file string) error {
	schema := filepath.Join(filepath.Dir(file), target.SchemaFile)
	if err := create(file, []byte(target.Example())); err != nil {
		return err
	}
	if err := create(schema, target.Schema()); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	fmt.Fprintf(env.Stdout, "wrote %s and its schema %s; edit it, then run: gwcheck target validate %s\n", file, schema, file)
	return nil
}

// create writes a new file and never an existing one.
func create(file string, data []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return wrong("%s exists already; give another name or remove it first: %w", file, fs.ErrExist)
	}
	if err != nil {
		return broken("write %q: %w", file, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return broken("write %q: %w", file, err)
	}
	return nil
}
