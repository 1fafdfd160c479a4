package change

import (
	"sort"
	"strings"
)

const mostNear = 3

// near are the names that look most like one, best first: those that differ in
// few letters, or that have most of its words.
func near(name string, names []string) []string {
	type likeness struct {
		name string
		away int
	}
	var found []likeness
	for _, n := range names {
		away := distance(name, n)
		for word := range strings.SplitSeq(name, "-") {
			if len(word) > 2 && strings.Contains(n, word) {
				away -= len(word)
			}
		}
		if away <= len(name)/3 {
			found = append(found, likeness{n, away})
		}
	}
	sort.Slice(found, func(i, j int) bool {
		a, b := found[i], found[j]
		return a.away < b.away || a.away == b.away && a.name < b.name
	})
	var out []string
	for _, f := range found[:min(len(found), mostNear)] {
		out = append(out, f.name)
	}
	return out
}

// distance is how many letters must be added, dropped or replaced.
func distance(a, b string) int {
	const longest = 80 // of what is compared: names are shorter
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := corner
			if a[i] != b[j] {
				replaced++
			}
			corner = row[j+1]
			row[j+1] = min(replaced, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
