package layers

func list() []int { return append(lateDeviations(), pollReadings()...) }

func delayed() *delay { return &delay{} }
