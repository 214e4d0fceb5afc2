package target

import (
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// agentForm permits the agent IDs of every edition: 101-59999, later 101-999999.
var agentForm = lazyregexp.New(`^[1-9][0-9]{0,5}$`)

var pinForm = lazyregexp.New(`^sha256:[0-9A-Fa-f]{64}$`)

var phoneForm = lazyregexp.New(`^[0-9A-Za-z+*#.@:_-]{1,24}$`)

// agents reads a list of agents. It needs two, since checks use the Guid of one
// agent on the path of another.
func (r *reader) agents(n strictyaml.Node) []Agent {
	items := n.List()
	if items != nil && len(items) < 2 {
		n.Failf("has %d; two or more are needed, since a Guid must be tried on the path of another agent", len(items))
	}
	var list []Agent
	ids, phones := map[string]bool{}, map[string]bool{}
	for _, item := range items {
		a := r.agent(item)
		if a.ID != "" && ids[a.ID] {
			item.Failf("the id %q is that of an earlier agent", a.ID)
		}
		if a.Phone != "" && phones[a.Phone] {
			item.Failf("the phone %q is that of an earlier agent; both must be signed in at once", a.Phone)
		}
		ids[a.ID], phones[a.Phone] = true, true
		list = append(list, a)
	}
	return list
}

func (r *reader) agent(n strictyaml.Node) Agent {
	o := n.Object("id", "password", "phone")
	at := o.Need("password", "plain text, {env: NAME} or {file: PATH}")
	password := r.password(at)
	r.given = append(r.given, givenPassword{at, password})
	return Agent{
		ID:       o.Need("id", "the agent ID with which the agent signs in").Match(agentForm(), "an agent ID from 1 to 999999"),
		Password: password,
		Phone:    o.Get("phone").Match(phoneForm(), "a phone number of at most 24 characters"),
	}
}

// password is plain text, {env: X} or {file: F}. No problem shows the value.
func (r *reader) password(n strictyaml.Node) Secret {
	if !n.IsObject() {
		return NewSecret(n.Text())
	}
	o := n.Object("env", "file")
	env, file := o.Get("env"), o.Get("file")
	switch {
	case env.Given() == file.Given():
		n.Failf("must be plain text, {env: NAME} or {file: PATH}")
	case env.Given():
		return r.fromEnv(env)
	case file.Given():
		return r.fromFile(file)
	}
	return Secret{}
}

func (r *reader) fromEnv(n strictyaml.Node) Secret {
	if !r.secrets {
		n.Line(maxVariable)
		return Secret{}
	}
	return NewSecret(r.variable(n, true))
}

// maxVariable is the longest name of an environment variable.
const maxVariable = 200

// variable is the value of the environment variable that the node names. If it
// is needed, it must be set and not empty.
func (r *reader) variable(n strictyaml.Node, needed bool) string {
	name := n.Line(maxVariable)
	if name == "" {
		return ""
	}
	value, ok := r.lookup(name)
	switch {
	case !needed:
	case !ok:
		n.Failf("the environment variable %q is not set", name)
	case value == "":
		n.Failf("the environment variable %q is empty", name)
	}
	return value
}

func (r *reader) fromFile(n strictyaml.Node) Secret {
	name := n.Line(4096)
	if name == "" || !r.secrets {
		return Secret{}
	}
	data, err := r.readFile(r.path(name))
	value := strings.TrimRight(string(data), "\r\n")
	switch {
	case err != nil:
		n.Failf("the password file cannot be read: %v", err)
	case value == "":
		n.Failf("the password file %q is empty", name)
	case strings.ContainsAny(value, "\r\n"):
		n.Failf("the password file %q has more than one line", name)
	}
	return NewSecret(value)
}

func (r *reader) tls(n strictyaml.Node) TLS {
	o := n.Object("ca", "pin", "insecure", "serverName")
	t := TLS{Insecure: o.Get("insecure").Bool(false), ServerName: o.Get("serverName").Line(253)}
	ca, pin := o.Get("ca"), o.Get("pin")
	switch {
	case t.Insecure && (ca.Given() || pin.Given()):
		o.Get("insecure").Failf("must not be true where ca or pin names a certificate; remove one of the two")
	case ca.Given() && pin.Given():
		pin.Failf("must not be given together with ca; remove one of the two")
	default:
		t.Pin = fingerprint(pin)
		t.CA, t.CAData = r.ca(ca)
	}
	return t
}

// fingerprint is the SHA-256 of a certificate, nil if none is given.
func fingerprint(n strictyaml.Node) []byte {
	text := n.Match(pinForm(), `"sha256:" and the 64 hexadecimal digits of the SHA-256 of the certificate in DER form`)
	sum, err := hex.DecodeString(strings.TrimPrefix(text, "sha256:"))
	if text == "" || err != nil {
		return nil
	}
	return sum
}

// ca is the path and the contents of a file of CA certificates.
func (r *reader) ca(n strictyaml.Node) (file string, data []byte) {
	name := n.Line(4096)
	if name == "" {
		return "", nil
	}
	file = r.path(name)
	data, err := r.readFile(file)
	if err == nil {
		err = certificates(data)
	}
	if err != nil {
		n.Failf("the CA file cannot be used: %v", err)
		return file, nil
	}
	return file, data
}

// certificates checks that PEM data holds one certificate or more and nothing that is none.
func certificates(data []byte) error {
	found := 0
	for len(data) > 0 {
		block, rest := pem.Decode(data)
		if block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return fmt.Errorf("it holds a PEM block %q, want CERTIFICATE only", block.Type)
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return fmt.Errorf("certificate %d in it: %w", found+1, err)
		}
		found++
		data = rest
	}
	if found == 0 {
		return errors.New("it holds no PEM certificate")
	}
	return nil
}
