package shape

import (
	"maps"
	"slices"
	"strings"
)

// covered says whether a kind is no news where others stood: an integer among
// numbers, any form among texts of none.
func covered(known map[string]int, kind string) bool {
	switch {
	case known[kind] > 0:
		return true
	case kind == "integer":
		return known["number"] > 0
	case kind == "number":
		return known["integer"] > 0
	case strings.HasPrefix(kind, "string"):
		return known["string"] > 0 || kind == "string: empty" && anyText(known)
	}
	return false
}

func anyText(known map[string]int) bool {
	for k := range known {
		if strings.HasPrefix(k, "string") {
			return true
		}
	}
	return false
}

// common says whether some kind of one is no news to the other.
func common(was, is map[string]int) bool {
	for k := range is {
		if k != "null" && covered(was, k) {
			return true
		}
	}
	return false
}

// types are kinds without forms, null left out.
func types(k map[string]int) map[string]int {
	out := map[string]int{}
	for kind, n := range k {
		kind, _, _ = strings.Cut(kind, ":")
		switch kind {
		case "null":
			continue
		case "integer":
			kind = "number"
		}
		out[kind] += n
	}
	return out
}

// wholly says whether there is nothing but one kind, which was not so before.
func wholly(is map[string]int, kind string, was map[string]int) bool {
	return len(is) == 1 && is[kind] > 0 && was[kind] == 0
}

func overlaps(a, b map[string]int) bool {
	for k := range b {
		if a[k] > 0 {
			return true
		}
	}
	return len(b) == 0
}

func total(k map[string]int) int {
	n := 0
	for _, v := range k {
		n += v
	}
	return n
}

func words(k map[string]int) string {
	return strings.Join(slices.Sorted(maps.Keys(k)), " or ")
}
