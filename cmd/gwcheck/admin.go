package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/mock/admin"
	"github.com/gwcheck/gwcheck/suites/report"
)

// adminHandler is the admin interface of the mock. It has its own listener,
// since the gateway's addresses all belong to the gateway.
func (s *mockServer) adminHandler() http.Handler {
	c := admin.Config{
		Deployments: s.deployments, Root: rootDeployment, Journal: s.journal, Judge: s.judge,
		URL: s.gateway.URL, Version: version, Report: s.report,
	}
	if s.caFile != "" {
		c.CA = func() ([]byte, error) { return os.ReadFile(s.caFile) }
	}
	if s.clock != nil {
		c.Clock = s.clock
	}
	if s.options.config != "" {
		c.Reload = func() error { return s.reload(s.env) }
	}
	return admin.New(c)
}

// rootDeployment is the deployment that the flags describe.
const rootDeployment = "dynamic"

// deploymentsOf are switches for gateways by name.
func deploymentsOf(set *mock.Set, root *mock.Gateway) map[string]*mock.Switch {
	all := map[string]*mock.Switch{}
	for _, d := range set.List() {
		all[d.Name] = d.Switch
	}
	all[rootDeployment] = mock.NewSwitch(root)
	return all
}

// reportFormat is a format of reports on the client.
type reportFormat struct {
	name, kind string
	write      func(io.Writer, report.Result) error
}

var reportFormats = []reportFormat{
	{"json", "application/json", report.WriteJSON},
	{"junit", "application/xml", report.WriteJUnit},
	{"html", "text/html; charset=utf-8", report.WriteHTML},
}

// report is the report on the client in a format.
func (s *mockServer) report(format string) (kind string, text []byte, err error) {
	for _, f := range reportFormats {
		if f.name == format {
			var b bytes.Buffer
			err := f.write(&b, s.clientResult())
			return f.kind, b.Bytes(), err
		}
	}
	return "", nil, fmt.Errorf("no format %q; there are json, junit and html", format)
}
