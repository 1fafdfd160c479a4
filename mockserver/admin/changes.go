package admin

import (
	"github.com/ergodrome/ergodrome/mockserver/change"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// changeView is a vendor change as it is printed.
type changeView struct {
	Name       string            `json:"name"`
	Service    string            `json:"service"`
	Class      change.Class      `json:"class"`
	What       string            `json:"what"`
	Operations []string          `json:"operations,omitempty"`
	Switches   map[string]string `json:"switches,omitempty"`
}

// listChanges lists what worlds may choose as their vendors' changes.
func (p *plane) listChanges(*httpx.Request) (any, error) {
	list := []changeView{}
	for _, s := range p.Worlds.Services() {
		for i := range s.Changes {
			c := &s.Changes[i]
			list = append(list, changeView{c.Name, s.Name, c.Class, c.What, c.Operations, c.Switches})
		}
	}
	return map[string]any{"changes": list}, nil
}
