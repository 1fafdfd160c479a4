// Package broken has simulators with one planted defect each, and tells which probe notices which.
package broken

import (
	"maps"
	"net/http"
	"slices"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

// Mutant is a simulator with a defect.
type Mutant struct {
	Name  string
	What  string   // completes "a server that …"
	APIs  []string // whose probes meet it
	Kills []string // probes that must fail it

	// world changes what a world is set up like, handler how it answers; either may be nil.
	world   func(*conformance.World)
	handler func(stage.Simulator, http.Handler) http.Handler
}

// All lists every mutant.
func All() []Mutant {
	return slices.Concat(sharedMutants(), firstbeatMutants(), firstbeatResultMutants(), polarAuthMutants(), teamProMutants(), accessLinkMutants(), sweatStackMutants())
}

// Killers names the mutants that a probe is proven to notice, and what they do.
func Killers(id string) []string {
	var out []string
	for _, m := range All() {
		if slices.Contains(m.Kills, id) {
			out = append(out, m.Name+": a server that "+m.What)
		}
	}
	return out
}

// Build makes worlds with the defect.
func (m *Mutant) Build(build stage.New) stage.New {
	return func(c *conformance.Case, seed uint64) (stage.Simulator, error) {
		changed := *c
		changed.World.Switches = maps.Clone(c.World.Switches)
		if changed.World.Switches == nil {
			changed.World.Switches = map[string]map[string]string{}
		}
		if m.world != nil {
			m.world(&changed.World)
		}
		sim, err := build(&changed, seed)
		if err != nil || m.handler == nil {
			return sim, err
		}
		return simulator{sim, m.handler(sim, sim.Handler())}, nil
	}
}

// simulator answers through another handler.
type simulator struct {
	stage.Simulator

	handler http.Handler
}

func (s simulator) Handler() http.Handler { return s.handler }

// of begins a mutant of one service.
func of(api, name, what string, kills ...string) Mutant {
	return Mutant{Name: name, What: what, APIs: []string{api}, Kills: kills}
}

// switched sets a switch of the simulator.
func (m Mutant) switched(service, name, value string) Mutant {
	m.world = func(w *conformance.World) {
		set := maps.Clone(w.Switches[service])
		if set == nil {
			set = map[string]string{}
		}
		set[name] = value
		w.Switches[service] = set
	}
	return m
}

// asked changes requests.
func (m Mutant) asked(edit func(s stage.Simulator, r *http.Request)) Mutant {
	m.handler = func(s stage.Simulator, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r = r.Clone(r.Context())
			edit(s, r)
			next.ServeHTTP(w, r)
		})
	}
	return m
}

// answered changes answers.
func (m Mutant) answered(edit func(r *http.Request, a *reply)) Mutant {
	m.handler = func(_ stage.Simulator, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := taken(next, r)
			edit(r, a)
			a.send(w)
		})
	}
	return m
}

// remembering changes answers by what came before in the same world, whose probe
// asks one thing at a time.
func (m Mutant) remembering(begin func() func(r *http.Request, a *reply)) Mutant {
	m.handler = func(_ stage.Simulator, next http.Handler) http.Handler {
		edit := begin()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := taken(next, r)
			edit(r, a)
			a.send(w)
		})
	}
	return m
}
