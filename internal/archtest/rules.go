// Package archtest holds the architecture as a list of rules: which packages
// there are, what each is for, and what it may not depend on. The tests hold
// the module to the list, and the table in docs/architecture.md is made of it.
package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// Module is the path of this module.
const Module = "github.com/gwcheck/gwcheck"

// Rule describes one package of the module together with all packages below it.
type Rule struct {
	Path    string   // relative to the module, such as "internal/wire"
	Purpose string   // a few words, for the table
	Never   []string // what it may not depend on, however indirectly; see Covers
	Why     string   // why not, for the table and for the failing test
}

// What several rules forbid.
const (
	others     = "./..."               // all packages of the module outside Path
	bdd        = "github.com/onsi/..." // Ginkgo and Gomega
	thirdParty = "github.com/..."      // every library from GitHub
)

// anybody is the reason of packages that every package may use, whatever its own
// rule forbids: they use nothing of the module themselves.
const anybody = "any package may use it, whatever its row says"

// Rules has a row for every package of the module. A new package gets its row
// here; "go test ./internal/archtest -update" then writes the table. A package
// below another one obeys both rows.
var Rules = []Rule{
	{"spec", "the document, and typed access to it",
		[]string{others}, "the description does not depend on its readers"},
	{"fixtures", "sample recordings, made from seeds",
		[]string{others, "net", thirdParty}, "recordings are bytes"},
	{"mock", "the gateway as an `http.Handler`; `mocktest` serves it to tests",
		[]string{"./suites", "./internal", "./cmd", "testing", "net/http/httptest", bdd}, "it runs in programs, and does not know how it is judged"},
	{"mock/explain", "what is wrong with a request: every broken rule, whose fault, the likely slip",
		[]string{"./mock", "./fixtures"}, "it judges what it is given"},
	{"mock/agentcalls", "what real clients call between sign-in and download", []string{"./mock/journal", "./mock/judge", "./mock/admin"}, "it belongs to the gateway"},
	{"mock/clock", "a clock that is moved by hand", []string{"./mock", "./spec", "./fixtures"}, "it knows no gateway"},
	{"mock/push", "delivers events to clients that do not poll", []string{"./mock/journal", "./mock/judge", "./mock/admin"}, "it belongs to the gateway"},
	{"mock/journal", "what happened at a mock: entries to list, wait for, follow and export",
		[]string{"./mock/judge", "./mock/admin"}, "it records, and judges nothing"},
	{"mock/judge", "the verdict on the clients of a mock", []string{"./mock/admin"}, "it judges entries of a journal"},
	{"mock/admin", "the admin interface of a mock, with its own OpenAPI document", nil, ""},
	{"internal/engine", "runs checks: sessions, requests, plan, agent pool, budget, transcript, Ginkgo",
		[]string{"./mock", "./fixtures", "./internal/selfcheck", "./cmd"}, "it knows neither a gateway nor a check"},
	{"suites", "the checks, and their runs for users of Go",
		[]string{"./mock", "./fixtures", "./internal/selfcheck", "./cmd"}, "every gateway is seen alike, through HTTPS"},
	{"internal/rules", "the rules that checks apply to recorded exchanges: pure, named, parameterised",
		[]string{"./mock", "./fixtures", "./internal/engine", "./cmd", bdd}, "a stored exchange can be judged again anywhere"},
	{"suites/report", "the result of a run, and its writers",
		[]string{"net", "net/http", bdd}, "a result can be shown anywhere"},
	{"suites/target", "the target file",
		[]string{"net/http", bdd}, "reading a file contacts nothing"},
	{"internal/client", "requests in documented form, and where a deployment is",
		[]string{"./mock", "./fixtures", "./internal/engine", "./internal/rules", "./cmd", bdd}, "it judges nothing"},
	{"suites/gateway", "a client, and the rules as Gomega matchers, for Ginkgo suites of others",
		[]string{"./internal/engine", "./internal/selfcheck", "./cmd"}, "it judges single exchanges, without a run"},
	{"internal/wire", "a strict HTTP/1.1 client over one connection, with a recorder",
		[]string{others, "net/http", thirdParty}, "what goes over the wire is judged from the bytes alone"},
	{"internal/redact", "the mask that keeps passwords, Guids and cookie values out of every output",
		[]string{others, "net", thirdParty}, "secrets are bytes, whatever their source"},
	{"internal/strictyaml", "YAML with line and column for every problem, secrets hidden",
		[]string{"./suites", "./mock", "./spec", "./cmd", "net/http", bdd}, "it knows no file format of the module"},
	{"internal/lazyregexp", "regular expressions that are compiled when first used", []string{others}, anybody},
	{"internal/spelling", "the known word that somebody probably meant", []string{others}, anybody},
	{"internal/foldlog", "a log handler that folds repeats", []string{others}, "any program may use it"},
	{"internal/attest", "claims of conformance: made of stored results, signed, verified",
		[]string{"./mock", "./fixtures", "./internal/engine", "./cmd", bdd}, "a claim is verified from files alone"},
	{"internal/waiver", "the waiver file",
		[]string{"./mock", "./fixtures", "./cmd", "net/http", bdd}, "reading a file contacts nothing"},
	{"internal/mockconfig", "the configuration file of the mock, and a gateway's basic.properties",
		[]string{"./mock", "./fixtures", "./suites", "./cmd", "net/http", bdd}, "reading a file starts nothing"},
	{"internal/selfcheck", "the proof that checks find deviations, as a kill table",
		[]string{"./mock", "./fixtures", "./cmd", "net/http", bdd}, "it is given gateways and runs as values"},
	{"internal/witness", "a driver that tells whether two gateways differ, for generated deviations",
		[]string{others, "net/http", thirdParty}, "it shares no code with the checks"},
	{"internal/front", "a front end that serves a handler in every legal way, for generated legal gateways",
		[]string{others, thirdParty}, "it serves any handler"},
	{"internal/hostile", "servers that attack their clients, for tests",
		[]string{others}, "it attacks any client"},
	{"internal/wrongclients", "clients that each make one mistake, and right ones", []string{others}, "a client knows only what a gateway answers"},
	{"internal/archtest", "these rules", []string{others}, "it reads any package"},
	{"cmd", "the programs; only they join the mock and the suites", nil, ""},
	{"tools", "tools to work on the module, not part of the product; `tools/mutate` tests the tests",
		[]string{others}, "they work on any package"},
	{"examples", "target files and programs to start from", []string{"./internal", "./cmd"}, "users can copy them"},
}

