package target

import (
	"os"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

var variableForm = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]{0,199}$`)

// record reads the command that makes the gateway record a call, and the names
// of the environment variables that it gets.
func (r *reader) record(n strictyaml.Node) (command, env []string) {
	o := n.Object("command", "env")
	for _, item := range o.Get("env").List() {
		name := item.Match(variableForm(), "the name of an environment variable")
		if name != "" && slices.Contains(env, name) {
			item.Failf("the variable %q is named by an earlier entry", name)
		}
		env = append(env, name)
	}
	return r.command(o.Need("command", `a list such as ["./place-test-call.sh"]`)), env
}

// command reads a program and its arguments. A program with a slash in its name
// is relative to the file; another one is looked up in the search path.
func (r *reader) command(list strictyaml.Node) []string {
	var command []string
	for _, arg := range list.List() {
		command = append(command, arg.Text())
	}
	switch {
	case len(command) == 0:
		if list.IsList() {
			list.Failf("must name a program")
		}
	case strings.ContainsAny(command[0], "/"+string(os.PathSeparator)):
		command[0] = r.path(command[0])
	case command[0] == "":
		list.Failf("must begin with a program")
	}
	return command
}
