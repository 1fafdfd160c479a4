// Package renaming gives some of many identifiers names of one's own choice, one to one.
package renaming

import (
	"fmt"
	"iter"

	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Map is a one-to-one map of identifiers onto themselves that leaves all but a few
// as they are. Whoever had a pinned identifier gets the other's. Its zero value
// changes nothing.
type Map[K comparable] struct{ names, originals map[K]K }

// Name is what k is called.
func (m *Map[K]) Name(k K) K {
	if v, ok := m.names[k]; ok {
		return v
	}
	return k
}

// Original is what is called k.
func (m *Map[K]) Original(k K) K {
	if v, ok := m.originals[k]; ok {
		return v
	}
	return k
}

// Pin makes wanted the name of k.
func (m *Map[K]) Pin(k, wanted K) {
	if m.names == nil {
		m.names, m.originals = map[K]K{}, map[K]K{}
	}
	now, holder := m.Name(k), m.Original(wanted)
	m.names[k], m.originals[wanted] = wanted, k
	m.names[holder], m.originals[now] = now, holder
}

// PinOldest gives the names that are wanted to the first of all, the oldest of what
// has happened by the world's time. Its error is a *world.Invalid about field: there
// are too few.
func (m *Map[K]) PinOldest(field string, all iter.Seq[K], wanted []K) error {
	if len(wanted) == 0 {
		return nil
	}
	n := 0
	for k := range all {
		m.Pin(k, wanted[n])
		if n++; n == len(wanted) {
			return nil
		}
	}
	return &world.Invalid{Field: field, Reason: fmt.Sprintf("there have been %d by the world's time, %d are pinned; "+
		"set population.firstDay earlier or time later", n, len(wanted))}
}
