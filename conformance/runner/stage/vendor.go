package stage

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
)

// Vendor answers what somebody took from the way to the vendor's own host:
// https://api.firstbeat.com/v1/… is /firstbeat/v1/… here. It is nil for services that
// are no part of the world.
func (s *Stage) Vendor(service string) http.Handler {
	if !slices.Contains(s.services, service) {
		return nil
	}
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

// Services are the services of the world: the one that it is about, and the issuer
// of its tokens.
func (s *Stage) Services() []string { return slices.Clone(s.services) }

// Origin answers for a further host of the world; it is nil for others.
func (s *Stage) Origin(host string) http.Handler {
	if _, known := s.origins[host]; !known {
		return nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := r.WithContext(r.Context())
		in.Host = host
		s.serve(w, in)
	})
}

// Connected numbers a connection; it is the ConnContext of whoever serves Vendor.
func (s *Stage) Connected(ctx context.Context, c net.Conn) context.Context {
	return s.connected(ctx, c)
}
