package mock

import "github.com/gwcheck/gwcheck/spec"

// kindDeviations break the recordings of one kind and leave the others as they are.
func kindDeviations() []Deviation {
	return []Deviation{
		deviation("agent-call-last-byte-lost", "Agent calls lack their last byte.",
			breaks("success/exact-bytes"), onRecordingOf("agent-call", shortened(1)), recordingRequirements...),
		deviation("ivr-message-last-byte-lost", "IVR messages lack their last byte.",
			breaks("success/exact-bytes"), onRecordingOf("ivr-message", shortened(1)), recordingRequirements...),
		deviation("third-party-message-last-byte-lost", "Third-party voice messages lack their last byte.",
			breaks("success/exact-bytes"), onRecordingOf("third-party-message", shortened(1)), recordingRequirements...),
	}
}

// onRecordingOf changes the answers that stream a recording whose recordId has the
// form of a grammar.
func onRecordingOf(grammar string, edits ...func(*answer)) func(*behavior) {
	return func(c *behavior) {
		onAnswer(func(a *answer) bool { return a.streams() && c.grammarOf(a.request) == grammar }, edits...)(c)
	}
}

// grammarOf is the name of the grammar that the recordId of a request has, "" for none.
func (c *behavior) grammarOf(r *request) string {
	filetype := r.values[spec.RoleFiletype].text
	if filetype == "" {
		filetype = c.doc.DefaultFiletype()
	}
	for _, g := range c.doc.GrammarsOf(filetype) {
		if _, _, ok := g.Match(r.values[spec.RoleRecord].text); ok {
			return g.Name
		}
	}
	return ""
}
