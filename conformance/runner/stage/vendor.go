package stage

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
)

// hosts is implemented by simulators that know where the vendor itself is.
type hosts interface {
	Hosts(api string) []string
}

// For answers requests to a host as the world does, whoever took them from their way: to
// the world's own address, to a further host of it, and, when they are secure, to the
// vendor's own: https://api.firstbeat.com/v1/… is /firstbeat/v1/… here. It is nil for
// every other host.
func (s *Stage) For(host string, secure bool) http.Handler {
	if host == s.host {
		return http.HandlerFunc(s.serve)
	}
	if _, known := s.origins[host]; known {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			in := r.WithContext(r.Context())
			in.Host = host
			s.serve(w, in)
		})
	}
	if known, ok := s.Sim.(hosts); ok && secure {
		for _, service := range s.services {
			if slices.Contains(known.Hosts(service), host) {
				return s.vendor(service)
			}
		}
	}
	return nil
}

func (s *Stage) vendor(service string) http.Handler {
	base := s.Sim.BasePath(service)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := r.WithContext(r.Context())
		in.URL = &url.URL{Path: base + r.URL.Path, RawQuery: r.URL.RawQuery}
		if r.URL.RawPath != "" {
			in.URL.RawPath = base + r.URL.RawPath
		}
		in.Host, in.RequestURI = s.host, in.URL.RequestURI()
		s.serve(w, in)
	})
}

// Connected numbers a connection; it is the ConnContext of whoever serves For.
func (s *Stage) Connected(ctx context.Context, c net.Conn) context.Context {
	return s.connected(ctx, c)
}
