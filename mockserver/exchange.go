package mockserver

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// exchange takes one request through its world: section 2 of the architecture.
func (s *Server) exchange(out http.ResponseWriter, r *http.Request, p world.Place) {
	w := p.World
	now := w.Clock.Now()
	tenant, err := w.Tenant(p.Service)
	if err != nil {
		s.write(out, r, now, httpx.Bug(err))
		return
	}
	in := strip(r, p.Prefix)
	match := tenant.Match(in)
	resp := tenant.Answer(match, in, httpx.Call{Now: now})
	s.write(out, in, now, resp)
}

// strip returns r as the vendor would have received it: without what stands
// before the vendor's own path.
func strip(r *http.Request, prefix string) *http.Request {
	if prefix == "" {
		return r
	}
	in, u := new(http.Request), new(url.URL)
	*in, *u = *r, *r.URL
	u.Path = orRoot(strings.TrimPrefix(u.Path, prefix))
	if u.RawPath != "" {
		u.RawPath = orRoot(strings.TrimPrefix(u.RawPath, prefix))
	}
	in.URL = u
	in.RequestURI = orRoot(strings.TrimPrefix(in.RequestURI, prefix))
	return in
}

func orRoot(path string) string {
	if path == "" {
		return "/"
	}
	return path
}
