// Package mutants proves that the suite notices what it is for: clients with
// one planted defect each, and the matrix of who fails which case.
package mutants

import (
	"path"
	"slices"
	_ "time/tzdata" // some defects ask for a place by name
)

// Mutant is one defect of the suite's own clients.
type Mutant struct {
	Name  string   // the switch that a client asks for
	What  string   // completes "a client that …"
	Kills []string // cases that must fail it, at least one of them scored unless all are MAY
	Also  []string // globs of cases that fail it as collateral
}

// Lists says whether the mutant may fail a case.
func (m Mutant) Lists(id string) bool {
	return slices.Contains(m.Kills, id) || slices.ContainsFunc(m.Also, func(glob string) bool {
		ok, err := path.Match(glob, id)
		return ok && err == nil
	})
}

// All lists every mutant.
func All() []Mutant {
	return slices.Concat(firstbeatMutants(), polarTokenMutants(), teamProMutants(), accessLinkMutants(), sweatStackMutants(), sharedMutants())
}
