package intercept

import (
	"bufio"
	"net"
	"sync"
)

// peeked is a connection of which something has been read ahead.
type peeked struct {
	net.Conn
	r *bufio.Reader
}

func (c *peeked) Read(b []byte) (int, error) { return c.r.Read(b) }

// conns is a listener of connections that others have accepted.
type conns struct {
	addr net.Addr
	c    chan net.Conn
	once sync.Once
	done chan struct{}
}

func newConns(addr net.Addr) *conns {
	return &conns{addr: addr, c: make(chan net.Conn), done: make(chan struct{})}
}

// give hands a connection to whoever listens, or closes it.
func (l *conns) give(c net.Conn) {
	select {
	case l.c <- c:
	case <-l.done:
		_ = c.Close()
	}
}

// Accept waits for the next connection.
func (l *conns) Accept() (net.Conn, error) {
	select {
	case c := <-l.c:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close ends the listener.
func (l *conns) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr is where the connections come to.
func (l *conns) Addr() net.Addr { return l.addr }
