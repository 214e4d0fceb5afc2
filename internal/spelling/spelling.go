// Package spelling finds the known word that somebody probably meant.
package spelling

import "strings"

// longest bounds the words that are compared: a longer one is no typing error,
// and comparing takes time in proportion to both lengths.
const longest = 64

// Nearest returns the known word that needs the fewest edits to become word,
// without regard to case; the first of several. It returns "" if all need more
// than most edits. An edit inserts, removes or replaces one byte.
func Nearest(word string, known []string, most int) string {
	if len(word) > longest {
		return ""
	}
	best, least := "", most+1
	for _, k := range known {
		if d := Distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// longestCompared bounds the time that Distance takes.
const longestCompared = 256

// Distance is the number of edits between two words (Levenshtein). Of each word
// only the first 256 bytes count.
func Distance(a, b string) int {
	a, b = a[:min(len(a), longestCompared)], b[:min(len(b), longestCompared)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
