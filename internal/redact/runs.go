package redact

// nextRun finds where the next run of at least n bytes of a class may begin from
// i on; len(src) if there is none.
func nextRun(src []byte, i, n int, class *[256]bool) int {
	for p := i + n - 1; p < len(src); p = i + n - 1 {
		if !class[src[p]] {
			i = p + 1
			continue
		}
		from := p
		for from > i && class[src[from-1]] {
			from--
		}
		if from == i || p-from+1 >= n {
			return from
		}
		// The run began after i: it is long enough if the rest of it is here.
		to := p + 1
		for to < len(src) && to < from+n && class[src[to]] {
			to++
		}
		if to-from >= n {
			return from
		}
		i = to
	}
	return len(src)
}

// eachTouching calls use for each run of at least n bytes of a class that one of
// some places touches; use is told where it begins and returns where it ends.
func eachTouching(src []byte, places []int32, n int, class *[256]bool, use func(from int) int) {
	done := 0
	for _, place := range places {
		at := int(place)
		if at < done {
			continue
		}
		from, to := at, at
		for from > done && class[src[from-1]] {
			from--
		}
		for to < len(src) && to < from+n && class[src[to]] {
			to++
		}
		if to-from >= n {
			done = use(from)
		}
	}
}
