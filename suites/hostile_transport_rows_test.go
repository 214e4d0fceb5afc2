package suites_test

func connectingRows() map[string]hostileRow {
	return map[string]hostileRow{
		"refused":            incomplete("refuses connections").everything().inRealTime(),
		"accepts-in-silence": incomplete("TLS handshake was not finished").with(quickConnect),
		"handshake-stalls":   incomplete("TLS handshake was not finished").with(quickConnect),
		"handshake-reset":    incomplete("reset the connection in the TLS handshake"),
		"handshake-closed":   incomplete("in the TLS handshake"),
		"handshake-garbage":  incomplete("TLS"),
		"handshake-drip":     incomplete("TLS handshake was not finished").with(quickConnect),
		"handshake-alert":    incomplete("TLS"),
		"handshake-warnings": incomplete("TLS"),
		"long-chain":         harmless(),
		"huge-chain":         incomplete("TLS"),
		"plain-text":         incomplete("does not speak TLS"),
		"untrusted":          incomplete("not signed by an authority that is trusted").everything(),
		"expired":            incomplete("certificate expired"),
		"not-yet-valid":      incomplete("not valid before"),
		"other-name":         incomplete("certificate is not valid for"),
		"client-certificate": incomplete("certificate is invalid"),
		"old-tls":            incomplete("no TLS version in common"),
		"other-protocol":     incomplete("http/1.1"),
		"http2-preface":      incomplete("not HTTP"),
		"answers-unasked":    incomplete("Could not sign in as agent 102"),
		"closes-at-once":     incomplete("closed the connection"),
	}
}

// securedRows cut recordings, unless what they do is legal.
func securedRows() map[string]hostileRow {
	rows := map[string]hostileRow{}
	for _, name := range []string{
		"alert-in-body", "close-notify-in-body", "warning-flood", "empty-records", "ticket-flood", "key-update-flood", "endless-handshake-message",
		"late-certificate-request", "garbage-record", "oversized-record", "unknown-record", "heartbeat", "plain-text-inside",
		"renegotiation", "renegotiation-flood",
	} {
		rows[name] = broken("after 1000 of 2300 bytes")
	}
	for _, name := range []string{"some-tickets", "key-update", "key-update-requested", "tiny-records"} {
		rows[name] = harmless()
	}
	for _, name := range []string{"half-record", "change-cipher-spec"} {
		rows[name] = broken("after 1000 of 2300 bytes").with(quickAnswer).briefly()
	}
	return rows
}

func stallingRows() map[string]hostileRow {
	return map[string]hostileRow{
		"silent":                   incomplete("3 consecutive sign-ins got no answer").with(quickAnswer).everything().inRealTime(),
		"silent-sign-in":           incomplete("3 consecutive sign-ins got no answer").with(quickAnswer),
		"silent-after-download":    incomplete("got no answer").with(quickAnswer),
		"silent-download":          broken("limit first byte").with(quickAnswer).briefly(),
		"silent-poll":              incomplete("a poll was not answered").with(quickAnswer).in("auth").inRealTime(),
		"silent-sign-out":          broken("limit first byte").with(quickAnswer).in("session").briefly(),
		"status-line-then-silence": incomplete("bytes of the head").with(quickAnswer),
		"head-then-silence":        incomplete("bytes of the body").with(quickAnswer),
		"half-body-then-silence":   broken("after 1000 of 2200 bytes").with(quickAnswer).briefly(),
		"never-closes":             incomplete("limit idle").with(quickAnswer),
		"drip":                     incomplete("limit exchange").with(quickEnd),
		"drip-body":                broken("limit exchange").with(quickEnd).briefly(),
		"drip-chunks":              broken("limit exchange").with(quickEnd).briefly(),
	}
}

func floodingRows() map[string]hostileRow {
	return map[string]hostileRow{
		"endless-status-line":     incomplete("limit head"),
		"endless-field":           incomplete("limit head"),
		"endless-head":            incomplete("limit head"),
		"long-head":               incomplete("not a JSON object"),
		"interim-flood":           incomplete("limit head"),
		"endless-body":            broken("limit body"),
		"endless-chunks":          broken("limit body"),
		"endless-chunk-extension": broken("limit head"),
		"chunk-extension-flood":   broken("limit exchange").with(quickEnd).briefly(),
		"trailer-flood":           broken("trailer is longer"),
		"endless-json":            incomplete("limit body"),
		"announces-exabytes":      broken("limit body"),
		"chunk-of-exabytes":       broken("limit body"),
		"bomb":                    broken("Content-Encoding").in("streaming"),
		"bomb-everywhere":         incomplete("too long for a JSON envelope"),
	}
}

func framingRows() map[string]hostileRow {
	return map[string]hostileRow{
		"lengths-that-conflict":   broken(`Content-Length "2300, 5"`).in("streaming"),
		"length-and-chunks":       broken("no Content-Length together with Transfer-Encoding").in("streaming"),
		"types-that-conflict":     broken("Content-Type occurs once").in("success"),
		"fields-that-lie":         broken("occurs once").in("streaming"),
		"second-answer":           broken("no bytes after the end").in("streaming"),
		"trailing-bytes":          broken("no bytes after the end").in("streaming"),
		"negative-length":         broken("Content-Length \"-1\"").briefly(),
		"chunk-size-negative":     broken("chunk size"),
		"no-http":                 incomplete("not HTTP"),
		"http-0.9":                incomplete("not HTTP"),
		"huge-length":             broken("limit body"),
		"folded-fields":           broken("a field is not continued").in("streaming"),
		"endless-chunk-size":      broken("limit head"),
		"crossed-answers":         broken("JSON text"),
		"some-interim-responses":  harmless(),
		"status-zero":             incomplete("status 0"),
		"version-nine":            incomplete("retcode none"),
		"switches-protocols":      incomplete("status 101"),
		"no-content":              incomplete("status 204"),
		"guid-in-second-response": broken("100-006"),
		"bare-line-feeds":         broken("a line ends with CR and LF").in("streaming"),
	}
}

func resettingRows() map[string]hostileRow {
	return map[string]hostileRow{
		"reset-before-head": broken("reset the connection before the first byte"),
		"reset-in-head":     broken("bytes of the head"),
		"reset-in-body":     broken("after 100 of 2300 bytes"),
		"reset-as-end":      broken("reset the connection after 2300 bytes").in("streaming"),
		"cut-as-end":        broken("close_notify").in("streaming"),
		"cut-in-chunks":     broken("closed the connection after"),
		"cut-in-body":       broken("after 100 of 2300 bytes"),
		"reset-everywhere":  incomplete("reset the connection").everything(),
		"closed-everywhere": incomplete("closed the connection"),
		"reset-sign-in":     incomplete("bytes of the head"),
	}
}

func redirectingRows() map[string]hostileRow {
	return map[string]hostileRow{
		"redirects-all":       incomplete("redirect to"),
		"redirects-sign-in":   incomplete("not followed"),
		"redirects-download":  broken("status 303"),
		"redirects-to-itself": incomplete("redirect to"),
		"refreshes":           broken("text/html"),
	}
}
