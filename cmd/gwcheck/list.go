package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/spec"
)

// registers are what "list" can show.
var registers = []struct {
	name  string
	build func(doc *spec.Document, edition string) register
}{
	{"checks", listChecks},
	{"requirements", listRequirements},
	{"retcodes", listRetcodes},
	{"deviations", listDeviations},
	{"readings", listReadings},
	{"editions", listEditions},
}

// byEdition are the registers that differ between editions.
var byEdition = []string{"checks", "requirements"}

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
	format := oneOf(cmd, "format", "output format", "table", "json", "markdown")
	edition := cmd.Flags().String("edition", "", "only what this edition of the interface has (for "+strings.Join(byEdition, " and ")+")")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 && slices.Contains(registerNames(), args[0]) {
			return nil
		}
		return wrong("list takes one of %s, got %q", strings.Join(registerNames(), ", "), strings.Join(args, " "))
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error { return list(env, args[0], *edition, format.value) }
	return cmd
}

func list(env Env, name, edition, format string) error {
	doc, err := document()
	if err != nil {
		return err
	}
	if err := knownEdition(doc, name, edition); err != nil {
		return err
	}
	if name == "requirements" && format == "markdown" && edition == "" {
		err = requirementsPage(env.Stdout, doc)
	} else {
		i := slices.Index(registerNames(), name)
		err = registers[i].build(doc, edition).write(env.Stdout, format)
	}
	if err != nil {
		return broken("write the list: %w", err)
	}
	return nil
}

// knownEdition refuses an unknown edition, and any edition for a list that is
// the same in all. "" stands for all.
func knownEdition(doc *spec.Document, name, edition string) error {
	if edition == "" {
		return nil
	}
	if !slices.Contains(byEdition, name) {
		return wrong("--edition is for %s; %s are the same in all editions", strings.Join(byEdition, " and "), name)
	}
	if _, ok := doc.Edition(edition); !ok {
		return wrong("--edition %q: want %s", edition, strings.Join(doc.EditionIDs(), " or "))
	}
	return nil
}

// listEditions shows what differs between editions, except the requirements.
func listEditions(doc *spec.Document, _ string) register {
	type row struct {
		Edition    string   `json:"edition"`
		FirstAgent int      `json:"firstAgent"`
		LastAgent  int      `json:"lastAgent"`
		Formats    []string `json:"statedPathFormats"`
		Only       []string `json:"requirementsNotInAll"`
		Notes      string   `json:"notes"`
	}
	r := register{columns: []string{"edition", "agents", "path formats stated", "requirements not in all editions", "notes"}}
	data := []row{}
	for _, e := range doc.Editions {
		one := row{e.ID, e.Agents.First, e.Agents.Last, []string{}, []string{}, e.Notes}
		for _, g := range doc.Grammars {
			if g.In(e.ID) {
				one.Formats = append(one.Formats, g.Name)
			}
		}
		for _, q := range doc.Requirements {
			if (q.From != "" || q.Until != "") && q.In(e.ID) {
				one.Only = append(one.Only, q.ID)
			}
		}
		data = append(data, one)
		r.rows = append(r.rows, []string{e.ID, fmt.Sprintf("%d to %d", e.Agents.First, e.Agents.Last),
			strings.Join(one.Formats, ", "), strings.Join(one.Only, ", "), e.Notes})
	}
	r.data = data
	return r
}
