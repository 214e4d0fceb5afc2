package mock

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

func filetypeDeviations() []Deviation {
	return []Deviation{
		deviation("filetype-default-two", "Without filetype a download means a voice message.",
			breaks("parameters/filetype-default"), editParameter(spec.RoleFiletype, func(p *spec.Parameter) { p.Default = "2" }), "*/*"),
		deviation("filetype-ignored", "filetype 2 means an agent call too.",
			breaks("parameters/filetype-voice-message"),
			onIncoming(download, func(r *request) { r.set(spec.RoleFiletype, "1") }), "*/*"),
		deviation("filetype-one-refused", "A filetype of 1 is refused; agent calls come without one.",
			breaks("parameters/filetype-agent-call"), addRefusal(download, "one", func(r *request) error {
				if v := r.values[spec.RoleFiletype]; v.text == "1" {
					return refuse(spec.ParameterInvalid, "filetype 1 is not supported")
				}
				return nil
			}), "*/*"),
		deviation("third-party-needs-filetype-three", "A third-party voice message is found under filetype 3 only.",
			breaks("parameters/filetype-voice-message"), all(
				editGrammars(func(g *spec.Grammar) {
					if g.Name == "third-party-message" {
						g.Filetype = "3"
					}
				}),
				editParameter(spec.RoleFiletype, func(p *spec.Parameter) { p.Options = append(slices.Clone(p.Options), "3") })), "*/*"),
	}
}
