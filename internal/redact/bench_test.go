package redact_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/redact"
)

// manySecrets are 10,000 Guids; prefix is what all of them begin with.
func manySecrets(prefix string) []string {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]string, 10_000)
	for i := range out {
		out[i] = fmt.Sprintf("%s%016x%016x", prefix, random.Uint64(), random.Uint64())
	}
	return out
}

// texts are a mebibyte each of what ordinary and hostile gateways send.
func texts(secrets []string) map[string]string {
	random := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	return map[string]string{
		"sentences":  "The agent 102 is not signed in; it has to do so before it may ask for the recording of a call.\r\n",
		"JSON":       `{"retcode":"100-006","message":"no such \"recording\"","result":{"recordId":"y:/1/0/20181217/120/1524488.V3","callId":"0a1b2c3d4e5f"}},`,
		"headers":    "GET /agentgateway/resource/recordfile/102?recordId=y%3A%2F1%2F0%2F20181217 HTTP/1.1\r\nHost: gw.example\r\nAccept-Encoding: identity\r\n\r\n",
		"secrets":    strings.Join(secrets[:1000], " in a text, and "),
		"one prefix": strings.Repeat("Set-Cookie: a="+secrets[0][:20]+"; ", 100),
		"base64":     base64.StdEncoding.EncodeToString(noise),
		"noise":      string(noise),
		"hex":        fmt.Sprintf("%x", noise[:1<<19]),
		"percent":    strings.Repeat("%25252541%255c%2526amp;", 100),
		"escapes":    strings.Repeat(`\\\\u0041%5cu0041&amp;#65;=41\n`, 100),
		"values":     strings.Repeat("=a:b>", 100),
	}
}

// mebibyte repeats or cuts a text to a mebibyte.
func mebibyte(s string) string { return strings.Repeat(s, 1+(1<<20)/len(s))[:1<<20] }

// BenchmarkMask tells how many times as much as one bytes.Count pass for a random
// secret over the same text masking costs. Both are measured in turn, and of both the
// least counts, since a shared machine only ever adds to it. For what ordinary
// gateways send (sentences, JSON, headers), the aim is 30.
func BenchmarkMask(b *testing.B) {
	for _, prefix := range []string{"", "0123456789abcdef-one-prefix-"} {
		secrets := manySecrets(prefix)
		var r redact.Redactor
		r.AddPassword(`p\ss"wört-€ &more`)
		r.AddCookie("short")
		for _, s := range secrets {
			r.AddGuid(s)
		}
		for name, text := range texts(secrets) {
			b.Run(fmt.Sprintf("%s/prefix=%d", name, len(prefix)), func(b *testing.B) {
				text := mebibyte(text)
				b.SetBytes(1 << 20)
				pass, best := time.Hour, time.Hour
				for b.Loop() {
					pass = min(pass, countPass(text))
					start := cpuTime()
					r.Mask(text)
					best = min(best, cpuTime()-start)
				}
				b.ReportMetric(float64(best)/1e6, "ms-cpu")
				b.ReportMetric(float64(best)/float64(pass), "passes")
			})
		}
	}
}

// countPass is how long counting one secret in a text takes, the mean of some,
// since it depends on how often the first character occurs in the text.
func countPass(text string) time.Duration {
	b, start := []byte(text), cpuTime()
	for _, secret := range needles {
		bytes.Count(b, []byte(secret))
	}
	return (cpuTime() - start) / time.Duration(len(needles))
}

var needles = manySecrets("")[:16]

func BenchmarkLearn(b *testing.B) {
	secrets := manySecrets("0123456789abcdef-one-prefix-")
	for b.Loop() {
		var r redact.Redactor
		for _, s := range secrets {
			r.AddGuid(s)
		}
	}
}