// Package is what "go list" reports of a package, its tests left out.
type Package struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Deps       []string // all, also the indirect ones
}

// Violations lists what is wrong with packages under rules, one sentence each:
// forbidden dependencies, packages without a rule, rules without a package, and
// packages that join the mock and the suites though they are no program.
func Violations(rules []Rule, packages []Package) []string {
	var wrong []string
	for _, r := range rules {
		wrong = append(wrong, r.violations(packages)...)
	}
	for _, p := range packages {
		if !slices.ContainsFunc(rules, func(r Rule) bool { return r.applies(p.ImportPath) }) {
			wrong = append(wrong, p.ImportPath+" has no rule: add a row to Rules in internal/archtest/rules.go")
		}
		if joins(p) && !Covers("./cmd", p.ImportPath) {
			wrong = append(wrong, p.ImportPath+" depends on both the mock and the suites; only packages below cmd may")
		}
	}
	return wrong
}

func (r Rule) violations(packages []Package) []string {
	var wrong []string
	matched := false
	for _, p := range packages {
		if !r.applies(p.ImportPath) {
			continue
		}
		matched = true
		for _, dep := range p.Deps {
			if r.forbids(dep) {
				wrong = append(wrong, fmt.Sprintf("%s depends on %s, but must not: %s", p.ImportPath, dep, r.Why))
			}
		}
	}
	if !matched {
		wrong = append(wrong, fmt.Sprintf("the rule for %q applies to no package", r.Path))
	}
	return wrong
}

// applies reports whether the rule is about the package.
func (r Rule) applies(pkg string) bool { return Covers("./"+r.Path, pkg) }

// forbids reports whether packages of the rule may not depend on dep.
func (r Rule) forbids(dep string) bool {
	if slices.ContainsFunc(Rules, func(r Rule) bool { return r.Why == anybody && r.applies(dep) }) {
		return false
	}
	return slices.ContainsFunc(r.Never, func(never string) bool {
		return Covers(never, dep) && (never != others || !r.applies(dep))
	})
}

func joins(p Package) bool {
	return slices.Contains(p.Deps, Module+"/mock") && slices.Contains(p.Deps, Module+"/suites")
}

// Covers reports whether a path of a rule stands for a package. A path that
// begins with "./" is one of the module and stands for all below it, too;
// another one stands for itself, or with "/..." at its end for all below it
// that is not of the module.
func Covers(path, pkg string) bool {
	if path == others {
		return below(pkg, Module)
	}
	if inner, ok := strings.CutPrefix(path, "./"); ok {
		return below(pkg, Module+"/"+inner)
	}
	if root, ok := strings.CutSuffix(path, "/..."); ok {
		return below(pkg, root) && !below(pkg, Module)
	}
	return pkg == path
}

func below(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// Table is the rules as a Markdown table.
func Table(rules []Rule) string {
	var b strings.Builder
	b.WriteString("| package | purpose | may not depend on | because |\n| --- | --- | --- | --- |\n")
	for _, r := range rules {
		never := make([]string, len(r.Never))
		for i, path := range r.Never {
			never[i] = words(path)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.Path, r.Purpose, dash(strings.Join(never, ", ")), dash(r.Why))
	}
	return b.String()
}

// words is a forbidden path as the table shows it.
func words(path string) string {
	switch path {
	case others:
		return "anything else of the module"
	case bdd:
		return "Ginkgo, Gomega"
	case thirdParty:
		return "any library"
	}
	return "`" + strings.TrimPrefix(path, "./") + "`"
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
