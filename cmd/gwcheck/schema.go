package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/internal/attest"
	"github.com/gwcheck/gwcheck/internal/mockconfig"
	"github.com/gwcheck/gwcheck/internal/waiver"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// schemas are the JSON Schemas of the files that gwcheck reads and writes; the
// next one goes here.
var schemas = []struct {
	name string
	text func(editions []string) []byte
}{
	{"result", func([]string) []byte { return report.SchemaJSON() }},
	{"target", func(editions []string) []byte { return target.Schema(editions...) }},
	{"mock", func([]string) []byte { return mockconfig.Schema() }},
	{"waivers", func([]string) []byte { return waiver.Schema() }},
	{"claim", func([]string) []byte { return attest.Schema() }},
}

func schemaCommand(env Env) *cobra.Command {
	var names []string
	for _, s := range schemas {
		names = append(names, s.name)
	}
	return &cobra.Command{
		Use: "schema " + strings.Join(names, "|"), Short: "Print the JSON Schema of a file", ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(names, args[0]) {
				return nil
			}
			return wrong("schema takes one of %s, got %q", strings.Join(names, ", "), strings.Join(args, " "))
		},
		RunE: func(_ *cobra.Command, args []string) error { return printSchema(env, slices.Index(names, args[0])) },
	}
}

func printSchema(env Env, i int) error {
	doc, err := document()
	if err != nil {
		return err
	}
	if _, err := env.Stdout.Write(schemas[i].text(doc.EditionIDs())); err != nil {
		return broken("write the schema: %w", err)
	}
	return nil
}
