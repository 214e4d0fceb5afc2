package engine

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// mostText bounds the bodies that the exchanges of one check keep, so that a
// gateway with endless envelopes does not fill the memory.
const mostText = 64 << 20

// boundText ends the check once its exchanges keep too much.
func (t *T) boundText(x *wire.Exchange) {
	if x.Response == nil {
		return
	}
	if t.text += len(x.Response.Body.Head); t.text > mostText {
		t.Inconclusive("the answers to this check have more than %d MiB of text", mostText>>20)
	}
}

// shortened is an exchange without most of a long body. The result of a run keeps
// one for each check.
func shortened(x *wire.Exchange) *wire.Exchange {
	if x == nil || x.Response == nil || len(x.Response.Body.Head) <= wire.HeadKept {
		return x
	}
	short, response := *x, *x.Response
	response.Body.Head = slices.Clone(response.Body.Head[:wire.HeadKept])
	short.Response = &response
	return &short
}
