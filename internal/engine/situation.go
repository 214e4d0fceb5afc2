package engine

import (
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Situation is a request of a run, and what is known of the gateway when it is
// made. What an answer must be follows from it, whichever check made the request.
type Situation struct {
	Deployment target.Deployment
	Request    *Request
	Offer      Offer
	Documented bool // the request has exactly the documented form
	Alone      bool // the agent had no other request under way, but for a held poll under static authentication
	Entitled   bool // it carries the newest Guid of a session that is known to be alive
	SignedIn   bool // the agent has a session that is known to be alive

	began  time.Time
	origin string        // log name of the operation that delivered the Guid
	age    time.Duration // of the Guid

	wrongPassword bool
	secrets       []Secret
}

// Offer is what the Guid of a request is to the agent in its path.
type Offer string

// The offers. Only the newest Guid must be accepted; those from OffersNone to
// OffersEnded must be refused.
const (
	OffersNewest   Offer = "the newest Guid of the agent"
	OffersDoubtful Offer = "a Guid that may be accepted"
	OffersNone     Offer = "no Guid"
	OffersInvented Offer = "a Guid that was never issued"
	OffersForeign  Offer = "the Guid of another agent"
	OffersEnded    Offer = "the Guid of a session that has ended"
)

// Wrong reports whether a Guid must be refused.
func (o Offer) Wrong() bool {
	return o == OffersNone || o == OffersInvented || o == OffersForeign || o == OffersEnded
}

// Origin is the log name of the operation that delivered the newest Guid, "" if the
// request does not offer that.
func (s *Situation) Origin() string { return s.origin }

// Recording is the declared recording that a download requests, if its query
// names one in the documented way, with separators and drive letter of either kind,
// the default filetype named or not, and a locationId where none is needed.
func (s *Situation) Recording() (target.Recording, bool) {
	r := s.Request
	if r.Op.LogName != spec.DownloadRecordFile || r.Method != r.Op.Method || r.Path != "" {
		return target.Recording{}, false
	}
	for _, rec := range s.Deployment.Recordings {
		want := Request{Op: r.Op}
		want.Ask(s.Deployment, rec)
		if sameQuery(s.plain(r.Query), s.plain(want.Query)) {
			return rec, true
		}
	}
	return target.Recording{}, false
}

// plain is a query in one spelling of several that mean the same.
func (s *Situation) plain(query []wire.Param) (out []wire.Param) {
	named := func(role spec.Role) string { p, _ := s.Request.Op.Param(role); return p.Name }
	for _, p := range query {
		switch {
		case p.Raw:
			return nil
		case p.Name == named(spec.RoleRecord):
			drive, rest := SplitDrive(p.Value)
			p.Value = strings.ToLower(drive) + ":" + strings.ReplaceAll(rest, `\`, "/")
		case p.Name == named(spec.RoleFiletype) && p.Value == s.Request.Doc.DefaultFiletype(), p.Name == named(spec.RoleLocation) && !s.Deployment.Pool:
			continue
		}
		out = append(out, p)
	}
	return out
}

func sameQuery(a, b []wire.Param) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || a[i].Value != b[i].Value {
			return false
		}
	}
	return true
}

// Granted reports whether a download was answered with the recording that it
// requests, or with something that a client takes for it.
func (s *Situation) Granted(x *wire.Exchange) bool {
	rec, ok := s.Recording()
	if !ok || x.Response == nil {
		return false
	}
	return len(rules.Served(rec).Judge(x)) == 0 || x.Response.Status/100 == 2 && len(rules.NoEnvelope().Judge(x)) == 0
}

// Complete reports whether an exchange went on to its end without any act of the
// harness that shapes the transfer: it did not break off, and did not read slowly.
func (s *Situation) Complete(x *wire.Exchange) bool {
	return x.Response != nil && !s.Request.Shaped
}

// Secret is something that no answer to a request without authorization contains.
type Secret struct{ Kind, Value string }

// Secrets are the newest Guids and the passwords of all agents, without those that
// the request itself carries and those that are too short to stand out.
func (s *Situation) Secrets() []Secret { return s.secrets }

// WrongPassword reports whether a sign-in offers a password that is not the agent's.
func (s *Situation) WrongPassword() bool { return s.wrongPassword }

// leastSecret is the length from which a secret does not stand in an answer by
// chance, in bytes.
const leastSecret = 8

// addSecrets keeps what an answer to the request must not contain.
func (s *Situation) addSecrets(agents map[string]*account) {
	carried := textOf(s.Request)
	add := func(kind, value string) {
		if len(value) >= leastSecret && !strings.Contains(carried, strings.ToLower(value)) {
			s.secrets = append(s.secrets, Secret{kind, value})
		}
	}
	for _, a := range agents {
		if a.current != nil {
			add("Guid", a.current.guid)
		}
	}
	for _, a := range s.Deployment.Agents {
		add("password", a.Password.Reveal())
	}
}
