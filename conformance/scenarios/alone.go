package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// Alone is one run of a case as a program is observed in the case's own world: its
// service and clients are the case's, and what is judged is what the wire shows. why
// says what stands against it; then nothing can be judged.
func Alone(run *conformance.Case, r conformance.Registry, now time.Time) (judged *conformance.Case, why string) {
	judged = onTheWire(run, r)
	judged.World.Population = small(run.World.Population, now)
	w := &run.World
	switch {
	case !slices.Contains(run.Modes, conformance.Observe):
		return judged, "what it demands cannot be seen from outside of a client"
	case !w.Time.IsZero() || w.Down > 0 || w.Frozen:
		return judged, "needs a clock or an address that only virtual time has"
	case len(judged.Stimulus) == 0 || len(judged.Checks) == 0:
		return judged, "nothing of it can be seen on the wire alone"
	}
	for i := range run.Ops {
		if run.Ops[i].Call == nil {
			return judged, fmt.Sprintf("step %d is none of the program's own: something happens between two calls of the client", i+1)
		}
	}
	return judged, ""
}

// small is a population of few people with few days of history: a program that is not
// told what to fetch fetches all.
func small(given map[string]any, now time.Time) map[string]any {
	out := map[string]any{"organizations": 1, "teams": 1, "athletes": 3, "firstDay": dated("$(day:-4)", now)}
	maps.Copy(out, given)
	return out
}
