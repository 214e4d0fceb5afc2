package engine

import (
	"errors"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// A connection that closes between two requests may take an answer with it. What
// the lost request did is not known then.

// lossy reports whether an answer was lost that may have changed the session: a
// poll may have renewed the Guid or taken an event.
func lossy(req *Request, x *wire.Exchange) bool {
	sent := wire.ClosedWhileIdle(x) && !errors.Is(x.Err, wire.ErrStale)
	return sent && !req.Unjudged && req.Op.LogName != spec.DownloadRecordFile
}

// stopAfterLoss ends the body then: what follows would judge a session that nobody
// knows, so the body starts anew.
func (t *T) stopAfterLoss(req *Request, x *wire.Exchange) {
	if !lossy(req, x) {
		return
	}
	t.gw.closesIdle.Store(true) // such requests use new connections from now on
	t.conclude(outcome{
		ending: unmet, about: x, lossy: true,
		reason: "The connection closed before the answer to " + req.Op.LogName + " arrived, so that the state of the session is unknown.",
	})
}

// startAnew leaves nothing of a body that lost an answer but its exchanges on the
// record: its sessions end, and those that it shared.
func (t *T) startAnew() {
	t.cleanUp()
	t.outcome, t.assertions, t.exchanges, t.opened, t.also = outcome{}, nil, nil, nil, nil
	*t.link = link{}
}
