package mock

// DecidedReadings are the names in the list of decisions.
func DecidedReadings() (names []string) {
	for _, d := range decisions {
		names = append(names, d.readings...)
	}
	return names
}
