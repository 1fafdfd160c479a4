package admin

import (
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
	if err := w.Faults.Put(rules); err != nil {
		return nil, err
	}
	return p.listFaults(w, r)
}

func (p *plane) listFaults(w *world.World, _ *httpx.Request) (any, error) {
	return map[string]any{"rules": w.Faults.Rules()}, nil
}

func (p *plane) clearFaults(w *world.World, _ *httpx.Request) (any, error) {
	w.Faults.Clear()
	return noContent(), nil
}
