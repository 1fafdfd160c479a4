package admin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/fault"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

func (p *plane) setFaults(w *world.World, r *httpx.Request) (any, error) {
	if err := checkMedia(r.Request, r.Body); err != nil {
		return nil, err
	}
	rules, err := fault.Parse(r.Body)
	if err != nil {
		return nil, err
	}
	for i := range rules {
		if err := checkMatch(w, fmt.Sprintf("rules[%d].match", i), &rules[i].Match); err != nil {
			return nil, err
		}
	}
	if err := w.Faults.Put(rules); err != nil {
		return nil, err
	}
	return p.listFaults(w, r)
}

// checkMatch refuses rules that no request can meet because nobody serves what
// they name.
func checkMatch(w *world.World, field string, m *fault.Match) error {
	var services, operations []string
	all := true // services tell their operations
	for _, s := range w.Services() {
		services = append(services, s.Name)
		if m.Service == "" || m.Service == s.Name {
			operations = append(operations, s.Operations...)
			all = all && s.Operations != nil
		}
	}
	if m.Service != "" && !slices.Contains(services, m.Service) {
		return &world.Invalid{Field: field + ".service", Reason: brief(m.Service) + " is no service; there are: " + strings.Join(services, ", ")}
	}
	if m.Operation != "" && all && !slices.Contains(operations, m.Operation) {
		return &world.Invalid{Field: field + ".operation", Reason: brief(m.Operation) + " is no operation; there are: " + strings.Join(operations, ", ")}
	}
	return nil
}

func (p *plane) listFaults(w *world.World, _ *httpx.Request) (any, error) {
	return map[string]any{"rules": w.Faults.Rules()}, nil
}

func (p *plane) clearFaults(w *world.World, _ *httpx.Request) (any, error) {
	w.Faults.Clear()
	return noContent(), nil
}
