package redact

// Kind says what a secret is; a mark shows it.
type Kind uint8

// The kinds of secrets.
const (
	Password Kind = iota
	Guid
	Cookie
	Secret // derived from another secret, or of no kind of its own
	kinds
)

// nothing is the mark for a kind whose own mark would spell a secret. It is too
// short to hold a piece of one.
const nothing = "[***]"

var marks = [kinds]string{"[password]", "[guid]", "[cookie]", "[secret]"}

// mark is what stands in a text for a secret of kind k.
func (r *Redactor) mark(k Kind) string {
	if m := marks[k]; !r.index.holds(fold([]byte(m))) {
		return m
	}
	return nothing
}
