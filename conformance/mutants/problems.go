package mutants

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/ergodrome/ergodrome/conformance"
)

// Problems says what is wrong with a suite whose matrix this is, nil for nothing: a
// client without a defect that fails, a mutant that never mutates or that no case
// notices, a case that fails what it does not list, and a scored case that fails
// nobody. With thrifty, only what mutants must be failed by was looked at.
func (m *Matrix) Problems(thrifty bool) []string {
	var out []string
	say := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	for i := range m.Control {
		if c := &m.Control[i]; !c.Executed() || Fails(c) || c.Verdict == conformance.Errored {
			say("without a defect, %s is %s", c.ID, c.Verdict)
		}
	}
	met := map[string]bool{}
	for _, c := range m.Cases {
		met[c.ID] = true
	}
	for _, mutant := range m.Mutants {
		out = append(out, m.problemsOf(mutant, met, thrifty)...)
	}
	for _, c := range m.Cases {
		if c.Level.Scored() && len(m.Killers(c.ID)) == 0 {
			say("%s is scored, but fails no mutant: it shows nothing", c.ID)
		}
	}
	return out
}

func (m *Matrix) problemsOf(mutant Mutant, met map[string]bool, thrifty bool) []string {
	var out []string
	say := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	failed := m.Failed[mutant.Name]
	if m.Reached[mutant.Name] == 0 {
		say("mutant %s does not mutate: its defect was never reached", mutant.Name)
	}
	for _, id := range mutant.Kills {
		if met[id] && !failed[id] {
			say("%s does not notice a client that %s (%s)", id, mutant.What, mutant.Name)
		}
	}
	for _, glob := range mutant.Also {
		hit := func(ids map[string]bool) bool {
			for id := range ids {
				if ok, err := path.Match(glob, id); ok && err == nil {
					return true
				}
			}
			return false
		}
		if !thrifty && hit(met) && !hit(failed) {
			say("mutant %s lists %s, which it does not fail", mutant.Name, glob)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(failed)) {
		if !mutant.Lists(id) {
			say("%s fails a client that %s (%s), which does not list it", id, mutant.What, mutant.Name)
		}
	}
	return out
}
