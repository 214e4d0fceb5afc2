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

// internals are signs of what runs behind an answer. They are narrow, as a
// message may say anything else, the path that was asked for included.
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

// NoInternals holds if the body of an answer shows no stack trace, class name
// or path of the host. Recordings are not looked into.
func NoInternals() Rule {
	return onAnswer("no server internals", nil, func(r *wire.Response, _ *wire.Exchange) (all []report.Mismatch) {
		text := string(decoded(r.Body.Head))
		for _, one := range internals {
			if found := one.sign().FindString(text); found != "" {
				all = append(all, mismatch("body", "no server internals", one.what+": "+printable(strings.TrimSpace(found)))...)
			}
		}
		return dedupe(all)
	})
}

// Without holds if a secret is nowhere in the answer: neither in its body nor
// in its fields, as it is or encoded in one of the usual ways. The secret does
// not become part of the rule's name, its parameters or its mismatches.
func Without(what, secret string) Rule {
	return onAnswer("no "+what+" in it", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		for _, form := range spellings(secret) {
			if strings.Contains(string(r.Body.Head), form) || strings.Contains(string(r.Body.Tail), form) {
				return mismatch("body", "no "+what, "a body with it")
			}
			for _, f := range r.Fields {
				if strings.Contains(f.Value, form) {
					return mismatch(printable(f.Name), "no "+what, "a field with it")
				}
			}
		}
		return nil
	})
}

// spellings are the forms in which an answer would repeat a text.
func spellings(secret string) []string {
	if secret == "" {
		return nil
	}
	raw := []byte(secret)
	return []string{
		secret, url.QueryEscape(secret), hex.EncodeToString(raw),
		base64.StdEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw),
	}
}

// fewest is how many characters of two unrelated Guids differ at least. Of 16
// random hexadecimal digits fewer than 8 differ once in ten million pairs.
const fewest = 8

// UnlikeGuids holds if the answer delivers a Guid that is none of the earlier
// ones and not made from one of them by counting up: it differs from each in
// many of its characters. Nothing of a Guid becomes part of a mismatch.
func UnlikeGuids(delivery spec.Renewal, earlier ...string) Rule {
	return onAnswer("a Guid unlike the earlier ones", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		guid, ok := DeliveredGuid(delivery, x)
		if !ok {
			return mismatch(delivery.Header, "a Guid", "none")
		}
		for i, other := range earlier {
			switch n := differences(guid, other); {
			case n == 0:
				return mismatch("Guid", "a new one", fmt.Sprintf("that of sign-in %d again", i+1))
			case n < fewest:
				return mismatch("Guid", "one unlike the others", fmt.Sprintf("that of sign-in %d with %d other characters", i+1, n))
			}
		}
		return nil
	})
}

// differences counts the positions in which two texts differ, those that only
// one of them has included.
func differences(a, b string) int {
	n := max(len(a), len(b)) - min(len(a), len(b))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
