package admin

import (
	"net/url"
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/clock"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// view is a world as it is printed.
type view struct {
	Name        string                       `json:"name"`
	Seed        uint64                       `json:"seed"`
	Limits      world.Limits                 `json:"limits"`
	Profile     map[string]string            `json:"profile,omitempty"`
	Switches    map[string]map[string]string `json:"switches,omitempty"`
	Changes     []string                     `json:"changes,omitempty"`
	Population  population                   `json:"population"`
	Clock       clock.State                  `json:"clock"`
	URLs        map[string]string            `json:"urls"`
	Credentials map[string]any               `json:"credentials,omitempty"`
}

type population struct {
	Organizations int       `json:"organizations"`
	Athletes      int       `json:"athletes"`
	Teams         int       `json:"teams"`
	FirstDay      time.Time `json:"firstDay"`
}

func newView(w *world.World, r *httpx.Request) view {
	c, data := w.Config(), w.Data.Config()
	return view{
		Name: w.Name, Seed: w.Seed, Limits: w.Limits, Profile: c.Profile, Switches: c.Switches, Changes: c.Changes,
		Population: population{data.Organizations, data.Athletes, data.Teams, data.FirstDay},
		Clock:      w.Clock.State(), URLs: w.URLs(base(r)),
	}
}

// base is how the caller reaches this server, without the name of a world that
// may stand in the host name: base paths name worlds too.
func base(r *httpx.Request) string {
	scheme, host := "http://", r.Host
	if r.TLS != nil {
		scheme = "https://"
	}
	if at := strings.Index(strings.ToLower(host), ".localhost"); at >= 0 {
		host = host[at+1:]
	}
	return scheme + host
}

// full is a view with credentials.
func full(w *world.World, r *httpx.Request) (view, error) {
	v := newView(w, r)
	var err error
	v.Credentials, err = w.Credentials()
	return v, err
}

func (p *plane) location(r *httpx.Request, w *world.World) string {
	return r.BaseURL() + "/worlds/" + url.PathEscape(w.Name)
}

func (p *plane) listWorlds(r *httpx.Request) (any, error) {
	all := p.Worlds.All()
	views := make([]view, len(all))
	for i, w := range all {
		views[i] = newView(w, r)
	}
	return map[string]any{"worlds": views}, nil
}

func (p *plane) createWorld(r *httpx.Request) (any, error) {
	var c world.Config
	if err := decode(r, &c); err != nil {
		return nil, err
	}
	w, err := p.Worlds.Create(c)
	if err != nil {
		return nil, err
	}
	return p.made(w, r)
}

func (p *plane) forkWorld(r *httpx.Request) (any, error) {
	var in struct {
		Name string `json:"name"`
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w, err := p.Worlds.Fork(r.Vars["world"], in.Name)
	if err != nil {
		return nil, err
	}
	return p.made(w, r)
}

// made answers with a new world, or takes it back when its services cannot
// start.
func (p *plane) made(w *world.World, r *httpx.Request) (any, error) {
	v, err := full(w, r)
	if err != nil {
		_ = p.Worlds.Delete(w.Name) // somebody else may have done so
		return nil, err
	}
	return created{p.location(r, w), v}, nil
}

func (p *plane) getWorld(w *world.World, r *httpx.Request) (any, error) {
	return newView(w, r), nil
}

func (p *plane) deleteWorld(r *httpx.Request) (any, error) {
	if err := p.Worlds.Delete(r.Vars["world"]); err != nil {
		return nil, err
	}
	return noContent(), nil
}

func (p *plane) resetWorld(w *world.World, r *httpx.Request) (any, error) {
	if err := decodeNothing(r); err != nil {
		return nil, err
	}
	if err := w.Reset(); err != nil {
		return nil, err
	}
	return full(w, r)
}

func (p *plane) getCredentials(w *world.World, _ *httpx.Request) (any, error) {
	return w.Credentials()
}
