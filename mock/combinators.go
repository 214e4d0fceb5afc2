package mock

import (
	"io"
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// The vocabulary of variants: where a change takes hold, and what it changes.
// An entry of a registry reads like a sentence:
//
//	onFailure(spec.RecordingAbsent, code("104-003"))
//	onRecording(shortened(100))
//	skip(spec.DownloadRecordFile, stageGuid)

// --- Where ---

// all applies several changes.
func all(changes ...func(*conduct)) func(*conduct) {
	return func(c *conduct) {
		for _, change := range changes {
			change(c)
		}
	}
}

// onAnswer changes the answers that satisfy the condition.
func onAnswer(when func(*answer) bool, edits ...func(*answer)) func(*conduct) {
	return func(c *conduct) {
		c.outgoing = append(c.outgoing, func(a *answer) {
			if !when(a) {
				return
			}
			for _, edit := range edits {
				edit(a)
			}
		})
	}
}

// onEveryAnswer changes all answers of operations, but not those to addresses
// that belong to none.
func onEveryAnswer(edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool { return a.request.op != nil }, edits...)
}

// onOperation changes all answers of an operation.
func onOperation(logName string, edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool { return a.request.is(logName) }, edits...)
}

// onSuccess changes the envelopes of an operation that worked.
func onSuccess(logName string, edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool { return a.request.is(logName) && !a.failed() }, edits...)
}

// onFailure changes the refusals of a condition.
func onFailure(cond spec.Condition, edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool { return a.cond == cond }, edits...)
}

// onEveryFailure changes the refusals of all operations.
func onEveryFailure(edits ...func(*answer)) func(*conduct) {
	return onAnswer((*answer).failed, edits...)
}

// onDownloadFailure changes the refusals of a download.
func onDownloadFailure(edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool { return a.failed() && a.request.is(spec.DownloadRecordFile) }, edits...)
}

// onRecording changes the answers that stream a recording.
func onRecording(edits ...func(*answer)) func(*conduct) { return onAnswer((*answer).streams, edits...) }

// onPlain changes the answers to addresses that belong to no operation, and to
// methods that an operation does not have.
func onPlain(edits ...func(*answer)) func(*conduct) {
	return onAnswer(func(a *answer) bool { return a.request.op == nil }, edits...)
}

// onEvent changes events of a type on their way out; "" stands for all types.
func onEvent(eventType string, edit func(event *object)) func(*conduct) {
	return onSuccess(spec.GetAgentEvent, func(a *answer) {
		if e := a.event(); e != nil && (eventType == "" || e.get("eventType") == eventType) {
			edit(e)
		}
	})
}

// onIncoming changes requests of an operation before anything is decided.
func onIncoming(logName string, edit func(*request)) func(*conduct) {
	return func(c *conduct) {
		c.incoming = append(c.incoming, func(r *request) {
			if r.is(logName) {
				edit(r)
			}
		})
	}
}

// --- Stages ---

// skip leaves out a reason to refuse.
func skip(logName, name string) func(*conduct) {
	return func(c *conduct) {
		c.stages[logName] = slices.DeleteFunc(c.stages[logName], func(s stage) bool { return s.name == name })
	}
}

// instead replaces how a reason to refuse is looked for.
func instead(logName, name string, f func(checker) checker) func(*conduct) {
	return func(c *conduct) {
		for i, s := range c.stages[logName] {
			if s.name == name {
				c.stages[logName][i].check = f(s.check)
			}
		}
	}
}

// firstly looks for a reason to refuse before all others.
func firstly(logName, name string) func(*conduct) {
	return func(c *conduct) {
		list := c.stages[logName]
		i := slices.IndexFunc(list, func(s stage) bool { return s.name == name })
		if i > 0 {
			s := list[i]
			c.stages[logName] = slices.Insert(slices.Delete(list, i, i+1), 0, s)
		}
	}
}

// alsoRefuse adds a reason to refuse after the Guid is known to be good.
func alsoRefuse(logName, name string, check func(*request) error) func(*conduct) {
	return func(c *conduct) {
		s := stage{name, func(_ *Gateway, r *request) error { return check(r) }}
		list := c.stages[logName]
		at := 1 + slices.IndexFunc(list, func(s stage) bool { return s.name == stageGuid })
		c.stages[logName] = slices.Insert(list, at, s)
	}
}

// --- What: the answer ---

// code sets the retcode.
func code(v any) func(*answer) { return field("retcode", v) }

// field sets a member of the envelope.
func field(name string, v any) func(*answer) {
	return onEnvelope(func(o *object) { o.set(name, v) })
}

// without drops members of the envelope.
func without(names ...string) func(*answer) {
	return onEnvelope(func(o *object) {
		for _, name := range names {
			o.drop(name)
		}
	})
}

// onEnvelope changes the envelope, if there is one.
func onEnvelope(edit func(*object)) func(*answer) {
	return func(a *answer) {
		if a.envelope != nil {
			edit(a.envelope)
		}
	}
}

// status sets the HTTP status.
func status(n int) func(*answer) { return func(a *answer) { a.status = n } }

// contentType sets the Content-Type; with "" there is none.
func contentType(v string) func(*answer) { return func(a *answer) { a.contentType = v } }

// header sets a header field, its name byte for byte.
func header(name string, values ...string) func(*answer) {
	return func(a *answer) { a.setHeader(name, values...) }
}

// noHeader removes a header field that the gateway set.
func noHeader(name string) func(*answer) { return func(a *answer) { delete(a.header, name) } }

// body replaces the body of an answer, a recording too.
func body(text string) func(*answer) {
	return func(a *answer) { a.content, a.envelope, a.body = nil, nil, []byte(text) }
}

// rewritten changes the bytes of a body that is not a recording.
func rewritten(f func([]byte) []byte) func(*answer) {
	return func(a *answer) { a.rewrite = append(a.rewrite, f) }
}

// through changes a recording on its way out.
func through(f func(io.Reader) io.Reader) func(*answer) {
	return func(a *answer) {
		if a.streams() {
			a.content = f(a.content)
		}
	}
}

// framed sets how the end of a recording is told.
func framed(f framing) func(*answer) { return func(a *answer) { a.framing = f } }

// raw writes the answer byte by byte and closes the connection.
func raw(f func(*rawWriter) error) func(*answer) { return func(a *answer) { a.raw = f } }
