package world

import (
	"net"
	"net/http"
	"strings"
)

// Place is where a request belongs.
type Place struct {
	World   *World
	Service string
	// Prefix is what stands before the vendor's own path: "/w/a/firstbeat",
	// "/firstbeat", or nothing when the Host named the service.
	Prefix string
}

// Stray reports a request that reaches no world.
type Stray struct{ Reason string }

func (e *Stray) Error() string { return e.Reason }

const (
	worldPath   = "/w/"
	worldDomain = ".localhost"
)

// Locate finds the world and the service that a request is meant for: by a
// vendor's host name, by NAME.localhost, by /w/NAME before the base path, and
// otherwise by its credentials. Its error is a *Stray.
func (r *Registry) Locate(req *http.Request) (Place, error) {
	host := hostname(req.Host)
	if service, ok := r.hosts[host]; ok {
		return Place{World: r.ByCredential(service, req), Service: service}, nil
	}
	path, prefix := req.URL.EscapedPath(), ""
	named, err := worldOf(host)
	if err != nil {
		return Place{}, err
	}
	if rest, ok := strings.CutPrefix(path, worldPath); ok {
		name, _, _ := strings.Cut(rest, "/")
		if name == "" {
			return Place{}, &Stray{Reason: "no world's name after " + worldPath + " in " + path}
		}
		if named != "" && named != name {
			return Place{}, &Stray{Reason: "host and path name two worlds, " + named + " and " + name}
		}
		named, prefix = name, path[:len(worldPath)+len(name)]
	}
	rest, slash := strings.CutPrefix(path[len(prefix):], "/")
	service, _, _ := strings.Cut(rest, "/")
	if !slash || !r.serves(service) {
		return Place{}, &Stray{Reason: "no service at " + path + "; base paths are " + r.basePaths()}
	}
	return r.place(named, service, path[:len(prefix)+1+len(service)], req)
}

// LocateService is Locate where the service is known and the whole path is the
// vendor's own: on a port that belongs to one service.
func (r *Registry) LocateService(service string, req *http.Request) (Place, error) {
	named, err := worldOf(hostname(req.Host))
	if err != nil {
		return Place{}, err
	}
	return r.place(named, service, "", req)
}

// place finds the world by name, or by credentials when it has none.
func (r *Registry) place(name, service, prefix string, req *http.Request) (Place, error) {
	p := Place{Service: service, Prefix: prefix}
	if name == "" {
		p.World = r.ByCredential(service, req)
		return p, nil
	}
	w, err := r.Get(name)
	if err != nil {
		return Place{}, &Stray{Reason: err.Error()}
	}
	p.World = w
	return p, nil
}

// ByCredential finds the world whose tenant of service issued the credentials
// that req carries: the default one, else the oldest. It is the default world
// when nobody did, whose service then refuses them in its own words.
//
// Worlds whose tenant was never asked for anything cannot have issued any.
func (r *Registry) ByCredential(service string, req *http.Request) *World {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(r.order) == 1 {
		return r.first
	}
	for _, w := range r.order { // the default world is the oldest
		if t := w.live(service); t != nil && t.Knows(req) {
			return w
		}
	}
	return r.first
}

func (r *Registry) serves(service string) bool {
	for i := range r.services {
		if r.services[i].Name == service {
			return true
		}
	}
	return false
}

func (r *Registry) basePaths() string {
	var b strings.Builder
	for i, s := range r.services {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("/" + s.Name)
	}
	return b.String()
}

// worldOf is the world that a host name names, or nothing. Its error is a *Stray.
func worldOf(host string) (string, error) {
	name, ok := strings.CutSuffix(host, worldDomain)
	switch {
	case !ok:
		return "", nil
	case name == "":
		return "", &Stray{Reason: "the host name lacks the world's name before " + worldDomain}
	}
	return name, nil
}

// hostname is host without its port, in lower case, without a final dot.
func hostname(host string) string {
	if strings.LastIndexByte(host, ':') >= 0 {
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
