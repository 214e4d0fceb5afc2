package rules

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// internals are signs of the software that made a response. They are narrow, as
// a message may contain any other text, including the requested path.
var internals = []struct {
	what string
	sign func() *regexp.Regexp
}{
	{"a stack frame", lazyregexp.New(`\bat [\w$.]+\([\w$]+\.(?:java|kt|scala|cs|js):\d+|\bat [\w$.]+\((?:Native Method|Unknown Source)\)`)},
	{"a stack frame", lazyregexp.New(`Traceback \(most recent call last\)|\bgoroutine \d+ \[|\bin [^ ]+:line \d+|\w\.go:\d+`)},
	{"a class of the server", lazyregexp.New(`\b(?:java|javax|jakarta|sun|com|org|net|io|System)(?:\.\w+)*\.[A-Z]\w*(?:Exception|Error|Throwable)\b`)},
	{"a class of the server", lazyregexp.New(`\b(?:java|javax|jakarta)\.(?:lang|io|nio|net|util|sql|servlet|ws)\b|\borg\.(?:apache|jboss|springframework|eclipse)\.\w`)},
	{"an exception of the server", lazyregexp.New(`\b[A-Z]\w+(?:Exception|Throwable)\b|\bpanic: |\bORA-\d{5}\b|\bSQLSTATE\b`)},
	{"a path of the host", lazyregexp.New(`(?:^|[^\w./:-])/(?:opt|usr|home|var|srv|mnt|root|proc|data|app|tmp|apps|local)/[\w.-]`)},
	{"a path of the host", lazyregexp.New(`(?i)\b[a-z]:\\+(?:program files|windows|users|inetpub|tomcat|apache|agentgateway)\b`)},
	{"a path of the host", lazyregexp.New(`\bWEB-INF\b|\bfile:/+\w`)},
}

// NoInternals holds if the body of a response shows no stack trace, class name
// or path of the host. Only the kept beginning of a body is searched.
func NoInternals() Rule {
	return onResponse("no server internals", nil, func(r *wire.Response, _ *wire.Exchange) (all []report.Mismatch) {
		text := string(decoded(r.Body.Head))
		for _, one := range internals {
			if found := one.sign().FindString(text); found != "" {
				all = append(all, mismatch("body", "no server internals", one.what+": "+printable(strings.TrimSpace(found)))...)
			}
		}
		return dedupe(all)
	}).by("NoInternals")
}

// Without holds if a response does not contain a secret: neither in its body nor
// in its fields, plain or in one of the usual encodings. The secret does not
// become part of the rule's name, its parameters or its mismatches.
func Without(what, secret string) Rule {
	return onResponse("no "+what+" in the response", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		for _, form := range encodings(secret) {
			if strings.Contains(string(r.Body.Head), form) || strings.Contains(string(r.Body.Tail), form) {
				return mismatch("body", "no "+what, "a body that contains it")
			}
			for _, f := range r.Fields {
				if strings.Contains(f.Value, form) {
					return mismatch(printable(f.Name), "no "+what, "a value that contains it")
				}
			}
		}
		return nil
	})
}

// encodings are the forms in which a response could repeat a text.
func encodings(secret string) []string {
	if secret == "" {
		return nil
	}
	raw := []byte(secret)
	return []string{
		secret, url.QueryEscape(secret), hex.EncodeToString(raw),
		base64.StdEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw),
	}
}

// leastDifference is how many characters of two unrelated Guids differ at least.
// Of 16 random hexadecimal digits fewer than 8 differ once in ten million pairs.
const leastDifference = 8

// UnlikeGuids holds if the response delivers a Guid that differs from each of the
// earlier ones in at least 8 characters, and so is not derived from one of them by
// counting. No part of a Guid becomes part of a mismatch.
func UnlikeGuids(delivery spec.Renewal, earlier ...string) Rule {
	return onResponse("a Guid that cannot be derived from earlier ones", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		guid, ok := DeliveredGuid(delivery, x)
		if !ok {
			return mismatch(delivery.Header, "a Guid", "none")
		}
		for i, other := range earlier {
			switch n := differences(guid, other); {
			case n == 0:
				return mismatch("Guid", "a new Guid", fmt.Sprintf("the Guid of sign-in %d again", i+1))
			case n < leastDifference:
				return mismatch("Guid", fmt.Sprintf("at least %d characters that differ", leastDifference),
					fmt.Sprintf("%d characters that differ from the Guid of sign-in %d", n, i+1))
			}
		}
		return nil
	})
}

// differences counts the positions in which two texts differ, including those
// that only one of them has.
func differences(a, b string) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
