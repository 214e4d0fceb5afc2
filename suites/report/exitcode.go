package report

// The exit codes of the command "gwcheck run".
const (
	ExitConformant    = 0 // also with waivers
	ExitNonconformant = 1
	ExitUsage         = 2 // wrong usage or an invalid file: there is no result
	ExitIncomplete    = 3
	ExitBroken        = 4 // the harness failed, or the report could not be written
)

// ExitCode is the exit code that stands for the verdict. It is [ExitBroken] for
// [Broken] and for anything that is no overall verdict.
func (o Overall) ExitCode() int {
	switch o {
	case Conformant, ConformantWithWaivers:
		return ExitConformant
	case Nonconformant:
		return ExitNonconformant
	case Incomplete:
		return ExitIncomplete
	default:
		return ExitBroken
	}
}

// ProcessCode is the code with which "gwcheck run" ends: ExitCode, or with a
// baseline what remains without the failures that stand in it.
func (r Result) ProcessCode() int {
	if r.Baseline != nil {
		return r.Baseline.ExitCode
	}
	return r.ExitCode
}
