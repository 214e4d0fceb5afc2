package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/spec"
)

// registers are what "list" can show.
var registers = []struct {
	name  string
	build func(*spec.Document) register
}{
	{"checks", listChecks},
	{"requirements", listRequirements},
	{"retcodes", listRetcodes},
	{"deviations", listDeviations},
	{"readings", listReadings},
}

func registerNames() (names []string) {
	for _, r := range registers {
		names = append(names, r.name)
	}
	return names
}

func listCommand(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list " + strings.Join(registerNames(), "|"),
		Short: "Show a register", ValidArgs: registerNames(),
	}
	format := oneOf(cmd, "format", "how to show it", "table", "json", "markdown")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 && slices.Contains(registerNames(), args[0]) {
			return nil
		}
		return wrong("list takes one of %s, but got %q", strings.Join(registerNames(), ", "), strings.Join(args, " "))
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error { return list(env, args[0], format.value) }
	return cmd
}

func list(env Env, name, format string) error {
	doc, err := document()
	if err != nil {
		return err
	}
	if name == "requirements" && format == "markdown" {
		err = requirementsPage(env.Stdout, doc)
	} else {
		i := slices.Index(registerNames(), name)
		err = registers[i].build(doc).write(env.Stdout, format)
	}
	if err != nil {
		return broken("write the list: %w", err)
	}
	return nil
}
