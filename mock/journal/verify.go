package journal

import "fmt"

// Count is how many entries are expected. Nil fields do not matter.
type Count struct {
	Exactly *int `json:"exactly,omitempty"`
	AtLeast *int `json:"atLeast,omitempty"`
	AtMost  *int `json:"atMost,omitempty"`
}

// Verify reports how many entries a filter selects, and an error that says what
// was expected if that is not as many as wanted.
func (j *Journal) Verify(f Filter, want Count) (n int, err error) {
	n = len(j.List(f, 0))
	switch {
	case want.Exactly != nil && n != *want.Exactly:
		err = fmt.Errorf("expected exactly %d entries; got %d", *want.Exactly, n)
	case want.AtLeast != nil && n < *want.AtLeast:
		err = fmt.Errorf("expected at least %d entries; got %d", *want.AtLeast, n)
	case want.AtMost != nil && n > *want.AtMost:
		err = fmt.Errorf("expected at most %d entries; got %d", *want.AtMost, n)
	}
	return n, err
}
