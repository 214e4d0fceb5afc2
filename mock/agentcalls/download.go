package agentcalls

import (
	"crypto/rand"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

// The older download: one call names a recording and gets a token, the next gets
// the bytes for it.

// ticket is what a token allows.
type ticket struct {
	agent, recordID, filetype string
	until                     time.Time
}

const (
	tokenLife  = 5 * time.Minute
	mostTokens = 1000 // that wait
)

func (d *desk) downloadCalls() map[string]mock.CallFunc {
	return map[string]mock.CallFunc{"localRecordPath": d.localRecordPath, "localRecordFile": d.localRecordFile}
}

func (d *desk) localRecordPath(c mock.Call) mock.Reply {
	id := strings.ReplaceAll(c.Query["recordId"], `\`, "/")
	filetype := ""
	for _, kind := range []string{"1", "2"} {
		if filetype == "" && c.Gateway.Exists(id, kind) {
			filetype = kind
		}
	}
	if filetype == "" {
		return fail(notOffered, "there is no such recording")
	}
	token := rand.Text()
	d.mu.Lock()
	defer d.mu.Unlock()
	for old, t := range d.tokens {
		if t.until.Before(c.Now) || len(d.tokens) >= mostTokens {
			delete(d.tokens, old)
		}
	}
	d.tokens[token] = ticket{c.Agent, id, filetype, c.Now.Add(tokenLife)}
	_, path, _ := strings.Cut(id, ":")
	return mock.Reply{Result: map[string]any{"token": token, "localRecordPath": path}}
}

func (d *desk) localRecordFile(c mock.Call) mock.Reply {
	d.mu.Lock()
	t, known := d.tokens[c.Query["token"]]
	d.mu.Unlock()
	_, path, _ := strings.Cut(t.recordID, ":")
	if !known || t.agent != c.Agent || t.until.Before(c.Now) || path != c.Query["localRecordPath"] {
		return fail("000-003", "the token is unknown, expired, of another agent or of another path")
	}
	return mock.Reply{RecordID: t.recordID, Filetype: t.filetype}
}
