package admin

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// steps are those of all services in w.
func steps(w *world.World) ([]world.Step, error) {
	var all []world.Step
	for _, s := range w.Services() {
		t, err := w.Tenant(s.Name)
		if err != nil {
			return nil, err
		}
		all = append(all, t.Steps()...)
	}
	return all, nil
}

func (p *plane) listSteps(w *world.World, _ *httpx.Request) (any, error) {
	type item struct {
		Method  string `json:"method"`
		Path    string `json:"path"`
		Summary string `json:"summary"`
	}
	list := []item{}
	all, err := steps(w)
	for _, s := range all {
		list = append(list, item{s.Method, p.Prefix + "/worlds/" + w.Name + "/" + s.Path, s.Summary})
	}
	return map[string]any{"steps": list}, err
}

// step answers what is no call of the control plane's own: perhaps a service
// has it.
func (p *plane) step(r *httpx.Request) (any, error) {
	unknown := &Error{Status: http.StatusNotFound, Code: "not-found", Message: "no such call; GET " + p.Prefix + "/openapi.yaml describes all"}
	rest, ok := strings.CutPrefix(r.URL.EscapedPath(), "/worlds/")
	name, path, below := strings.Cut(rest, "/")
	if !ok || !below {
		return nil, unknown
	}
	name, err := url.PathUnescape(name)
	if err != nil {
		return nil, unknown
	}
	w, err := p.Worlds.Get(name)
	if err != nil {
		return nil, err
	}
	all, err := steps(w)
	if err != nil {
		return nil, err
	}
	routes := make([]httpx.Route[*plane], len(all))
	for i, s := range all {
		routes[i] = httpx.Route[*plane]{Method: s.Method, Path: "/" + s.Path, ID: s.Path, Handle: take(s)}
	}
	d := dialect()
	d.NotFound = func(*plane, *httpx.Request) (any, error) { return nil, unknown }
	d.Codings = nil // the outer router codes
	router := httpx.NewRouter(d, routes)
	in := r.WithContext(r.Context())
	u := *r.URL
	in.URL = &u
	u.Path, u.RawPath = strings.TrimPrefix(u.Path, "/worlds/"+name), "/"+path
	resp := router.Answer(p, router.Match(in), in, r.Call)
	return resp, resp.Bug
}

func take(s world.Step) httpx.Handler[*plane] {
	return func(_ *plane, r *httpx.Request) (any, error) {
		if err := checkMedia(r.Request, r.Body); err != nil {
			return nil, err
		}
		v, err := s.Handle(r.Vars, r.Body)
		if err == nil && v == nil {
			return noContent(), nil
		}
		return v, err
	}
}
