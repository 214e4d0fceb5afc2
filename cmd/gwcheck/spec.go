package main

import (
	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/spec"
)

func specCommand(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "spec", Short: "Print the embedded OpenAPI document", Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if _, err := env.Stdout.Write(spec.Source()); err != nil {
				return broken("write the document: %w", err)
			}
			return nil
		},
	}
}
