package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
)

// exposure is who can reach a listener.
type exposure struct {
	loopback bool     // programs on this machine only
	wildcard bool     // every address of this machine
	hosts    []string // names and addresses by which clients reach it, loopback ones excepted
}

// exposureOf judges the address of a listener. One that cannot be listened on
// is left to the listener to refuse.
func exposureOf(address string) exposure {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return exposure{loopback: true}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return exposure{wildcard: true, hosts: machineHosts()}
	}
	addresses := resolved(host)
	onlyLoopback := !slices.ContainsFunc(addresses, func(a string) bool { return !net.ParseIP(a).IsLoopback() })
	return exposure{loopback: onlyLoopback, hosts: append([]string{host}, addresses...)}
}

// resolved are the addresses of a host, none if it has none.
func resolved(host string) []string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	list, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil {
		return nil
	}
	var addresses []string
	for _, a := range list {
		addresses = append(addresses, a.IP.String())
	}
	return addresses
}

// machineHosts are the name and the addresses of this machine.
func machineHosts() []string {
	var hosts []string
	if name, err := os.Hostname(); err == nil && name != "" {
		hosts = append(hosts, name)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return hosts // clients can still use the name
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() {
			hosts = append(hosts, n.IP.String())
		}
	}
	return hosts
}

// reachable is the URL of a listener with a host that clients can use: nobody
// connects to a wildcard address.
func (e exposure) reachable(listening string) string {
	u, err := url.Parse(listening)
	if err != nil || !e.wildcard {
		return listening
	}
	u.Host = net.JoinHostPort("127.0.0.1", u.Port())
	return u.String()
}

// warnOfExposure says who can reach what, and with which passwords. It shows
// only passwords that are public.
func (s *mockServer) warnOfExposure(env Env, o *mockOptions) {
	if !exposureOf(o.listen).loopback {
		fmt.Fprintf(env.Stderr, "gwcheck: warning: --listen %s opens the gateway to other machines, which can sign in as agent %s\n", o.listen, s.knownPasswords())
	}
	if s.admin != nil && !exposureOf(o.admin).loopback {
		fmt.Fprintf(env.Stderr, "gwcheck: warning: --admin %s opens the admin interface to other machines, over plain HTTP; its requests need the %s\n", o.admin, s.token.source)
	}
}

func (s *mockServer) knownPasswords() string {
	var list []string
	for _, a := range s.agents {
		source := a.source
		if source == builtIn {
			source += " " + a.password
		}
		list = append(list, a.id+" ("+source+")")
	}
	return strings.Join(list, ", ")
}

// checkNames refuses what no certificate can hold as the name of a host.
func (o *mockOptions) checkNames() error {
	for _, name := range o.sans {
		if net.ParseIP(name) == nil && !hostForm().MatchString(name) {
			return wrong("--san %q: want a host name or an IP address, without a port", name)
		}
	}
	return nil
}

var hostForm = lazyregexp.New(`^([A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}$`)
