package cli

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"sync"

	"github.com/ergodrome/ergodrome/mockserver"
)

// listeners are the ports of one `ergodrome serve`.
type listeners struct {
	main     net.Listener
	control  net.Listener            // nil: the control plane is on main
	services map[string]net.Listener // by service; empty without --port-per-service
	scheme   string
	caFile   string
}

// listen opens all ports, or none.
func (f serveFlags) listen(ctx context.Context, server *mockserver.Server) (*listeners, error) {
	l := &listeners{services: map[string]net.Listener{}, scheme: "http"}
	if err := l.open(ctx, f, server); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

func (l *listeners) open(ctx context.Context, f serveFlags, server *mockserver.Server) (err error) {
	if l.main, err = bind(ctx, "--addr", f.addr); err != nil {
		return err
	}
	if f.controlAddr != "" {
		if l.control, err = bind(ctx, "--control-addr", f.controlAddr); err != nil {
			return err
		}
	}
	if f.portPerService {
		host, _, err := net.SplitHostPort(l.main.Addr().String())
		if err != nil {
			return failure("--addr: %w", err)
		}
		for _, s := range server.Worlds().Services() {
			one, err := bind(ctx, "--port-per-service", net.JoinHostPort(host, "0"))
			if err != nil {
				return err
			}
			l.services[s.Name] = one
		}
	}
	if f.tls {
		return l.secure(f, server)
	}
	return nil
}

// secure wraps all ports in TLS with one self-made certificate, which is also
// good for the vendors' own names.
func (l *listeners) secure(f serveFlags, server *mockserver.Server) error {
	hosts := []string{"localhost", "*.localhost", "127.0.0.1", "::1"}
	if host, _, err := net.SplitHostPort(f.addr); err == nil && host != "" {
		hosts = append(hosts, host)
	}
	for _, s := range server.Worlds().Services() {
		hosts = append(hosts, s.Hosts...)
	}
	cert, caFile, err := selfSigned(f.tlsDir, hosts)
	if err != nil {
		return failure("--tls: %w", err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	l.scheme, l.caFile = "https", caFile
	l.main = tls.NewListener(l.main, config)
	if l.control != nil {
		l.control = tls.NewListener(l.control, config)
	}
	for name, s := range l.services {
		l.services[name] = tls.NewListener(s, config)
	}
	return nil
}

// serve answers on every port until ctx ends or one of them fails.
func (l *listeners) serve(ctx context.Context, server *mockserver.Server) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		all   error
	)
	run := func(serve func() error) {
		group.Go(func() {
			err := serve()
			mu.Lock()
			all = errors.Join(all, err)
			mu.Unlock()
			stop() // one port is not worth having without the others
		})
	}
	run(func() error { return server.Serve(ctx, l.main) })
	if l.control != nil {
		run(func() error { return server.ServeControl(ctx, l.control) })
	}
	for name, s := range l.services {
		run(func() error { return server.ServeService(ctx, s, name) })
	}
	group.Wait()
	return all
}

func (l *listeners) close() {
	for _, s := range l.services {
		_ = s.Close()
	}
	for _, s := range []net.Listener{l.main, l.control} {
		if s != nil {
			_ = s.Close()
		}
	}
}

// readyLine is what serve prints on stdout once it answers. It is a contract.
type readyLine struct {
	Event   string            `json:"event"`
	Addr    string            `json:"addr"`
	Control string            `json:"control"`
	World   string            `json:"world"`
	URLs    map[string]string `json:"urls"`
	CAFile  string            `json:"caFile,omitempty"`
}

// announce says that the ports are open: one JSON line for programs, and a demo
// for people.
func (l *listeners) announce(env Env, f serveFlags, server *mockserver.Server) error {
	addr := l.main.Addr().String()
	base := l.scheme + "://" + addr
	control := base
	if l.control != nil {
		control = l.scheme + "://" + l.control.Addr().String()
	}
	w := server.Worlds().Default()
	ready := readyLine{
		Event: "ready", Addr: addr, Control: control + mockserver.DefaultControlPrefix,
		World: w.Name, URLs: w.URLs(base), CAFile: l.caFile,
	}
	for name, s := range l.services {
		ready.URLs[name] = l.scheme + "://" + s.Addr().String()
	}
	line, err := json.Marshal(ready)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	if f.readyFile != "" {
		if err := writeReady(f.readyFile, line); err != nil {
			return failure("%w", err)
		}
	}
	if f.demo {
		if err := printDemo(env.Stderr, ready, w); err != nil {
			return err
		}
	}
	_, err = env.Stdout.Write(line)
	return err
}
