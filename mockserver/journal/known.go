package journal

import (
	"maps"
	"slices"
)

// maxIssued bounds each of the two generations of secrets that AddSecrets adds.
const maxIssued = 10_000

// issued are the secrets that AddSecrets added, in two generations: when young is
// full it becomes the old of the next issued. Whoever holds one can still look for
// what was known at its time; the redactor's lock guards what is in it.
type issued struct {
	young, old *known
	age        int // how many there were before
}

func newIssued() *issued { return &issued{young: &known{}, old: &known{}} }

// next is what follows: with what was young as old.
func (i *issued) next(old *known) *issued { return &issued{young: &known{}, old: old, age: i.age + 1} }

// known are secrets, and what finds them.
type known struct {
	values   map[string]bool
	waiting  []string   // are in no matcher yet
	matchers []*matcher // each at least twice as large as the next; replaced, never changed
}

func (k *known) add(v string) {
	if k.values[v] {
		return
	}
	if k.values == nil {
		k.values = map[string]bool{}
	}
	k.values[v] = true
	k.waiting = append(k.waiting, v)
}

// settle makes matchers for what waits. They are merged like the digits of a
// binary counter, so that many secrets that come one by one stay cheap.
func (k *known) settle() {
	if len(k.waiting) == 0 {
		return
	}
	var patterns []string
	for _, v := range k.waiting {
		patterns = append(patterns, spellings(v)...)
	}
	n := len(k.matchers)
	for ; n > 0 && k.matchers[n-1].size < 2*len(patterns); n-- {
		patterns = append(patterns, k.matchers[n-1].all()...)
	}
	k.matchers = append(slices.Clone(k.matchers[:n]), newMatcher(patterns))
	k.waiting = nil
}

func (k *known) clone() *known {
	return &known{maps.Clone(k.values), slices.Clone(k.waiting), slices.Clone(k.matchers)}
}
