package admin

import (
	"net/http"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// routes is the control plane's reference. The steps of services come on top:
// see step.
func routes() []httpx.Route[*plane] {
	const one = "/worlds/{world}"
	return []httpx.Route[*plane]{
		{Method: "GET", Path: "/healthz", ID: "getHealth", Handle: (*plane).health},
		{Method: "GET", Path: "/readyz", ID: "getReadiness", Handle: (*plane).ready},
		{Method: "GET", Path: "/openapi.yaml", ID: "getDescription", Handle: (*plane).description},
		{Method: "GET", Path: "/changes", ID: "listChanges", Handle: (*plane).listChanges},
		{Method: "GET", Path: "/strays", ID: "listStrays", Handle: (*plane).listStrays},
		{Method: "DELETE", Path: "/strays", ID: "clearStrays", Handle: (*plane).clearStrays},
		{Method: "GET", Path: "/worlds", ID: "listWorlds", Handle: (*plane).listWorlds},
		{Method: "POST", Path: "/worlds", ID: "createWorld", Handle: (*plane).createWorld},
		{Method: "GET", Path: one, ID: "getWorld", Handle: in((*plane).getWorld)},
		{Method: "DELETE", Path: one, ID: "deleteWorld", Handle: (*plane).deleteWorld},
		{Method: "POST", Path: one + "/reset", ID: "resetWorld", Handle: in((*plane).resetWorld)},
		{Method: "POST", Path: one + "/fork", ID: "forkWorld", Handle: (*plane).forkWorld},
		{Method: "GET", Path: one + "/credentials", ID: "getCredentials", Handle: in((*plane).getCredentials)},
		{Method: "GET", Path: one + "/clock", ID: "getClock", Handle: in((*plane).getClock)},
		{Method: "PATCH", Path: one + "/clock", ID: "setClock", Handle: in((*plane).setClock)},
		{Method: "PUT", Path: one + "/faults", ID: "setFaults", Handle: in((*plane).setFaults)},
		{Method: "GET", Path: one + "/faults", ID: "listFaults", Handle: in((*plane).listFaults)},
		{Method: "DELETE", Path: one + "/faults", ID: "clearFaults", Handle: in((*plane).clearFaults)},
		{Method: "GET", Path: one + "/journal", ID: "getJournal", Handle: in((*plane).getJournal)},
		{Method: "DELETE", Path: one + "/journal", ID: "clearJournal", Handle: in((*plane).clearJournal)},
		{Method: "GET", Path: one + "/why/{exchange}", ID: "explainExchange", Handle: in((*plane).why)},
		{Method: "POST", Path: one + "/verify", ID: "verifyCalls", Handle: in((*plane).verify)},
		{Method: "GET", Path: one + "/steps", ID: "listSteps", Handle: in((*plane).listSteps)},
	}
}

// in finds the world that a path names before it calls h.
func in(h func(*plane, *world.World, *httpx.Request) (any, error)) httpx.Handler[*plane] {
	return func(p *plane, r *httpx.Request) (any, error) {
		w, err := p.Worlds.Get(r.Vars["world"])
		if err != nil {
			return nil, err
		}
		return h(p, w, r)
	}
}

// Operation is one call of the control plane.
type Operation struct {
	Method  string
	Path    string // below the prefix: "/worlds/{world}/clock"
	ID      string // empty for the step of a service
	Summary string // of a step
}

// Operations lists all calls: the control plane's own, then the steps of the
// services in w.
func Operations(w *world.World) ([]Operation, error) {
	var all []Operation
	for _, r := range routes() {
		all = append(all, Operation{Method: r.Method, Path: r.Path, ID: r.ID})
	}
	steps, err := steps(w)
	for _, s := range steps {
		all = append(all, Operation{Method: s.Method, Path: "/worlds/{world}/" + s.Path, Summary: s.Summary})
	}
	return all, err
}

func (p *plane) health(*httpx.Request) (any, error) {
	return map[string]string{"status": "ok"}, nil
}

// ready answers 200 as soon as every service of the default world stands.
func (p *plane) ready(*httpx.Request) (any, error) {
	if _, err := p.Worlds.Default().Credentials(); err != nil {
		return nil, &Error{Status: http.StatusServiceUnavailable, Code: "not-ready", Message: err.Error()}
	}
	return map[string]any{"status": "ready", "worlds": p.Worlds.Len()}, nil
}

func (p *plane) description(*httpx.Request) (any, error) {
	if p.Spec == nil {
		return nil, &world.Missing{What: "the description of this server's control plane"}
	}
	return httpx.Response{ContentType: "application/yaml", Body: p.Spec()}, nil
}

func (p *plane) listStrays(*httpx.Request) (any, error) {
	kept, total := p.Strays.List()
	return map[string]any{"strays": kept, "total": total}, nil
}

func (p *plane) clearStrays(*httpx.Request) (any, error) {
	p.Strays.Clear()
	return noContent(), nil
}
