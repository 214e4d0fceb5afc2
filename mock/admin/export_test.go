package admin

// Routes are the patterns of all addresses of the interface.
func Routes() (patterns []string) {
	for p := range (&api{}).routes() {
		patterns = append(patterns, p)
	}
	return patterns
}
