package mock

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Deployment is one gateway of a [Set].
type Deployment struct {
	Name    string   // dynamic, static, disabled or pool
	Path    string   // prefix of its addresses on the common listener, "" for none
	Gateway *Gateway // as it was built
	Switch  *Switch  // serves, at first with Gateway

	AuthMode int  // Dynamic or Static
	Download bool // downloads are switched on
	Pool     bool // pool mode
}

// Set is one gateway in four configurations, as a conformance run needs it:
// dynamic and static authentication, downloads switched off, and pool mode. The
// last three use static authentication. A Set is an http.Handler for all four:
// the dynamic one at the root, the others below /static, /disabled and /pool.
type Set struct{ deployments []Deployment }

// Deployments builds a Set. The options apply to all four gateways; each then
// sets its own authentication mode, download switch and pool mode. Sessions are
// not shared. It fails like [New]; the error names the deployment.
func Deployments(opts ...Option) (*Set, error) {
	s := &Set{}
	for _, d := range []Deployment{
		{Name: "dynamic", AuthMode: Dynamic, Download: true},
		{Name: "static", Path: "/static", AuthMode: Static, Download: true},
		{Name: "disabled", Path: "/disabled", AuthMode: Static},
		{Name: "pool", Path: "/pool", AuthMode: Static, Download: true, Pool: true},
	} {
		g, err := New(slices.Concat(opts, []Option{WithAuthMode(d.AuthMode), WithDownload(d.Download), WithPool(d.Pool), WithName(d.Name)})...)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("deployment %q: %w", d.Name, err), s.Close())
		}
		d.Gateway, d.Switch = g, NewSwitch(g)
		s.deployments = append(s.deployments, d)
	}
	return s, nil
}

// List returns the deployments in the order in which a run uses them.
func (s *Set) List() []Deployment { return slices.Clone(s.deployments) }

// Named returns the gateway of a deployment, nil if there is none of that name.
func (s *Set) Named(name string) *Gateway {
	for _, d := range s.deployments {
		if d.Name == name {
			return d.Switch.Gateway()
		}
	}
	return nil
}

// Close closes all gateways and joins their errors.
func (s *Set) Close() error {
	var errs []error
	for _, d := range s.deployments {
		errs = append(errs, d.Gateway.Close())
	}
	return errors.Join(errs...)
}

// ServeHTTP passes a request to the deployment whose prefix its path has, by
// default to the dynamic one.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, d := range s.deployments {
		if d.Path == "" {
			continue
		}
		if u, ok := below(d.Path, r.URL); ok {
			inner := *r
			inner.URL = u
			d.Switch.ServeHTTP(w, &inner)
			return
		}
	}
	s.deployments[0].Switch.ServeHTTP(w, r)
}

// below strips a prefix of one segment off a URL.
func below(prefix string, u *url.URL) (*url.URL, bool) {
	path, ok := cutSegment(u.Path, prefix)
	if !ok {
		return nil, false
	}
	inner := *u
	inner.Path = path
	inner.RawPath, _ = cutSegment(u.RawPath, prefix)
	return &inner, true
}

func cutSegment(path, prefix string) (string, bool) {
	rest, ok := strings.CutPrefix("/"+strings.TrimLeft(path, "/"), prefix)
	return rest, ok && (rest == "" || rest[0] == '/')
}
