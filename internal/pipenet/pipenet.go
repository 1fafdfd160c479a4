// Package pipenet is a network of one listener, made of memory instead of
// sockets.
//
// A goroutine that waits on a real socket is never durably blocked, so virtual
// time would stand still; one that waits on a net.Pipe is.
package pipenet

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
)

// ErrClosed is what Accept and Dial return after Close.
var ErrClosed = errors.New("pipenet: listener closed")

// Listener accepts in-memory connections. Its zero value is not usable: use Listen.
type Listener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

// Listen returns a listener that nothing has dialled yet.
func Listen() *Listener {
	return &Listener{conns: make(chan net.Conn), done: make(chan struct{})}
}

// Accept waits for the next dialled connection.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, ErrClosed
	}
}

// Close ends Accept and Dial. Connections that were made live on.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr is a placeholder: there is nothing outside this process to address.
func (l *Listener) Addr() net.Addr { return addr{} }

// Dial connects to whoever accepts next.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Transport returns an HTTP transport whose every connection, whatever the
// URL's host, goes to this listener.
func (l *Listener) Transport() *http.Transport {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) { return l.Dial(ctx) }
	return &http.Transport{DialContext: dial, DialTLSContext: dial, DisableCompression: true}
}

type addr struct{}

func (addr) Network() string { return "pipe" }
func (addr) String() string  { return "pipe" }
