package admin

import (
	"cmp"
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/mock/judge"
)

// Config is what the interface gives access to.
type Config struct {
	Deployments map[string]*mock.Switch
	Root        string // name of the deployment that requests mean which name none
	Journal     *journal.Journal
	Judge       *judge.Judge
	CA          func() ([]byte, error) // PEM that clients trust; nil if they need none
	URL         string                 // of the gateway, for HAR
	Version     string                 // of the program, for HAR
	Clock       Clock                  // of all deployments; nil if it is that of the machine

	// Reload reads the configuration again; it fails if that does not validate. nil:
	// there is none.
	Reload func() error

	// Report is a report on the client in a format, and its media type; it fails for an
	// unknown one. nil: there is none.
	Report func(format string) (kind string, text []byte, err error)
}

// api has the handlers.
type api struct{ Config }

//go:embed openapi.yaml
var document []byte

// Document returns the OpenAPI document of the interface, in YAML.
func Document() []byte { return slices.Clone(document) }

// New returns the interface.
func New(c Config) http.Handler {
	a := &api{c}
	mux := http.NewServeMux()
	for pattern, h := range a.routes() {
		mux.Handle(pattern, h)
	}
	mux.Handle("/", handler(func(_ http.ResponseWriter, r *http.Request) error {
		return a.noRoute(mux, r)
	}))
	return mux
}

// routes are all addresses of the interface.
func (a *api) routes() map[string]handler {
	return map[string]handler{
		"GET /v1/health":            answered(a.health),
		"GET /v1/openapi.yaml":      a.openAPI,
		"GET /v1/journal":           a.listJournal,
		"DELETE /v1/journal":        answered(a.clearJournal),
		"GET /v1/journal/{id}":      answered(a.entry),
		"GET /v1/journal/stream":    a.stream,
		"POST /v1/journal/wait":     a.wait,
		"POST /v1/verify":           answered(a.verify),
		"GET /v1/sessions":          answered(a.sessions),
		"POST /v1/sessions/expire":  answered(a.expire),
		"POST /v1/events":           answered(a.inject),
		"GET /v1/settings":          answered(a.settings),
		"PATCH /v1/settings":        answered(a.changeSettings),
		"GET /v1/clock":             answered(a.clock),
		"POST /v1/clock/advance":    answered(a.advance),
		"POST /v1/clock/freeze":     answered(a.freeze),
		"POST /v1/clock/reset":      answered(a.resetClock),
		"GET /v1/ca.pem":            a.ca,
		"GET /v1/verdict":           answered(a.verdict),
		"DELETE /v1/verdict":        answered(a.resetVerdict),
		"POST /v1/receipts":         answered(a.receipt),
		"POST /v1/expected-refusal": answered(a.announce),
		"GET /v1/report":            a.report,
		"POST /v1/reload":           answered(a.reload),
	}
}

// noRoute tells a wrong address from a wrong method.
func (a *api) noRoute(mux *http.ServeMux, r *http.Request) error {
	var allowed []string
	for _, method := range []string{"GET", "POST", "PATCH", "DELETE"} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "/" && pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if allowed == nil {
		return problem(http.StatusNotFound, "the interface has no %s; GET /v1/openapi.yaml describes it", r.URL.Path)
	}
	return problem(http.StatusMethodNotAllowed, "%s takes %s", r.URL.Path, strings.Join(allowed, ", "))
}

func (a *api) health(*http.Request) (any, error) {
	names := []string{}
	for name := range a.Deployments {
		names = append(names, name)
	}
	slices.Sort(names)
	return struct {
		Status      string   `json:"status"`
		Deployments []string `json:"deployments"`
	}{"ok", names}, nil
}

func (a *api) openAPI(w http.ResponseWriter, _ *http.Request) error {
	return plain(w, "application/yaml", document)
}

func (a *api) ca(w http.ResponseWriter, _ *http.Request) error {
	if a.CA == nil {
		return problem(http.StatusNotFound, "clients of this mock need no certificate")
	}
	pem, err := a.CA()
	if err != nil {
		return err
	}
	return plain(w, "application/x-pem-file", pem)
}

func (a *api) report(w http.ResponseWriter, r *http.Request) error {
	if err := only(r.URL.Query(), "format"); err != nil {
		return err
	}
	format := cmp.Or(r.URL.Query().Get("format"), "json")
	if a.Report == nil {
		return problem(http.StatusNotFound, "this mock writes no report")
	}
	kind, text, err := a.Report(format)
	if err != nil {
		return problem(http.StatusBadRequest, "%v", err)
	}
	return plain(w, kind, text)
}

func (a *api) reload(*http.Request) (any, error) {
	if a.Reload == nil {
		return nil, problem(http.StatusConflict, "this mock has no configuration file")
	}
	if err := a.Reload(); err != nil {
		return nil, problem(http.StatusUnprocessableEntity, "%v", err)
	}
	return done{true}, nil
}

func plain(w http.ResponseWriter, kind string, text []byte) error {
	w.Header().Set("Content-Type", kind)
	_, err := w.Write(text)
	return err
}

// deployment finds a deployment, by default the one at the root.
func (a *api) deployment(name string) (*mock.Switch, error) {
	if name == "" {
		name = a.Root
	}
	s := a.Deployments[name]
	if s == nil {
		return nil, problem(http.StatusNotFound, "no deployment %q", name)
	}
	return s, nil
}
