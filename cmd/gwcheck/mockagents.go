package main

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
)

// agentForm is what the path of a request can name (interface document, URI, Table 1).
var agentForm = lazyregexp.New(`^(0|[1-9][0-9]*)$`)

// credential is an agent who can sign in to the mock.
type credential struct {
	id, password string
	source       string // where the password is from, without the password
}

// builtInAgents are those of a mock that is given none. Their passwords are public.
func builtInAgents() []credential {
	return []credential{
		{"102", "102-password", builtIn},
		{"103", "103-password", builtIn},
	}
}

const builtIn = "built-in password"

// credentials are the agents of the flags, or the built-in ones. An error shows
// no password.
func (o *mockOptions) credentials(env Env) ([]credential, error) {
	if len(o.agents) == 0 {
		return builtInAgents(), nil
	}
	var list []credential
	for i, text := range o.agents {
		c, err := readCredential(env, text)
		if err != nil {
			return nil, wrong("--agent, number %d: %w", i+1, err)
		}
		if slices.ContainsFunc(list, func(other credential) bool { return other.id == c.id }) {
			return nil, wrong("--agent, number %d: agent %s is given twice", i+1, c.id)
		}
		list = append(list, c)
	}
	return list, nil
}

// readCredential reads ID:env:NAME, ID:file:PATH, ID:plain:PASSWORD or
// ID:PASSWORD. The password may be empty.
func readCredential(env Env, text string) (credential, error) {
	id, rest, ok := strings.Cut(text, ":")
	if !ok || id == "" {
		return credential{}, wrong("want an id and a password, such as 102:env:NAME, 102:file:PATH or 102:plain:PASSWORD")
	}
	if !agentForm().MatchString(id) {
		return credential{}, wrong("the id %q is not a number such as 102, so the agent could never sign in", id)
	}
	password, isSource, err := readSecret(env, rest)
	switch {
	case err != nil:
		return credential{}, err
	case isSource:
		return credential{id, password, "password from " + rest}, nil
	case strings.ContainsAny(rest, "\r\n\x00"):
		return credential{}, wrong("the password has more than one line")
	}
	return credential{id, strings.TrimPrefix(rest, "plain:"), "password given on the command line"}, nil
}
