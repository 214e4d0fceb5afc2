package target

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// Version is the value of the key gwcheck of a target file, which identifies its format.
const Version = "target/v1"

// Error lists the problems of a target file and of a recordings file that it
// names. Load and Parse return it as *Error.
type Error = strictyaml.Error

// Problem is one problem of a file: its place, what is wrong, and what would be
// right. It shows no password.
type Problem = strictyaml.Problem

// Load reads and validates a target file of at most 128 KiB and fills in
// defaults. If the file is not valid, the error is an *[Error] with all problems
// found; if it cannot be read, it wraps the error of reading. The environment is
// not read unless [WithEnv] is given.
func Load(path string, opts ...Option) (*Target, error) {
	o := newOptions(opts)
	data, err := o.readFile(path)
	if err != nil {
		return nil, fmt.Errorf("read target file: %w", err)
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("find the directory of target file %q: %w", path, err)
	}
	return parse(path, data, dir, o)
}

// Parse is [Load] for data in memory. Relative paths in it are relative to dir;
// problems call the file target.yaml.
func Parse(data []byte, dir string, opts ...Option) (*Target, error) {
	return parse("target.yaml", data, dir, newOptions(opts))
}

func parse(name string, data []byte, dir string, o options) (*Target, error) {
	doc, root, err := strictyaml.Parse(name, data, strictyaml.Secrets{
		Section: "agents", Public: []string{"id", "phone", "env", "file"},
	})
	if err != nil {
		return nil, err
	}
	r := &reader{options: o, dir: dir}
	t := r.target(root)
	if err := allProblems(append([]*strictyaml.Document{doc}, r.included...)); err != nil {
		return nil, err
	}
	return t, nil
}

// allProblems is the problems of several files, nil if there is none.
func allProblems(docs []*strictyaml.Document) error {
	var all Error
	for _, doc := range docs {
		var e *Error
		if errors.As(doc.Err(), &e) {
			all.Problems = append(all.Problems, e.Problems...)
			all.More += e.More
		}
	}
	if len(all.Problems) == 0 {
		return nil
	}
	return &all
}

// reader turns nodes into values. Problems are added to the document of the node.
type reader struct {
	options
	dir      string
	included []*strictyaml.Document // files that the target file names
	given    []givenPassword
}

func (r *reader) target(root strictyaml.Node) *Target {
	o := root.Object("gwcheck", "name", "build", "edition", "tls", "agents", "deployments",
		"recordings", "absent", "canary", "limits", "record", "organization", "product", "contact", "url")
	o.Need("gwcheck", "write gwcheck: "+Version).Option(Version)
	t := &Target{
		Name:   o.Need("name", "it is shown in reports").Line(200),
		Build:  build(o.Get("build")),
		Vendor: vendor(o),
		Dir:    r.dir,
	}
	t.Record, t.RecordEnv = r.record(o.Get("record"))
	t.Edition = r.edition(o.Get("edition"))
	top := r.sections(o, shared{limits: DefaultLimits()})
	list := o.Need("deployments", "give one or more")
	for _, n := range list.List() {
		t.Deployments = append(t.Deployments, r.deployment(n, top))
	}
	distinct(list, t.Deployments)
	t.Warnings = r.weakPasswords(t)
	return t
}

// dateForm is the form of the date of an edition, in the schema too.
const dateForm = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`

var editionForm = lazyregexp.New(dateForm)

// edition is one of the editions of the reader, by default the first. A reader
// without editions permits any date.
func (r *reader) edition(n strictyaml.Node) string {
	if len(r.editions) == 0 {
		return n.Match(editionForm(), "a date of the form YYYY-MM-DD")
	}
	return cmp.Or(n.Option(r.editions...), r.editions[0])
}

func build(n strictyaml.Node) map[string]string {
	o := n.Object("version", "digest")
	b := map[string]string{}
	for _, key := range []string{"version", "digest"} {
		if v := o.Get(key).Text(); v != "" {
			b[key] = o.Get(key).Line(200)
		}
	}
	return b
}

// path is p relative to the directory of the file.
func (r *reader) path(p string) string {
	p = filepath.FromSlash(p)
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(r.dir, p)
}

// distinct adds a problem for deployments with the same name or URL.
func distinct(list strictyaml.Node, deployments []Deployment) {
	nodes := list.List()
	if list.IsList() && len(deployments) == 0 {
		list.Failf("must hold one deployment or more")
	}
	for i, d := range deployments {
		before := deployments[:i]
		if d.Name != "" && slices.ContainsFunc(before, func(b Deployment) bool { return b.Name == d.Name }) {
			nodes[i].Failf("the name %q is taken by an earlier deployment", d.Name)
		}
		if d.URL != "" && slices.ContainsFunc(before, func(b Deployment) bool { return b.URL == d.URL }) {
			nodes[i].Failf("the url is that of an earlier deployment; one gateway cannot be configured in two ways")
		}
	}
}
