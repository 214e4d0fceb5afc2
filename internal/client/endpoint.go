package client

import (
	"cmp"
	"fmt"
	"net"
	"net/url"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Endpoint is where a deployment is.
type Endpoint struct {
	wire.Endpoint
	Prefix string // of every path
	Origin string // scheme and authority, for what people read
}

// EndpointOf resolves the address and the TLS settings of a deployment. The
// port defaults to 443.
func EndpointOf(d target.Deployment) (Endpoint, error) {
	u, err := url.Parse(d.URL)
	if err != nil {
		return Endpoint{}, fmt.Errorf("deployment %q: %w", d.Name, err)
	}
	config, err := tlsConfig(d, u.Hostname())
	if err != nil {
		return Endpoint{}, fmt.Errorf("deployment %q: %w", d.Name, err)
	}
	port := cmp.Or(u.Port(), "443")
	return Endpoint{
		Endpoint: wire.Endpoint{Address: net.JoinHostPort(u.Hostname(), port), Host: u.Host, TLS: config},
		Prefix:   u.EscapedPath(), Origin: u.Scheme + "://" + u.Host,
	}, nil
}

// LimitsOf are the limits of a deployment, in the terms of the wire client.
func LimitsOf(d target.Deployment) wire.Limits {
	l := d.Limits
	return wire.Limits{
		Connect: l.Connect, FirstByte: l.FirstByte, Idle: l.Idle,
		Exchange: l.Exchange, BodyBytes: l.BodyBytes,
	}
}
