package mock

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// filetypeDeviations read filetype wrongly.
func filetypeDeviations() []Deviation {
	return []Deviation{
		deviation("filetype-default-two", "filetype defaults to 2 instead of 1.",
			breaks("parameters/filetype-default"), editParameter(spec.RoleFiletype, func(p *spec.Parameter) { p.Default = "2" }), "*/*"),
		deviation("filetype-ignored", "filetype is ignored: 2 also means an agent call.",
			breaks("parameters/filetype-voice-message", "success/availability"),
			onIncoming(download, func(r *request) { r.set(spec.RoleFiletype, "1") }), "*/*"),
		deviation("filetype-one-refused", "filetype 1 is refused; agent calls are served only without filetype.",
			breaks("parameters/filetype-agent-call", "success/availability"), addRefusal(download, "one", func(r *request) error {
				if v := r.values[spec.RoleFiletype]; v.text == "1" {
					return refuse(spec.ParameterInvalid, "filetype 1 is not supported")
				}
				return nil
			}), "*/*"),
		deviation("third-party-needs-filetype-three", "Third-party voice messages are served only under filetype 3.",
			breaks("parameters/filetype-voice-message"), all(
				editGrammars(func(g *spec.Grammar) {
					if g.Name == "third-party-message" {
						g.Filetype = "3"
					}
				}),
				editParameter(spec.RoleFiletype, func(p *spec.Parameter) { p.Options = append(slices.Clone(p.Options), "3") })), "*/*"),
	}
}
