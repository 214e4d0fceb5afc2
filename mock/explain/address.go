package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/spelling"
	"github.com/gwcheck/gwcheck/spec"
)

// address explains a request that belongs to no operation.
func (e *explanation) address() {
	method, path := e.HTTP.Method, e.HTTP.URL.EscapedPath()
	if e.Allowed != nil {
		e.add(Finding{Requirement: "method/get", Slip: MethodWrong,
			Expected: strings.Join(e.Allowed, " or ") + " " + path, Got: method + " " + path,
			Hint: "The address is right, the method is not."})
		return
	}
	f := Finding{Requirement: "parameters/address", Slip: AddressUnknown, Expected: "an address of the interface", Got: method + " " + quoted(path)}
	if what := notMocked(path); what != "" {
		f.Slip, f.Fault = AddressNotMocked, Mock
		f.Hint = what + " are not part of this mock."
		e.add(f)
		return
	}
	op, near := e.nearest(path)
	if op == nil {
		e.add(f)
		return
	}
	agent, _ := op.Param(spec.RoleAgent)
	f.Expected = "an address of the interface; the nearest is " + op.Method + " " + near
	f.Hint = e.addressHint(path, near)
	if slot := slotOf(op.Path, path); slot != "" && agent.Schema != nil && !isNumber(slot) {
		f.Slip, f.Hint = AgentNotANumber, fmt.Sprintf("The agent in the path is %s, want a number such as 102.", quoted(slot))
		f.Requirement = "parameters/agentid-mandatory"
	}
	e.add(f)
}

// notMocked names what the real gateway offers at an address and the mock does not.
func notMocked(path string) string {
	for segment, what := range map[string]string{
		"voicecall": "Voice calls", "calldata": "Call data", "recordplay": "Recording queries", "queuedevice": "Queue devices",
		"textchat": "Text chats", "weccall": "Video calls", "outboundcall": "Outbound calls",
	} {
		if strings.Contains(strings.ToLower(path), "/resource/"+segment) {
			return what
		}
	}
	return ""
}

// nearest finds the operation whose address differs least, with the agent of the
// path filled in.
func (e *explanation) nearest(path string) (best *spec.Operation, near string) {
	least := 0
	for _, op := range slices.Concat(e.Document.Operations, e.Document.MockOnly) {
		agent := slotOf(op.Path, path)
		if !isNumber(agent) {
			agent = firstNumber(path)
		}
		if agent == "" {
			agent = "102"
		}
		candidate := op.PathFor(agent)
		d := spelling.Distance(strings.ToLower(path), strings.ToLower(candidate))
		if op.Method == e.HTTP.Method {
			d -= 2
		}
		if best == nil || d < least {
			best, near, least = op, candidate, d
		}
	}
	return best, near
}

func (e *explanation) addressHint(path, near string) string {
	const prefix = "/agentgateway/resource"
	clean := strings.TrimRight(path, "/")
	switch {
	case strings.EqualFold(path, near):
		return "Addresses are case-sensitive."
	case !strings.Contains(path, prefix) && strings.HasSuffix(near, clean):
		return "The address begins with " + prefix + "."
	case !strings.Contains(path, prefix) && strings.Contains(near, "/resource"):
		return "All addresses of the interface begin with " + prefix + "."
	case strings.Contains(path, "{") || strings.Contains(path, "%7B"):
		return "The placeholder in the address was not filled in."
	case strings.HasPrefix(near, clean):
		return "The address ends too early."
	}
	return "Compare the two."
}

// slotOf is the segment of a path where a template has its agent.
func slotOf(template, path string) string {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	for i, w := range want {
		if strings.HasPrefix(w, "{") {
			if i < len(got) {
				return got[i]
			}
			return ""
		}
		if i >= len(got) || !strings.EqualFold(w, got[i]) {
			return ""
		}
	}
	return ""
}

func firstNumber(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if isNumber(segment) {
			return segment
		}
	}
	return ""
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
