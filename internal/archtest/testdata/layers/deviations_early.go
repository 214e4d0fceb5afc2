package layers

func wronglyNamed() int { return late() + delayed().wait }
