package mock

func methodDeviations() []Deviation    { return nil }
func parameterDeviations() []Deviation { return nil }
func pathDeviations() []Deviation      { return nil }
func authDeviations() []Deviation      { return nil }
func sessionDeviations() []Deviation   { return nil }
func successDeviations() []Deviation   { return nil }
func streamingDeviations() []Deviation { return nil }
func failureDeviations() []Deviation   { return nil }
func retcodeDeviations() []Deviation   { return nil }
func securityDeviations() []Deviation  { return nil }
func eventDeviations() []Deviation     { return nil }
func wholesaleDeviations() []Deviation { return nil }
