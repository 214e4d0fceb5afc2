package suites

// AlmostRight shows the alterations of Guids to tests: by requirement and
// variant, what becomes of a Guid.
func AlmostRight(guid string) map[string]string {
	altered := map[string]string{}
	for id, all := range almostRight() {
		for _, v := range all {
			altered[id+":"+v.variant] = v.alter(guid)
		}
	}
	return altered
}
