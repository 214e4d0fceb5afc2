package suites

import (
	"slices"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// establishing are the checks that show that a basis holds: by check id, by
// requirement or by area.
var establishing = sync.OnceValue(func() map[string]engine.Basis {
	return map[string]engine.Basis{
		"session/sign-in":                                   engine.BasisSession,
		"session/forced-sign-in":                            engine.BasisSession,
		"auth/sign-in-needs-no-guid":                        engine.BasisSession,
		"auth/set-guid-form":                                engine.BasisGuidForm,
		"auth/guid-characters":                              engine.BasisGuidForm,
		"streaming/framing":                                 engine.BasisFraming,
		"streaming/declared-length":                         engine.BasisFraming,
		"streaming/chunked-coding":                          engine.BasisFraming,
		"streaming/length-or-chunked":                       engine.BasisFraming,
		"streaming/nothing-after-end":                       engine.BasisFraming,
		"streaming/closed-properly":                         engine.BasisFraming,
		"streaming/head-syntax":                             engine.BasisFraming,
		"streaming/single-fields":                           engine.BasisFraming,
		"claims":                                            engine.BasisClaims,
		"success/right-recording:each-its-own":              engine.BasisRight,
		"success/repeatable":                                engine.BasisRepeatable,
		"streaming/back-to-back":                            engine.BasisRepeatable,
		"success/status":                                    engine.BasisSuccess,
		"success/no-partial-content":                        engine.BasisSuccess,
		"success/one-content-type":                          engine.BasisSuccess,
		"success/content-type":                              engine.BasisSuccess,
		"success/charset":                                   engine.BasisSuccess,
		"streaming/no-content-coding":                       engine.BasisSuccess,
		"success/exact-bytes:every-declared":                engine.BasisSuccess,
		"success/exact-bytes":                               engine.BasisKinds,
		"streaming/every-byte-value":                        engine.BasisValues,
		"auth/guid-absent":                                  engine.BasisGuard,
		"auth/guid-empty":                                   engine.BasisGuard,
		"security/no-sign-in-no-recording:unknown-agent":    engine.BasisGuard,
		"security/no-sign-in-no-recording:signed-out-agent": engine.BasisGuard,
		"retcodes/recording-absent":                         engine.BasisRefusal,
		"paths/neither-grammar":                             engine.BasisPaths,
		"paths/no-drive":                                    engine.BasisPaths,
		"paths/event-serial":                                engine.BasisPaths,
		"retcodes/guid-refused":                             engine.BasisCodes,
		"retcodes/not-signed-in":                            engine.BasisCodes,
		"failure/content-type":                              engine.BasisFailure,
		"failure/charset":                                   engine.BasisFailure,
		"failure/valid-json":                                engine.BasisFailure,
		"failure/utf-8":                                     engine.BasisFailure,
		"failure/object":                                    engine.BasisFailure,
		"failure/retcode-string":                            engine.BasisFailure,
		"failure/retcode-form":                              engine.BasisFailure,
		"failure/retcode-not-success":                       engine.BasisFailure,
	}
})

// whoever is what checks rest on that are made whoever else can download.
var whoever = []engine.Basis{engine.BasisSuccess, engine.BasisFailure, engine.BasisCodes}

// restingOn is what checks rest on: by check id, by requirement or by area.
var restingOn = sync.OnceValue(func() map[string][]engine.Basis {
	return map[string][]engine.Basis{
		"auth":       {engine.BasisSuccess, engine.BasisFailure, engine.BasisRepeatable, engine.BasisGuard, engine.BasisCodes},
		"events":     {engine.BasisSession, engine.BasisSuccess, engine.BasisRepeatable},
		"failure":    {engine.BasisFailure, engine.BasisRepeatable},
		"method":     {engine.BasisSuccess, engine.BasisRepeatable},
		"parameters": {engine.BasisSuccess, engine.BasisFailure, engine.BasisRepeatable, engine.BasisRefusal, engine.BasisPaths, engine.BasisCodes},
		"paths":      {engine.BasisSuccess, engine.BasisFailure, engine.BasisRepeatable, engine.BasisRefusal, engine.BasisCodes},
		"retcodes":   {engine.BasisSuccess, engine.BasisFailure, engine.BasisGuard, engine.BasisRefusal, engine.BasisCodes},
		"security":   {engine.BasisSuccess, engine.BasisFailure, engine.BasisGuard, engine.BasisRefusal, engine.BasisPaths, engine.BasisCodes},
		"session":    {engine.BasisFailure, engine.BasisRepeatable, engine.BasisGuard, engine.BasisCodes},
		"streaming":  {engine.BasisSuccess, engine.BasisKinds, engine.BasisValues},
		"success":    {engine.BasisSuccess, engine.BasisKinds, engine.BasisValues},

		"retcodes/download-disabled": {engine.BasisSuccess, engine.BasisFailure}, // where nothing is served

		"success/right-recording":                          {engine.BasisSuccess, engine.BasisRefusal, engine.BasisPaths},
		"success/exact-bytes:every-declared":               {engine.BasisRight},
		"success/exact-bytes":                              {engine.BasisSuccess, engine.BasisRepeatable},
		"streaming/every-byte-value":                       {engine.BasisSuccess, engine.BasisRepeatable},
		"auth/guid-absent:not-signed-in":                   whoever,
		"auth/guid-empty:not-signed-in":                    whoever,
		"auth/path-agent-not-signed-in":                    whoever,
		"security/no-sign-in-no-recording:signed-in-agent": whoever,
		"session/retcode-string":                           nil,
		"streaming/size-one":                               {engine.BasisRight},
	}
})

// restingToo are the bases whose checks rest on others themselves.
var restingToo = sync.OnceValue(func() map[engine.Basis][]engine.Basis {
	return map[engine.Basis][]engine.Basis{
		engine.BasisGuidForm:   {engine.BasisFraming},
		engine.BasisClaims:     {engine.BasisGuidForm},
		engine.BasisRepeatable: {engine.BasisSuccess},
		engine.BasisGuard:      {engine.BasisSuccess, engine.BasisFailure},
		engine.BasisRefusal:    {engine.BasisSuccess, engine.BasisFailure},
		engine.BasisPaths:      {engine.BasisSuccess, engine.BasisFailure, engine.BasisRefusal},
		engine.BasisCodes:      {engine.BasisSuccess, engine.BasisFailure, engine.BasisGuard},
	}
})

// withBasis says of a check what it establishes and what it rests on. One that judges
// every exchange does neither: it runs when all others are over. One that runs on
// every deployment establishes nothing, and does not rest on what the others of its
// requirement establish.
func withBasis(c engine.Check) engine.Check {
	if c.Everywhere != nil {
		return c
	}
	core := strings.Contains(c.ID, ":core")
	if !core && (restingOn()[c.ID] == nil || establishing()[c.ID] != "") {
		c.Establishes = firstOf(establishing(), c)
	}
	switch {
	case restingToo()[c.Establishes] != nil:
		c.RestsOn = restingToo()[c.Establishes]
	case c.Establishes == "" || restingOn()[c.ID] != nil || c.Establishes == engine.BasisKinds || c.Establishes == engine.BasisValues:
		c.RestsOn = firstOf(restingOn(), c)
	}
	if own := firstOf(establishing(), c); core && own != "" {
		c.RestsOn = slices.DeleteFunc(slices.Clone(c.RestsOn), func(b engine.Basis) bool { return b == own })
	}
	c.Distinguishes = slices.Contains(distinguishing, c.Requirement())
	c.Names = named()[c.Requirement()]
	c.AlwaysTried = c.Establishes != "" || c.Names != nil || c.Distinguishes || c.Area() == "security" || c.Requirement() == "failure/no-recording"
	return c
}

// firstOf is what a table says of a check: of its id, its requirement or its area.
func firstOf[V any](table map[string]V, c engine.Check) (v V) {
	for _, name := range []string{c.ID, c.Requirement(), c.Area()} {
		if v, ok := table[name]; ok {
			return v
		}
	}
	return v
}

// distinguishing are the requirements on recordings of one kind or size.
var distinguishing = []string{
	"success/exact-bytes", "streaming/size-boundaries", "streaming/up-to-thirty-megabytes",
	"parameters/filetype-agent-call", "parameters/filetype-voice-message", "paths/agent-call", "paths/ivr-message", "paths/third-party-message",
}

// named says which refusals of a plain download are about a requirement: they
// fail its checks and no others.
var named = sync.OnceValue(func() map[string]func(*spec.Document, *wire.Exchange) bool {
	return map[string]func(*spec.Document, *wire.Exchange) bool{
		"method/get":                         refusedTheMethod,
		"parameters/address":                 withStatus(404),
		"parameters/no-body":                 withStatus(411),
		"parameters/content-type-documented": refusedAsParameter,
		"parameters/filetype-agent-call":     refusedAsInvalid,
		"parameters/filetype-voice-message":  refusedAsInvalid,
		"paths/agent-call":                   refusedAsPath,
		"paths/ivr-message":                  refusedAsPath,
		"paths/third-party-message":          refusedAsPath,
		"paths/slash-separators":             refusedAsPath,
		"paths/lower-case-drive":             refusedAsPath,
		"auth/guid-accepted":                 refusedTheGuid,
	}
})

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

// refusedAsPath reports whether a refusal can be for the path that was asked for.
func refusedAsPath(doc *spec.Document, x *wire.Exchange) bool {
	return refusedAsInvalid(doc, x) && rules.Retcode(x) != doc.Retcode(spec.ParameterInvalid).Code
}

// refusedAsParameter reports whether a refusal can be for another parameter than the path.
func refusedAsParameter(doc *spec.Document, x *wire.Exchange) bool {
	return refusedAsInvalid(doc, x) && rules.Retcode(x) != doc.Retcode(spec.PathInvalid).Code
}

// refusedAsInvalid reports whether a refusal can be for the request itself: its
// code is not that of a condition that has nothing to do with it.
func refusedAsInvalid(doc *spec.Document, x *wire.Exchange) bool {
	others := []spec.Condition{spec.GuidRefused, spec.NotSignedIn, spec.DownloadDisabled, spec.LocationMissing, spec.DriveUnmapped}
	code := rules.Retcode(x)
	return code != "" && code != doc.SuccessCode() && !slices.ContainsFunc(others, func(c spec.Condition) bool { return doc.Retcode(c).Code == code })
}
