//go:build race

package main_test

// raceFlag builds the program under test like the tests themselves.
const raceFlag = "-race"
