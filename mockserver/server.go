package mockserver

import (
	"net/http"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/admin"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// Server is the simulator: an http.Handler that serves every world of its
// registry, and their control plane. Use New to make one.
type Server struct {
	config  Config
	worlds  *world.Registry
	strays  *admin.Strays
	bugs    bugs
	control http.Handler
}

// New makes a server with its default world. Its error is a *world.Invalid when
// the configuration cannot be met.
func New(c Config) (*Server, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	worlds, err := world.NewRegistry(c.Seed, c.MaxWorlds, c.World, c.Services)
	if err != nil {
		return nil, err
	}
	s := &Server{config: c, worlds: worlds, strays: &admin.Strays{}}
	prefix := c.ControlPrefix
	if prefix == "-" {
		prefix = DefaultControlPrefix
	}
	s.control = admin.New(admin.Config{
		Worlds: worlds, Strays: s.strays, Prefix: prefix, Anywhere: c.ControlAnywhere, Spec: c.ControlSpec, Why: c.Why,
	})
	return s, nil
}

// Worlds are the worlds that s serves.
func (s *Server) Worlds() *world.Registry { return s.worlds }

// Strays are the requests that reached no world.
func (s *Server) Strays() *admin.Strays { return s.strays }

// Control serves the control plane alone, under its prefix: for a listener of
// its own.
func (s *Server) Control() http.Handler { return s.control }

// ServeHTTP leads a request to the control plane or to its world.
func (s *Server) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, s.config.ControlPrefix); ok && (rest == "" || rest[0] == '/') {
		s.control.ServeHTTP(out, r)
		return
	}
	place, err := s.worlds.Locate(r)
	s.lead(out, r, place, err)
}

// ForService serves one service alone, without a base path: for a port that
// belongs to it. A world other than the default one is reached there as
// NAME.localhost, or by its credentials.
func (s *Server) ForService(name string) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		place, err := s.worlds.LocateService(name, r)
		s.lead(out, r, place, err)
	})
}

func (s *Server) lead(out http.ResponseWriter, r *http.Request, place world.Place, err error) {
	if err != nil {
		s.stray(out, r, err)
		return
	}
	s.exchange(out, r, place)
}

// stray answers a request that reaches no world, which is nobody's 404.
func (s *Server) stray(out http.ResponseWriter, r *http.Request, err error) {
	w := s.worlds.Default() // whose secrets, too, may be in what was asked
	red := w.Journal.Redactor()
	kept := s.strays.Add(admin.Stray{
		Time: w.Clock.Now(), Method: r.Method, Host: red.Text(r.Host), Path: red.URL(r.URL.EscapedPath()), Reason: red.Text(err.Error()),
	})
	s.config.Logger.Warn("request reaches no world", "method", kept.Method, "host", kept.Host, "path", kept.Path, "reason", kept.Reason)
	http.Error(out, "ergodrome: "+err.Error(), http.StatusMisdirectedRequest)
}
