package mock

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// object is a JSON object whose members keep their order. Hooks may change
// it into one that a conformant gateway does not send: a name can occur twice.
type object struct{ members []member }

type member struct {
	name  string
	value any
}

// newObject makes an object of names and values, which alternate.
func newObject(pairs ...any) *object {
	o := &object{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		o.members = append(o.members, member{name, pairs[i+1]})
	}
	return o
}

func (o *object) index(name string) int {
	return slices.IndexFunc(o.members, func(m member) bool { return m.name == name })
}

// get returns the value of a member, nil if there is none.
func (o *object) get(name string) any {
	if i := o.index(name); i >= 0 {
		return o.members[i].value
	}
	return nil
}

// object returns the value of a member that is an object, otherwise a new
// empty object.
func (o *object) object(name string) *object {
	if inner, ok := o.get(name).(*object); ok {
		return inner
	}
	return &object{}
}

// set changes a member, or adds it at the end.
func (o *object) set(name string, v any) {
	if i := o.index(name); i >= 0 {
		o.members[i].value = v
		return
	}
	o.add(name, v)
}

// add appends a member even if the name exists already.
func (o *object) add(name string, v any) { o.members = append(o.members, member{name, v}) }

func (o *object) drop(name string) {
	o.members = slices.DeleteFunc(o.members, func(m member) bool { return m.name == name })
}

func (o *object) rename(from, to string) {
	if i := o.index(from); i >= 0 {
		o.members[i].name = to
	}
}

func (o *object) reverse() { slices.Reverse(o.members) }

// MarshalJSON writes the members in order.
func (o *object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range o.members {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, m.name); err != nil {
			return nil, err
		}
		if b, err = appendValue(append(b, ':'), m.value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendValue appends a value. Short cuts spare most of the work: nearly all values
// are texts without special characters.
func appendValue(b []byte, v any) ([]byte, error) {
	s, isText := v.(string)
	if isText && !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c > '~' || c == '"' || c == '\\' }) {
		return append(append(append(b, '"'), s...), '"'), nil
	}
	text, err := encode(v)
	return append(b, text...), err
}

// encode writes compact JSON and does not escape <, > and &.
func encode(v any) ([]byte, error) {
	if o, ok := v.(*object); ok && o != nil {
		return o.MarshalJSON()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), err
}
