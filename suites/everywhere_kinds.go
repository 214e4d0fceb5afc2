package suites

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// kindOfExchange is a set of exchanges: what is known before the answer, and the
// answer, decide whether one belongs to it.
type kindOfExchange struct {
	name string // in the plural
	has  func(s *engine.Situation, x *wire.Exchange) bool
}

var (
	entitledDownloads         = kindOfExchange{"documented downloads with the newest Guid", isEntitled}
	grantedDownloads          = kindOfExchange{"granted downloads", isGranted}
	refusedDownloads          = kindOfExchange{"refused downloads", isRefused}
	refusedDownloadsOfAnyName = kindOfExchange{"refused downloads", isRefusedOfAnyName}
	calls                     = kindOfExchange{"calls of session operations", isCall}
	deliveries                = kindOfExchange{"answers with Set-GUID", delivers}
	unauthorized              = kindOfExchange{"requests without the agent's Guid or password", isUnauthorized}
	answersOfAnyKind          = kindOfExchange{"answers", isAnswered}
)

// isEntitled leaves out what is only advice: recordings that are empty or larger
// than 30 MB, backslashes, and a gateway that says it is busy.
func isEntitled(s *engine.Situation, x *wire.Exchange) bool {
	rec, ok := s.Recording()
	return ok && s.Entitled && s.Alone && s.Documented && s.Complete(x) && s.Deployment.Download &&
		rec.Size > 0 && rec.Size <= thirtyMegabytes && !strings.Contains(rec.RecordID, `\`) && !isBusy(x)
}

// thirtyMegabytes is the size up to which the document recommends downloads.
const thirtyMegabytes = 30_000_000

// busyCodes say that the same request may work later.
var busyCodes = []string{"000-004", "000-007", "110-016"}

func isBusy(x *wire.Exchange) bool {
	code := rules.Retcode(x)
	return slices.Contains(busyCodes, code) || strings.HasPrefix(code, "105-00")
}

// isGranted takes a body for a recording if it is the one that was requested, or
// if the agent is entitled to that and the answer is no refusal.
func isGranted(s *engine.Situation, x *wire.Exchange) bool {
	rec, ok := s.Recording()
	if !ok || !s.Complete(x) || s.Request.Attack || !hasUsualFields(s.Request) {
		return false
	}
	bytes := len(rules.Served(rec).Judge(x)) == 0 && rec.Size >= leastRecognizable
	return bytes || s.Offer == engine.OffersNewest && s.SignedIn && s.Deployment.Download && rec.Size > 0 && s.Granted(x)
}

func guidDelivery(doc *spec.Document) spec.Renewal {
	op, _ := doc.Operation(spec.Login)
	return op.Renewal
}

// hasUsualFields reports whether a request has the documented header fields, the
// Guid apart, and no others. Their values do not depend on the operation.
func hasUsualFields(r *engine.Request) bool { return slices.Equal(r.Fields, client.Fields()) }

// isRefused reports whether a download is refused that has the documented form
// and a reason of the register to be refused.
func isRefused(s *engine.Situation, x *wire.Exchange) bool {
	return isRefusedOfAnyName(s, x) && !slices.ContainsFunc(s.Request.Query, func(p wire.Param) bool { return !isPlain(p.Value) })
}

// isRefusedOfAnyName is like isRefused, and the name may have quotation marks and
// characters outside ASCII: then only an envelope is judged.
func isRefusedOfAnyName(s *engine.Situation, x *wire.Exchange) bool {
	r := s.Request
	if r.Op.LogName != spec.DownloadRecordFile || r.Method != r.Op.Method || r.Path != "" || r.Attack || !s.Complete(x) ||
		!isDeclared(s, r.Agent) || len(r.Guid) > longestSent || !hasUsualFields(r) || !hasUsualQuery(s) || !mustBeRefused(s) {
		return false
	}
	if len(rules.NoneOf(s.Deployment.Recordings...).Judge(x))+len(rules.NoStream(r.Doc).Judge(x)) > 0 {
		return false
	}
	plain := !slices.ContainsFunc(r.Query, func(p wire.Param) bool { return !isPlain(p.Value) })
	return plain || len(rules.NoEnvelope().Judge(x)) > 0
}

// mustBeRefused reports whether the register has a condition for a download to
// be refused.
func mustBeRefused(s *engine.Situation) bool {
	if s.Offer.Wrong() || !s.Deployment.Download {
		return true
	}
	path, given := recordIDOf(s.Request)
	drive, _ := engine.SplitDrive(path)
	absent := s.Deployment.Absent
	missing := absent.RecordID != "" && sameFile(path, absent.RecordID)
	return !given || path == "" || drive != "" && strings.EqualFold(drive, absent.Drive) || missing || !hasKnownForm(s.Request.Doc, path)
}

// sameFile reports whether two paths differ in separators and the case of the drive at most.
func sameFile(a, b string) bool {
	return slashed(withDrive(strings.ToLower, a)) == slashed(withDrive(strings.ToLower, b))
}

func recordIDOf(r *engine.Request) (value string, given bool) {
	for _, p := range r.Query {
		if role, known := roleOf(r.Op, p.Name); known && role == spec.RoleRecord {
			return p.Value, true
		}
	}
	return "", false
}

func hasKnownForm(doc *spec.Document, path string) bool {
	return slices.ContainsFunc(doc.Grammars, func(g spec.Grammar) bool { return g.Pattern.MatchString(slashed(path)) })
}

// longestSent is the length of a value from which a server may refuse a request
// before the gateway sees it.
const longestSent = 300

// hasUsualQuery reports whether a query has each documented parameter once at
// most, nothing else, and no value whose answer is open.
func hasUsualQuery(s *engine.Situation) bool {
	seen := map[string]bool{}
	for _, p := range s.Request.Query {
		role, known := roleOf(s.Request.Op, p.Name)
		if !known || seen[p.Name] || p.Raw || len(p.Value) > longestSent || !isUsualValue(s, role, p.Value) {
			return false
		}
		seen[p.Name] = true
	}
	return true
}

func roleOf(op *spec.Operation, name string) (spec.Role, bool) {
	for _, role := range []spec.Role{spec.RoleRecord, spec.RoleFiletype, spec.RoleLocation} {
		if p, ok := op.Param(role); ok && p.Name == name {
			return role, true
		}
	}
	return "", false
}

func isUsualValue(s *engine.Situation, role spec.Role, value string) bool {
	switch role {
	case spec.RoleFiletype:
		return value == "1" || value == "2"
	case spec.RoleLocation:
		return slices.ContainsFunc(s.Deployment.Recordings, func(r recording) bool { return r.LocationID == value })
	}
	return !strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c == 0x7f })
}

// isPlain reports whether a value has only characters that no server takes for
// something else.
func isPlain(value string) bool {
	return !strings.ContainsFunc(value, func(c rune) bool { return c <= ' ' || c >= 0x7f || strings.ContainsRune(`"<>'%;&`, c) })
}

func isDeclared(s *engine.Situation, id string) bool {
	return slices.ContainsFunc(s.Deployment.Agents, func(a target.Agent) bool { return a.ID == id })
}

// sessionOperations are those that every gateway has.
var sessionOperations = []string{spec.Login, spec.ForceLogin, spec.Logout, spec.ForceLogout, spec.GetAgentEvent}

// isCall leaves out requests whose refusal may have any form: by another method
// or address, and sign-ins without a mandatory field.
func isCall(s *engine.Situation, x *wire.Exchange) bool {
	r := s.Request
	known := slices.Contains(sessionOperations, r.Op.LogName) || r.Op.LogName == spec.UpdateGuid && s.Deployment.AuthMode == 2
	return known && r.Method == r.Op.Method && r.Path == "" && len(r.Query) == 0 &&
		s.Complete(x) && isDeclared(s, r.Agent) && len(r.Guid) <= longestSent && hasUsualFields(r) && hasUsualBody(r)
}

func hasUsualBody(r *engine.Request) bool {
	if r.Op.LogName != spec.Login && r.Op.LogName != spec.ForceLogin {
		return len(r.Body) == 0
	}
	var body struct{ Password, Phonenum *string }
	return json.Unmarshal(r.Body, &body) == nil && body.Password != nil && body.Phonenum != nil
}

// delivers leaves out answers without a Guid: other checks judge whether one is
// due.
func delivers(s *engine.Situation, x *wire.Exchange) bool {
	return isCall(s, x) && len(x.Header(guidDelivery(s.Request.Doc).Header)) > 0 && len(rules.Succeeded(s.Request.Doc).Judge(x)) == 0
}

// isUnauthorized reports whether a request of an operation that needs a Guid has
// none of the agent's, or a sign-in has a wrong password. A Guid that may still
// be accepted, or stands elsewhere in the request, leaves it open.
func isUnauthorized(s *engine.Situation, x *wire.Exchange) bool {
	if x.Response == nil {
		return false
	}
	if r := s.Request; r.Op.LogName == spec.Login || r.Op.LogName == spec.ForceLogin {
		return s.WrongPassword()
	}
	return s.Offer.Wrong()
}

// isAnswered leaves out HEAD, whose answer has no body, and transfers that the
// harness shapes.
func isAnswered(s *engine.Situation, x *wire.Exchange) bool {
	return s.Complete(x) && s.Request.Method != "HEAD" && !(s.Request.Attack && x.Err != nil)
}
