package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites"
)

// completions are what a shell offers for a flag of any command, by its name; flags
// with a few allowed values offer these. The next flag goes here.
var completions = map[string]func() []string{
	"only": selectable, "skip": selectable,
	"deviation": deviationNames, "reading": readingNames,
	"edition": editionIDs,
}

// complete gives the flags and arguments of all commands their completions.
func complete(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		complete(c)
	}
	for name, words := range completions {
		if name == "only" && cmd.Name() == "selfcheck" {
			words = func() []string { return append(deviationNames(), readingNames()...) }
		}
		if cmd.Flags().Lookup(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, listOf(words)) // fails only for a flag that does not exist
		}
	}
	if cmd.Name() == "show" {
		cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return showable(), cobra.ShellCompDirectiveNoFileComp
		}
	}
}

// listOf completes the last word of a list with commas.
func listOf(words func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var all []string
		for _, w := range words() {
			if strings.HasPrefix(before+w, typed) {
				all = append(all, before+w)
			}
		}
		return all, cobra.ShellCompDirectiveNoFileComp
	}
}

// selectable are the areas, and the ids of checks and requirements.
func selectable() (words []string) {
	doc, err := document()
	if err != nil {
		return nil
	}
	for _, c := range suites.Checks(doc) {
		words = append(words, c.Area(), c.Requirement(), c.ID)
	}
	return unique(words)
}

// showable are all ids that "show" explains.
func showable() []string {
	words := append(selectable(), append(deviationNames(), readingNames()...)...)
	doc, err := document()
	if err != nil {
		return words
	}
	for _, q := range doc.Requirements {
		words = append(words, q.ID)
	}
	for _, c := range doc.Retcodes {
		words = append(words, c.Code)
	}
	return unique(words)
}

func deviationNames() (names []string) {
	for _, d := range mock.Deviations() {
		names = append(names, d.Name)
	}
	return names
}

func readingNames() (names []string) {
	for _, r := range mock.Readings() {
		names = append(names, r.Name)
	}
	return names
}

func editionIDs() []string {
	doc, err := document()
	if err != nil {
		return nil
	}
	return doc.EditionIDs()
}

// unique are the words, sorted, each once.
func unique(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}
