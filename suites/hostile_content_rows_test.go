package suites_test

import (
	"fmt"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

func envelopeRows() map[string]hostileRow {
	return map[string]hostileRow{
		"nested-json":        incomplete("not a JSON object"),
		"nested-json-closed": incomplete("no Set-GUID"),
		"nested-failure":     broken("JSON text"),
		"huge-json":          incomplete("limit body"),
		"many-members":       incomplete("retcode 100-001"),
		"array":              incomplete("not a JSON object"),
		"null":               incomplete("not a JSON object"),
		"string":             incomplete("not a JSON object"),
		"number-retcode":     incomplete("retcode none"),
		"empty":              incomplete("empty body"),
		"not-utf8":           incomplete("not UTF-8"),
		"utf16":              incomplete("not UTF-8"),
		"json-twice":         incomplete("followed by more text"),
		"huge-number":        incomplete("retcode none"),
		"huge-exponent":      incomplete("retcode"),
		"lone-surrogate":     incomplete("retcode"),
		"byte-order-mark":    incomplete("not a JSON object"),
		"string-of-100-mb":   incomplete("too long for a JSON envelope").with(limits(func(l *target.Limits) { l.BodyBytes, l.Exchange = 256<<20, time.Minute })),
		"nul-bytes":          incomplete("not a JSON object"),
		"keys-twice":         broken("JSON text"),
		"huge-retcode":       broken("more bytes"),
		"huge-message":       broken("more bytes"),
		"huge-key":           broken("more bytes"),
	}
}

func textRows() map[string]hostileRow {
	rows := map[string]hostileRow{
		"escapes-unescaped": broken("JSON text").in("success", "failure"),
		"markup-in-guid":    broken("100-006").in("success", "auth"),
	}
	for _, name := range []string{"markup", "escapes", "controls", "lines", "runner-commands", "invisible"} {
		rows[name+"-in-all"] = incomplete("status 500")
		rows[name+"-in-downloads"] = broken("JSON text").in("success", "failure", "streaming")
		rows[name+"-in-events"] = broken("workNo").in("events")
	}
	// These break the head too: the first thing broken is what the others rest on.
	for _, name := range []string{"escapes", "controls"} {
		rows[name+"-in-downloads"] = broken("a valid status line").in("success", "failure", "streaming")
	}
	return rows
}

func reflectingRows() map[string]hostileRow {
	rows := map[string]hostileRow{
		"reflects-sign-in":    incomplete("[password]"),
		"reflects-bare":       broken("21 bytes"),
		"reflects-in-head":    broken("a valid status line").in("success", "streaming"),
		"reflects-in-no-http": broken("not HTTP").in("success", "streaming"),
		"reflects-in-json":    broken("[recording]").in("success", "failure"),
	}
	for _, name := range []string{"plain", "percent", "twice", "base64", "hex", "upper", "html", "unicode"} {
		rows["reflects-"+name] = broken("JSON text").in("success", "failure")
	}
	for _, n := range []int{70, 100, 280, 500} {
		rows[fmt.Sprintf("reflects-after-%d", n)] = broken("JSON text")
	}
	return rows
}

func sessionRows() map[string]hostileRow {
	return map[string]hostileRow{
		"sign-in-refused":     incomplete("refused with 100-004").everything(),
		"account-locked":      incomplete("refused with 110-016").everything(),
		"always-signed-in":    incomplete("retcode 100-002"),
		"no-set-guid":         incomplete("no Set-GUID"),
		"set-guid-empty":      incomplete("no Set-GUID"),
		"set-guid-nameless":   broken("JSON text"),
		"set-guid-one-letter": broken("JSON text"),
		"set-guid-a-word":     broken("JSON text"),
		"set-guid-huge":       incomplete("which no request can carry").in("success", "method"),
		"cookie-flood":        incomplete("no Set-GUID"),
		"guid-dies":           broken("100-006"),
		"endless-rotation":    broken("000-003").in("auth"),
	}
}

func repeatingRows() map[string]hostileRow {
	return map[string]hostileRow{
		"always-success":      broken("JSON text").everything(),
		"always-recording":    incomplete("not a JSON object").in("success", "failure", "streaming"),
		"serves-anybody":      broken("to be refused").in("auth", "paths"),
		"always-not-found":    incomplete("status 404").in("success", "failure", "streaming"),
		"always-server-error": incomplete("status 500"),
		"login-page":          incomplete("an HTML page"),
		"download-pages":      broken("text/html"),
	}
}

func leavingRows() map[string]hostileRow {
	rows := map[string]hostileRow{}
	for _, n := range []int{1, 20} {
		rows[fmt.Sprintf("leaves-after-%d", n)] = incomplete("refuses connections").in("success", "failure", "method")
		rows[fmt.Sprintf("leaves-within-%d", n)] = incomplete("refuses connections").in("success", "failure", "method")
		rows[fmt.Sprintf("falls-silent-after-%d", n)] = incomplete("got no answer").with(quickAnswer).in("success", "failure", "method")
	}
	return rows
}
