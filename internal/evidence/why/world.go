package why

import (
	"fmt"

	"github.com/ergodrome/ergodrome/internal/evidence"
	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Cause is something that changed an exchange and is not the vendor's.
type Cause struct {
	Kind string `json:"kind"` // "fault", "change" or "bug"
	Name string `json:"name,omitempty"`
	What string `json:"what"`
}

// Setting is a choice of the world's that is not the default.
type Setting struct {
	Name     string `json:"name"` // of a switch, "profile" or "limits"
	Value    string `json:"value"`
	Default  string `json:"default"`
	What     string `json:"what"`
	Evidence string `json:"evidence"` // why the default is what it is
}

// causes are what was injected into the exchange, and what broke it.
func causes(w *world.World, e *journal.Exchange) []Cause {
	out := []Cause{}
	for _, name := range e.Faults {
		out = append(out, Cause{"fault", name, "not the vendor: a fault rule of this world replaced, spoiled or delayed the answer"})
	}
	for _, c := range w.Changes.Of(e.Service).Of(e.Operation) {
		out = append(out, Cause{"change", c.Name, "not the vendor: this world was told that one day " + c.What})
	}
	if e.Bug != "" {
		out = append(out, Cause{"bug", "", "not the vendor: the simulator failed, " + e.Bug})
	}
	return out
}

// settings are the world's choices for the service that the answer turned on.
func settings(w *world.World, c *world.Config, s *evidence.Service, e *journal.Exchange) []Setting {
	out := []Setting{}
	if p := c.Profile[e.Service]; p != "" && p != s.Default && e.Reads&world.ReadProfile != 0 {
		out = append(out, Setting{"profile", p, s.Default, "which reading of the vendor's documents holds", fmt.Sprintf("the description's own default; there are %v", s.Profiles)})
	}
	if w.Limits == world.LimitsOff {
		out = append(out, Setting{"limits", string(world.LimitsOff), string(world.LimitsVendor), "whether the vendor's rate limits are enforced", "the descriptions' limits hold unless a world lifts them"})
	}
	service, _ := w.Service(e.Service)
	if service.Questions == nil {
		return out
	}
	chosen := c.Switches[e.Service]
	if len(chosen) == 0 {
		return out
	}
	questions := service.Questions()
	for i := range questions {
		q := &questions[i]
		value, turned := chosen[q.Name]
		if !turned || value == q.Default || e.Reads&world.ReadSwitch(i) == 0 {
			continue
		}
		out = append(out, Setting{q.Name, value, q.Default, q.What, q.Evidence})
	}
	return out
}
