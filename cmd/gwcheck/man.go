package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func manCommand(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use: "man DIR", Short: "Write man pages, one for each command",
		Long: "Write man pages into DIR: gwcheck.1, and one for each command, such as gwcheck-run.1.\n" +
			"Read one with man -l DIR/gwcheck-run.1.",
		Args: oneArgument("the directory"),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return writeManPages(env, cmd.Root(), args[0]) }
	return cmd
}

func writeManPages(env Env, root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return broken("the man pages cannot be written: %w", err)
	}
	pages := manPages(root)
	for name, text := range pages {
		if err := replaceFile(filepath.Join(dir, name), []byte(text), forAnyone); err != nil {
			return err
		}
	}
	fmt.Fprintf(env.Stderr, "wrote %d man pages into %s\n", len(pages), dir)
	return nil
}

// manPages are the pages of a command and of all below it, by file name.
func manPages(cmd *cobra.Command) map[string]string {
	pages := map[string]string{pageName(cmd) + ".1": manPage(cmd)}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" && c.Name() != "completion" {
			for name, text := range manPages(c) {
				pages[name] = text
			}
		}
	}
	return pages
}

func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manPage is the page of one command, in the macros of man(7).
func manPage(cmd *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" \"gwcheck\" \"gwcheck\"\n", strings.ToUpper(pageName(cmd)))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(pageName(cmd)), roff(cmd.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(cmd.UseLine()))
	if cmd.Long != "" {
		fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\n", roff(cmd.Long))
	}
	manFlags(&b, cmd)
	var related []string
	for _, c := range append(cmd.Commands(), cmd.Parent()) {
		if c != nil && (c == cmd.Parent() || c.IsAvailableCommand() && c.Name() != "help" && c.Name() != "completion") {
			related = append(related, fmt.Sprintf(".BR %s (1)", roff(pageName(c))))
		}
	}
	if len(related) > 0 {
		fmt.Fprintf(&b, ".SH SEE ALSO\n%s\n", strings.Join(related, ",\n"))
	}
	return b.String()
}

func manFlags(b *strings.Builder, cmd *cobra.Command) {
	first := true
	cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		if first {
			b.WriteString(".SH OPTIONS\n")
			first = false
		}
		kind, usage := pflag.UnquoteUsage(f)
		head := strings.TrimSpace("--" + f.Name + " " + strings.TrimSuffix(kind, "Array"))
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" && f.DefValue != "0s" {
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(b, ".TP\n.B %s\n%s.\n", roff(head), roff(usage))
		if f.Name != "help" {
			fmt.Fprintf(b, "Environment variable: %s.\n", roff(variable(f.Name)))
		}
	})
}

// roff is a text without meaning to roff.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
