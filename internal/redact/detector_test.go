package redact_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/redact/redacttest"
)

// detector knows all canaries; the node of a Guid is no secret.
func detector() *redacttest.Detector {
	var secrets []string
	for _, c := range canaries {
		secrets = append(secrets, c.secret)
	}
	return redacttest.NewDetector(secrets, ".AgentGateway1")
}

// The judge of the tests sees every secret that is not masked, however it is
// spelled: in two layers, of which one in 48 is tried by default.
func TestTheDetectorFindsEverySpelling(t *testing.T) {
	t.Parallel()
	d, count := detector(), 0
	for at, e := range layered() {
		if at >= len(redacttest.Encoders()) && !everyCase && at%48 != 0 {
			continue
		}
		for i, c := range canaries {
			place := places[(at+i)%len(places)]
			form := e.Encode(c.secret)
			if form == "" {
				continue
			}
			count++
			if piece, _ := d.Find(place.before+form+place.after, 4); piece == "" {
				t.Errorf("%s of %q is not seen: %q", e.Name, c.secret, form)
			}
		}
	}
	t.Logf("%d cases", count)
	for _, text := range []string{"", "the node .AgentGateway1 answers", "[password] [guid]", "correct-", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"} {
		if piece, secret := d.Find(text, 4); piece != "" && text != "correct-" {
			t.Errorf("%q of %q is seen in %q", piece, secret, text)
		}
	}
}
