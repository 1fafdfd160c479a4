package stage

import (
	"context"
	"net"
	"sync"
)

// ahead is a connection that takes what comes before anybody asks for it, as a socket
// does. A pipe in memory does not: a client that breaks off a TLS handshake and the
// server that is not yet done with its part of it would wait for each other for ever.
type ahead struct {
	net.Conn
	pieces chan []byte
	rest   []byte
	err    error // set before pieces is closed
	once   sync.Once
	gone   chan struct{}
}

// readAhead makes the connections of a dialer take what comes.
func readAhead(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		a := &ahead{Conn: c, pieces: make(chan []byte, 64), gone: make(chan struct{})}
		go a.take()
		return a, nil
	}
}

func (a *ahead) take() {
	defer close(a.pieces)
	for {
		piece := make([]byte, 16<<10)
		n, err := a.Conn.Read(piece)
		if n > 0 {
			select {
			case a.pieces <- piece[:n]:
			case <-a.gone:
				a.err = net.ErrClosed
				return
			}
		}
		if err != nil {
			a.err = err
			return
		}
	}
}

func (a *ahead) Read(p []byte) (int, error) {
	if len(a.rest) == 0 {
		piece, ok := <-a.pieces
		if !ok {
			return 0, a.err
		}
		a.rest = piece
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

func (a *ahead) Close() error {
	a.once.Do(func() { close(a.gone) })
	return a.Conn.Close()
}
