package mock

const recordEventType = "AgentMediaEvent_Record"

// startsWith sets the events that follow a sign-in.
func startsWith(events ...AgentEvent) func(*behavior) {
	return func(c *behavior) {
		c.firstEvents = func(*session) []AgentEvent { return append([]AgentEvent(nil), events...) }
	}
}

// onRecord changes one member of the content of record events.
func onRecord(name string, edit func(any) any) func(*behavior) {
	return func(c *behavior) {
		event := c.recordEvent
		c.recordEvent = func(call call) *object {
			o := event(call)
			o.set(name, edit(o.get(name)))
			return o
		}
	}
}

// onRecordContent changes the content of record events.
func onRecordContent(edit func(*object)) func(*behavior) {
	return func(c *behavior) {
		event := c.recordEvent
		c.recordEvent = func(call call) *object {
			o := event(call)
			edit(o)
			return o
		}
	}
}
