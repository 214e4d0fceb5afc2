package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// establishing are the requirements and areas whose checks show that a basis
// holds, by check id without variant, or by area.
var establishing = map[string]engine.Basis{
	"session/sign-in":                    engine.BasisSession,
	"session/forced-sign-in":             engine.BasisSession,
	"auth/sign-in-needs-no-guid":         engine.BasisSession,
	"streaming/framing":                  engine.BasisFraming,
	"streaming/declared-length":          engine.BasisFraming,
	"streaming/chunked-coding":           engine.BasisFraming,
	"streaming/length-or-chunked":        engine.BasisFraming,
	"streaming/nothing-after-end":        engine.BasisFraming,
	"streaming/closed-properly":          engine.BasisFraming,
	"streaming/head-syntax":              engine.BasisFraming,
	"streaming/single-fields":            engine.BasisFraming,
	"claims":                             engine.BasisClaims,
	"success/status":                     engine.BasisSuccess,
	"success/no-partial-content":         engine.BasisSuccess,
	"success/one-content-type":           engine.BasisSuccess,
	"success/content-type":               engine.BasisSuccess,
	"success/charset":                    engine.BasisSuccess,
	"success/exact-bytes:every-declared": engine.BasisSuccess,
	"retcodes/guid-refused":              engine.BasisCodes,
	"retcodes/not-signed-in":             engine.BasisCodes,
	"failure/content-type":               engine.BasisFailure,
	"failure/charset":                    engine.BasisFailure,
	"failure/valid-json":                 engine.BasisFailure,
	"failure/utf-8":                      engine.BasisFailure,
	"failure/object":                     engine.BasisFailure,
	"failure/retcode-string":             engine.BasisFailure,
	"failure/retcode-form":               engine.BasisFailure,
	"failure/retcode-not-success":        engine.BasisFailure,
}

// restingOn is what the checks of an area rest on that establish no basis.
var restingOn = map[string][]engine.Basis{
	"auth":       {engine.BasisSuccess, engine.BasisFailure},
	"events":     {engine.BasisSession, engine.BasisSuccess},
	"failure":    {engine.BasisFailure},
	"method":     {engine.BasisSuccess},
	"parameters": {engine.BasisSuccess, engine.BasisFailure},
	"paths":      {engine.BasisSuccess, engine.BasisFailure},
	"retcodes":   {engine.BasisSuccess, engine.BasisFailure},
	"security":   {engine.BasisSuccess, engine.BasisFailure},
	"streaming":  {engine.BasisSuccess},
	"success":    {engine.BasisSuccess},
}

// withBasis says of a check what it establishes or rests on. One that judges every
// exchange does neither: it runs when all others are over.
func withBasis(c engine.Check) engine.Check {
	if c.Everywhere != nil {
		return c
	}
	for _, name := range []string{c.ID, c.Requirement(), c.Area()} {
		if b, ok := establishing[name]; ok && !strings.Contains(c.ID, ":core") {
			c.Establishes = b
			if b == engine.BasisCodes {
				c.RestsOn = restingOn[c.Area()]
			}
			return c
		}
	}
	c.RestsOn = restingOn[c.Area()]
	c.Distinguishes = slices.Contains(distinguishing, c.Requirement())
	if c.Requirement() == "streaming/size-one" {
		c.RestsOn = nil
	}
	c.Names = named[c.Requirement()]
	return c
}

// distinguishing are the requirements on recordings of one kind or size.
var distinguishing = []string{
	"success/exact-bytes", "streaming/size-boundaries", "streaming/up-to-thirty-megabytes",
	"parameters/filetype-agent-call", "parameters/filetype-voice-message", "paths/agent-call", "paths/ivr-message", "paths/third-party-message",
}

// named says which refusals of a plain download are about a requirement: they
// fail its checks and no others.
var named = map[string]func(*spec.Document, *wire.Exchange) bool{
	"method/get":                         refusedTheMethod,
	"parameters/address":                 withStatus(404),
	"parameters/no-body":                 withStatus(411),
	"parameters/content-type-documented": refusedAsInvalid,
	"parameters/filetype-agent-call":     refusedAsInvalid,
	"parameters/filetype-voice-message":  refusedAsInvalid,
	"paths/agent-call":                   refusedAsInvalid,
	"paths/ivr-message":                  refusedAsInvalid,
	"paths/third-party-message":          refusedAsInvalid,
	"paths/slash-separators":             refusedAsInvalid,
	"paths/lower-case-drive":             refusedAsInvalid,
	"auth/guid-accepted":                 refusedTheGuid,
}

func withStatus(status int) func(*spec.Document, *wire.Exchange) bool {
	return func(_ *spec.Document, x *wire.Exchange) bool { return x.Response != nil && x.Response.Status == status }
}

// refusedTheMethod reports whether GET is not allowed, or done without a recording.
func refusedTheMethod(doc *spec.Document, x *wire.Exchange) bool {
	return withStatus(405)(doc, x) || rules.Retcode(x) == doc.SuccessCode()
}

func refusedTheGuid(doc *spec.Document, x *wire.Exchange) bool {
	return rules.Retcode(x) == doc.Retcode(spec.GuidRefused).Code
}

// refusedAsInvalid reports whether a refusal can be for the request itself: its
// code is not that of a condition that has nothing to do with it.
func refusedAsInvalid(doc *spec.Document, x *wire.Exchange) bool {
	others := []spec.Condition{spec.GuidRefused, spec.NotSignedIn, spec.DownloadDisabled, spec.LocationMissing, spec.DriveUnmapped}
	code := rules.Retcode(x)
	return code != "" && code != doc.SuccessCode() && !slices.ContainsFunc(others, func(c spec.Condition) bool { return doc.Retcode(c).Code == code })
}
