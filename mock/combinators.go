package mock

import (
	"net/http"

	"github.com/gwcheck/gwcheck/spec"
)

// The combinators are the vocabulary of variants: where a change applies
// (combinators.go), which stages check a request (combinators_stages.go), and what
// changes: the answer, the request, sessions and Guids, events, a recording's bytes
// (stream_transforms.go). An entry of the registry reads like a sentence:
//
//	onFailure(spec.RecordingAbsent, code("104-003"))
//	onRecording(shortened(100))
//	skipStage(spec.DownloadRecordFile, stageGuid)

// download is the operation that most variants change.
const download = spec.DownloadRecordFile

// all applies several changes.
func all(changes ...func(*behavior)) func(*behavior) {
	return func(c *behavior) {
		for _, change := range changes {
			change(c)
		}
	}
}

// onAnswer changes the answers that satisfy the condition.
func onAnswer(when func(*answer) bool, edits ...func(*answer)) func(*behavior) {
	return func(c *behavior) {
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
func onEveryAnswer(edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.request.op != nil }, edits...)
}

// onOperation changes all answers of an operation.
func onOperation(logName string, edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.request.is(logName) }, edits...)
}

// onSuccess changes the envelopes of an operation that worked.
func onSuccess(logName string, edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.request.is(logName) && !a.failed() }, edits...)
}

// onEmptyPoll changes the answers to polls that carry no event.
func onEmptyPoll(edits ...func(*answer)) func(*behavior) {
	return onSuccess(spec.GetAgentEvent, func(a *answer) {
		if a.event() != nil {
			return
		}
		for _, edit := range edits {
			edit(a)
		}
	})
}

// onFailure changes the refusals of a condition.
func onFailure(cond spec.Condition, edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.cond == cond }, edits...)
}

// onEveryFailure changes the refusals of all operations.
func onEveryFailure(edits ...func(*answer)) func(*behavior) {
	return onAnswer((*answer).failed, edits...)
}

// onDownloadFailure changes the refusals of a download.
func onDownloadFailure(edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.failed() && a.request.is(spec.DownloadRecordFile) }, edits...)
}

// onRecording changes the answers that stream a recording.
func onRecording(edits ...func(*answer)) func(*behavior) {
	return onAnswer((*answer).streams, edits...)
}

// onPlain changes the answers to addresses that belong to no operation, and to
// methods that an operation does not have.
func onPlain(edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.request.op == nil }, edits...)
}

// onEvent changes events of a type before they are delivered; "" means all
// types.
func onEvent(eventType string, edit func(event *object)) func(*behavior) {
	return onSuccess(spec.GetAgentEvent, func(a *answer) {
		if e := a.event(); e != nil && (eventType == "" || e.get("eventType") == eventType) {
			edit(e)
		}
	})
}

// onIncoming changes requests of an operation before the first stage.
func onIncoming(logName string, edit func(*request)) func(*behavior) {
	return func(c *behavior) {
		c.incoming = append(c.incoming, func(r *request) {
			if r.is(logName) {
				edit(r)
			}
		})
	}
}

func notHead(a *answer) bool { return a.request.http.Method != http.MethodHead }
