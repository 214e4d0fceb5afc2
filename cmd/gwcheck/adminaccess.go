package main

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/mock/admin"
)

// adminToken is the secret that requests to the admin interface carry, "" if
// they need none.
type adminToken struct {
	value  string
	source string // what it is, without the value
	random bool
}

const adminTokenVariable = "GWCHECK_ADMIN_TOKEN"

// givenAdminToken reads the token from the flag or else from its variable, which
// holds the token itself, as the variables of a command do.
func givenAdminToken(env Env, flag string) (adminToken, error) {
	value, source := "", "token from "+flag
	if flag != "" {
		secret, isSource, err := readSecret(env, flag)
		switch {
		case err != nil:
			return adminToken{}, wrong("--admin-token: %w", err)
		case !isSource:
			return adminToken{}, wrong("--admin-token: want env:NAME or file:PATH, since process lists show a command line")
		case secret == "":
			return adminToken{}, wrong("--admin-token %s: the token is empty", flag)
		}
		value = secret
	} else if value, _ = env.Lookup(adminTokenVariable); value != "" {
		source = "token from env:" + adminTokenVariable
	}
	if strings.ContainsFunc(value, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return adminToken{}, wrong("--admin-token: the token has characters that no header field can carry; want visible ASCII")
	}
	return adminToken{value: value, source: source}, nil
}

// neededBy makes a random token if none is given and other machines can reach
// the admin interface.
func (t adminToken) neededBy(e exposure) adminToken {
	if t.value != "" || e.loopback {
		return t
	}
	return adminToken{value: rand.Text(), source: "random token in the ready line", random: true}
}

// adminAccess decides which requests reach the admin interface.
type adminAccess struct {
	token    string
	loopback bool          // only this machine can connect
	names    []string      // by which clients may call it, in addition to localhost and addresses
	limit    time.Duration // to read a request and to write its answer
}

// The largest request body, and the time for one request.
const (
	adminBodyBytes = 64 << 10
	adminTime      = 10 * time.Second
)

// guard lets a handler answer those requests only that may be made. A web page
// elsewhere can have a browser send requests: one that resolves its own name to
// this machine is told by Host, others by Origin and Sec-Fetch-Site.
func (a adminAccess) guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		deadline := time.Now().Add(a.limit)
		c := http.NewResponseController(w)
		_ = c.SetReadDeadline(deadline) // a connection that knows no deadline is closed already
		_ = c.SetWriteDeadline(deadline.Add(a.limit))
		if status, why := a.refusal(r); status != 0 {
			w.Header().Set("Connection", "close") // the body is not read
			if status == http.StatusUnauthorized {
				w.Header().Set("WWW-Authenticate", `Bearer realm="gwcheck mock"`)
			}
			admin.WriteProblem(w, &admin.Problem{Title: http.StatusText(status), Status: status, Detail: why})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, adminBodyBytes)
		h.ServeHTTP(w, r)
	})
}

// refusal is the status and the reason if a request may not be made, else 0.
func (a adminAccess) refusal(r *http.Request) (int, string) {
	switch {
	case !a.knows(r.Host):
		return http.StatusForbidden, "the Host of the request is no name of this machine; --san adds one"
	case !sameOrigin(r):
		return http.StatusForbidden, "the request is made by a web page of another origin"
	case !a.authorized(r.Header.Get("Authorization")):
		return http.StatusUnauthorized, "the request needs the field Authorization: Bearer and the admin token, see --admin-token"
	}
	return 0, ""
}

// knows reports whether a Host can be meant for this machine. Only a name can be
// resolved to another address, so that addresses are safe.
func (a adminAccess) knows(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback() || !a.loopback
	}
	host = strings.TrimSuffix(host, ".")
	return slices.ContainsFunc(append([]string{"localhost"}, a.names...), func(n string) bool { return strings.EqualFold(n, host) })
}

// sameOrigin reports whether no web page of another origin made the request.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origins := r.Header.Values("Origin")
	return !slices.ContainsFunc(origins, func(o string) bool {
		u, err := url.Parse(o)
		return err != nil || u.Host == "" || !strings.EqualFold(u.Host, r.Host)
	})
}

func (a adminAccess) authorized(field string) bool {
	if a.token == "" {
		return true
	}
	scheme, token, _ := strings.Cut(field, " ")
	got, want := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(a.token))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

// adminTokenFlag adds the flag that names the token. Its variable holds the
// token itself.
func adminTokenFlag(cmd *cobra.Command, source *string) {
	cmd.Flags().StringVar(source, "admin-token", "", "token of the admin interface: env:NAME or file:PATH (default: $"+adminTokenVariable+")")
	cmd.Flags().Lookup("admin-token").Annotations = map[string][]string{ownVariable: {adminTokenVariable}}
}
