package layers

type delay struct{ wait int }

func lateDeviations() []int { return []int{late(), shortened(), serve()} }

func late() int { return delay{}.wait }
