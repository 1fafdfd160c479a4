package mockserver

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Bounds on what one connection may cost. They are machine time, because a
// caller's patience is.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second // header and body
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 5 * time.Second
	maxHeader     = 64 << 10
)

// Serve answers connections on l until ctx ends. Requests under way are then
// finished, within five seconds, except those that only wait for a world's
// time. It returns nil after such a stop, and closes l in any case.
func (s *Server) Serve(ctx context.Context, l net.Listener) error { return s.serve(ctx, l, s) }

// ServeService is Serve for ForService(name).
func (s *Server) ServeService(ctx context.Context, l net.Listener, name string) error {
	return s.serve(ctx, l, s.ForService(name))
}

// ServeControl is Serve for Control.
func (s *Server) ServeControl(ctx context.Context, l net.Listener) error {
	return s.serve(ctx, l, s.control)
}

func (s *Server) serve(ctx context.Context, l net.Listener, h http.Handler) error {
	// Requests inherit this context, not ctx: its end must not precede Shutdown.
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(s.config.Logger.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	cancel()
	grace, done := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer done()
	err := server.Shutdown(grace)
	if err != nil {
		err = server.Close()
	}
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
