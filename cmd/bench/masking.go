package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/redact"
)

// maskedTexts are what an ordinary gateway sends.
var maskedTexts = []struct{ kind, text string }{
	{"sentences", "The agent 102 is not signed in; it has to do so before it may ask for the recording of a call.\r\n"},
	{"JSON", `{"retcode":"100-006","message":"no such \"recording\"","result":{"recordId":"y:/1/0/20181217/120/1524488.V3","callId":"0a1b2c3d4e5f"}},`},
	{"heads", "GET /agentgateway/resource/recordfile/102?recordId=y%3A%2F1%2F0%2F20181217 HTTP/1.1\r\nHost: gw.example\r\nAccept-Encoding: identity\r\n\r\n"},
}

// maskingCost compares masking 10,000 secrets in a mebibyte of text with
// counting one of them in it, in turns.
func maskingCost(context.Context) (all []measurement, err error) {
	const secrets, size, most = 10_000, 1 << 20, 30
	var r redact.Redactor
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same secrets each time
	var guids []string
	for range secrets {
		guids = append(guids, fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64()))
		r.AddGuid(guids[len(guids)-1])
	}
	for _, m := range maskedTexts {
		text := strings.Repeat(m.text, 1+size/len(m.text))[:size]
		ratio := maskingRatio(&r, text, guids)
		all = append(all, measurement{
			what:  fmt.Sprintf("masking 10,000 secrets in 1 MiB of %s, in mean passes of bytes.Count", m.kind),
			value: fmt.Sprintf("%.1f", ratio), aim: fmt.Sprintf("at most %d", most), met: ratio <= most,
		})
	}
	return all, nil
}

// maskingRatio takes for a pass the mean over many secrets: how fast one is
// counted depends on how often its first byte occurs.
func maskingRatio(r *redact.Redactor, text string, secrets []string) float64 {
	const rounds, passes = 9, 64
	var ratios []float64
	plain := []byte(text)
	for range rounds {
		begin := time.Now()
		r.Mask(text)
		mask := time.Since(begin)
		begin = time.Now()
		for _, s := range secrets[:passes] {
			bytes.Count(plain, []byte(s))
		}
		ratios = append(ratios, mask.Seconds()/(time.Since(begin).Seconds()/passes))
	}
	return median(ratios)
}
