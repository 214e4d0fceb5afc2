package suites

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
)

// otherAddresses are ways to write the address of a recording that are not
// documented. Whether a gateway knows one is open; that it must not serve a
// recording there without a valid Guid is not.
func otherAddresses() []func(path, agent string) string {
	return []func(path, agent string) string{
		func(p, _ string) string { return strings.Replace(p, "/resource/", "/resource//", 1) },
		func(p, _ string) string { return p + "/" },
		func(p, agent string) string {
			return strings.TrimSuffix(p, agent) + fmt.Sprintf("%%%02X", agent[0]) + agent[1:]
		},
		func(p, agent string) string { return strings.TrimSuffix(p, agent) + "00" + agent },
		func(p, _ string) string { return strings.Replace(p, "/resource/", "/resource;a=b/", 1) },
		func(p, _ string) string { return strings.Replace(p, "/resource/", "/resource/./", 1) },
		func(p, _ string) string { return strings.ToUpper(p) },
	}
}

func guardedElsewhere(t *engine.T) {
	s, rec := t.Twin()
	for _, address := range otherAddresses() {
		path := address(t.DownloadRequest(s, rec).Op.PathFor(s.Agent.ID), s.Agent.ID)
		for _, guid := range []engine.RequestOption{withoutGuid(), withGuid(inventedGuid)} {
			getsNoRecording(t, t.Download(s, rec, withPath(path), guid, engine.AsAttack), rec)
		}
	}
}
