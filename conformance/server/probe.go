// Package server judges servers by the requirements that clients are judged by.
//
// Is the simulator still the vendor, and is the vendor still its documents?
// A probe asks a server as a client would and demands of the answers what the
// requirements say, seen from the other side. Probes know HTTP and nothing of the
// clients and the simulator of this module. Against the simulator each has a world
// and virtual time of its own; against any other server they only read, within a
// budget, at no more than half the vendor's rate, and what is kept of the answers are
// signatures: statuses, headers, and which members there are of which types.
package server

import (
	"slices"
	"sort"

	"github.com/ergodrome/ergodrome/conformance"
)

// Probe is one thing that is asked of a server, and what it must answer.
type Probe struct {
	ID       string // "SRV-FB-AUTH-009"; its meaning never changes
	Title    string // completes "a server …"
	API      string
	Level    conformance.Level
	Basis    conformance.Basis
	Ground   string // see conformance.Case
	Source   string
	Requires []string // requirement rows

	// SimOnly says why only a simulator is asked; empty for any server.
	SimOnly string
	// World is what a simulator is set up like.
	World conformance.World
	// Ask asks and demands.
	Ask func(a *Asker)
}

// Case is the probe as reports and explain know cases.
func (p *Probe) Case() *conformance.Case {
	c := &conformance.Case{
		ID: p.ID, Rev: 1, Title: p.Title, API: p.API, Level: p.Level, Basis: p.Basis, Ground: p.Ground, Source: p.Source,
		Requires: p.Requires, Modes: []conformance.Mode{conformance.Server}, Time: conformance.VirtualOK, Profiles: []string{p.API + "-server"}, World: p.World,
	}
	if p.SimOnly != "" {
		c.Comment = "asked of simulators only: " + p.SimOnly
	}
	return c
}

// Probes lists all there are, by ID.
func Probes() []Probe {
	all := slices.Concat(firstbeatProbes(), polarAuthProbes(), teamProProbes(), accessLinkProbes(), sweatStackProbes())
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}

// Cases lists all probes as cases.
func Cases() []*conformance.Case {
	var out []*conformance.Case
	for _, p := range Probes() {
		out = append(out, p.Case())
	}
	return out
}

// APIs lists the services that there are probes for.
func APIs() []string {
	return []string{"firstbeat", "polar-auth", "polar-teampro", "polar-accesslink", "sweatstack"}
}

// family is what many probes have in common.
type family struct {
	api     string
	simOnly string
}

// must is a probe whose demand a vendor's document makes.
func (f family) must(id, title, source string, requires []string, ask func(*Asker)) Probe {
	return Probe{ID: id, Title: title, API: f.api, Level: conformance.Must, Basis: conformance.Doc, Source: source, Requires: requires, SimOnly: f.simOnly, Ask: ask}
}

// should is a probe whose demand follows from a document, or is what others have seen.
func (f family) should(id, title, source string, requires []string, ask func(*Asker)) Probe {
	p := f.must(id, title, source, requires, ask)
	p.Level, p.Basis = conformance.Should, conformance.Field
	return p
}

// note is a probe of what no document says: the answer is recorded.
func (f family) note(id, title string, ask func(*Asker)) Probe {
	p := f.must(id, title, "no document says", nil, ask)
	p.Level, p.Basis = conformance.InfoLevel, conformance.Field
	return p
}

// sim is the same family of probes, asked of simulators only.
func (f family) sim(why string) family {
	f.simOnly = why
	return f
}

// in sets up the simulator's world.
func (p Probe) in(w conformance.World) Probe {
	p.World = w
	return p
}

// rests is the same demand, made by something else than a document of the vendor.
func (p Probe) rests(basis conformance.Basis) Probe {
	p.Basis, p.Level = basis, conformance.Must
	return p
}
