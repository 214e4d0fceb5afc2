package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gwcheck/gwcheck/internal/spelling"
)

// variable is the environment variable of a flag.
func variable(flag string) string {
	return "GWCHECK_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// exclusive marks flags of which only one may be given.
const exclusive = "exclusive"

// ownVariable marks flags whose variable is read elsewhere.
const ownVariable = "own variable"

// onlyOne marks a group of flags as excluding each other.
func onlyOne(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		cmd.Flags().Lookup(name).Annotations = map[string][]string{exclusive: names}
	}
}

// fromEnvironment gives each flag that is not on the command line the value of
// its variable. A flag beats every variable of its group.
func fromEnvironment(flags *pflag.FlagSet, lookup func(string) (string, bool)) (err error) {
	given := map[string]bool{}
	flags.Visit(func(f *pflag.Flag) { given[f.Name] = true })
	flags.VisitAll(func(f *pflag.Flag) {
		value, ok := lookup(variable(f.Name))
		beaten := slices.ContainsFunc(append(f.Annotations[exclusive], f.Name), func(n string) bool { return given[n] })
		if err != nil || !ok || value == "" || beaten || f.Name == "help" || f.Annotations[ownVariable] != nil {
			return
		}
		if bad := setAll(flags, f, value); bad != nil {
			err = wrong("%s=%q: %w", variable(f.Name), value, bad)
		}
	})
	if err != nil {
		return err
	}
	return oneOfEach(flags)
}

// setAll sets a flag; a repeatable one takes a list with commas from its variable.
func setAll(flags *pflag.FlagSet, f *pflag.Flag, value string) error {
	values := []string{value}
	if f.Value.Type() == "stringArray" {
		values = strings.Split(value, ",")
	}
	for _, v := range values {
		if err := flags.Set(f.Name, v); err != nil {
			return plain(err)
		}
	}
	return nil
}

// plain takes what went wrong out of pflag's error, which repeats the input.
func plain(err error) error {
	var bad *pflag.InvalidValueError
	if errors.As(err, &bad) {
		return bad.Unwrap()
	}
	return err
}

// oneOfEach refuses two flags of a group.
func oneOfEach(flags *pflag.FlagSet) (err error) {
	flags.Visit(func(f *pflag.Flag) {
		for _, other := range f.Annotations[exclusive] {
			if other != f.Name && flags.Changed(other) && err == nil && f.Value.String() != "false" && flags.Lookup(other).Value.String() != "false" {
				err = wrong("--%s and --%s exclude each other; give one of them", min(f.Name, other), max(f.Name, other))
			}
		}
	})
	return err
}

// explainFlag says what would have been right.
func explainFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return wrong("%w (%s --help lists the flags)", err, cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden && f.Name != "help" {
			names = append(names, "--"+f.Name)
		}
	})
	name := "--" + unknown.GetSpecifiedName()
	if near := nearest(name, names); near != "" {
		return wrong("unknown flag %s for %s; did you mean %s?", name, cmd.CommandPath(), near)
	}
	if len(names) == 0 {
		return wrong("unknown flag %s for %s, which has no flags", name, cmd.CommandPath())
	}
	return wrong("unknown flag %s for %s; known: %s", name, cmd.CommandPath(), strings.Join(names, ", "))
}

// nearest is the known word that was probably meant, "" if none is near.
func nearest(word string, known []string) string {
	const most = 2 // edits: an exchange of two letters is two
	return spelling.Nearest(word, known, most)
}

// choice is a flag with a few allowed values.
type choice struct {
	value   string
	allowed []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.allowed, "|") }

func (c *choice) Set(v string) error {
	if !slices.Contains(c.allowed, v) {
		return fmt.Errorf("want %s", strings.Join(c.allowed, " or "))
	}
	c.value = v
	return nil
}

// oneOf adds a flag that takes one of a few words, the first by default.
func oneOf(cmd *cobra.Command, name, usage string, allowed ...string) *choice {
	c := &choice{allowed[0], allowed}
	cmd.Flags().Var(c, name, usage)
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp)) // the flag exists
	return c
}
