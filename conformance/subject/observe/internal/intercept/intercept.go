// Package intercept takes a program's requests to the vendor from their way and gives them to a world; it never forwards.
package intercept

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/internal/selfca"
)

const (
	handshake  = 10 * time.Second // what a program may take for one, or for its first byte
	mostHosts  = 50               // refused requests that are told
	mostLength = 200              // of what is told of one
)

// Proxy is one port of this machine that speaks HTTP as a proxy, and TLS as every host.
type Proxy struct {
	at     *stage.Stage
	ca     *selfca.Authority
	l      net.Listener
	server *http.Server
	plain  *conns // what is read as HTTP
	wg     sync.WaitGroup

	mu      sync.Mutex
	certs   map[string]*tls.Certificate
	open    map[net.Conn]bool
	refused []string
	closed  bool
}

// Listen begins to take requests for a world.
func Listen(at *stage.Stage, ca *selfca.Authority) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening asks nobody
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	p := &Proxy{at: at, ca: ca, l: l, plain: newConns(l.Addr()), certs: map[string]*tls.Certificate{}, open: map[net.Conn]bool{}}
	p.server = &http.Server{
		Handler: http.HandlerFunc(p.serve), ConnContext: at.Connected, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute,
	}
	p.wg.Go(func() { _ = p.server.Serve(p.plain) }) // ends with the listener
	p.wg.Go(p.accept)
	return p, nil
}

// Addr is where the proxy is: 127.0.0.1:41007.
func (p *Proxy) Addr() string { return p.l.Addr().String() }

// Refused tells of the requests that went nowhere, in the order in which they came.
func (p *Proxy) Refused() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.refused)
}

// Close ends all connections.
func (p *Proxy) Close() {
	_ = p.l.Close()
	_ = p.server.Close() // what is still under way is of no use to anybody
	p.mu.Lock()
	p.closed = true
	for c := range p.open {
		_ = c.Close()
	}
	p.mu.Unlock()
	p.wg.Wait()
}

// refuse notes a request that goes nowhere, once.
func (p *Proxy) refuse(format string, a ...any) {
	text := fmt.Sprintf(format, a...)
	if len(text) > mostLength {
		text = strings.ToValidUTF8(text[:mostLength], "") + "…"
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.refused) < mostHosts && !slices.Contains(p.refused, text) {
		p.refused = append(p.refused, text)
	}
}

// accept looks at the first byte of every connection: TLS begins with 22.
func (p *Proxy) accept() {
	for {
		c, err := p.l.Accept()
		if err != nil {
			return
		}
		if p.keep(c) {
			p.wg.Go(func() { p.begin(c) })
		}
	}
}

// keep remembers a connection until forget, for Close.
func (p *Proxy) keep(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		_ = c.Close()
		return false
	}
	p.open[c] = true
	return true
}

func (p *Proxy) forget(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, c)
}

func (p *Proxy) begin(c net.Conn) {
	const tlsRecord = 22
	defer p.forget(c) // an http.Server closes what it was given
	in := &peeked{Conn: c, r: bufio.NewReader(c)}
	_ = c.SetReadDeadline(time.Now().Add(handshake)) // a connection that is closed already fails in a moment
	first, err := in.r.Peek(1)
	_ = c.SetReadDeadline(time.Time{})
	switch {
	case err != nil:
		_ = c.Close()
	case first[0] == tlsRecord:
		p.secure(in, "")
	default:
		p.plain.give(in)
	}
}

// secure speaks TLS, in the name of the host that the program names or that it has
// asked for a tunnel to.
func (p *Proxy) secure(c net.Conn, tunnel string) {
	asked := tunnel
	secured := tls.Server(c, &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if hello.ServerName != "" {
				asked = hello.ServerName
			}
			return p.certificate(asked)
		},
	})
	ctx, stop := context.WithTimeout(context.Background(), handshake)
	defer stop()
	if err := secured.HandshakeContext(ctx); err != nil {
		p.refuse("%s: TLS failed: %v: does the program take a CA from its environment?", asked, err)
		_ = c.Close()
		return
	}
	p.plain.give(secured)
}

func (p *Proxy) certificate(host string) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.certs[host]; c != nil {
		return c, nil
	}
	c, err := p.ca.Issue(host)
	if err != nil {
		return nil, err
	}
	p.certs[host] = &c
	return &c, nil
}

// serve answers a request, to whichever host it is.
func (p *Proxy) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		p.tunnel(w, r)
		return
	}
	secure := r.TLS != nil || r.URL.Scheme == "https" // some clients ask proxies so, without a tunnel
	if h := p.at.For(without(r.Host), secure); h != nil {
		h.ServeHTTP(w, r)
		return
	}
	scheme := "http"
	if secure {
		scheme = "https"
	}
	p.forbid(w, "%s %s://%s%s", r.Method, scheme, r.Host, r.URL.Path)
}

// without is a host without the port that goes without saying.
func without(host string) string {
	for _, usual := range []string{":443", ":80"} {
		host = strings.TrimSuffix(host, usual)
	}
	return host
}

func (p *Proxy) forbid(w http.ResponseWriter, format string, a ...any) {
	p.refuse(format, a...)
	http.Error(w, "ergodrome: this host is no part of the world, and nothing is forwarded", http.StatusForbidden)
}

// tunnel lets a program speak to a host that is part of the world.
func (p *Proxy) tunnel(w http.ResponseWriter, r *http.Request) {
	host := without(r.Host)
	if p.at.For(host, true) == nil {
		p.forbid(w, "CONNECT %s", r.Host)
		return
	}
	c, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if !p.keep(c) {
		return
	}
	defer p.forget(c)
	if _, err := io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = c.Close()
		return
	}
	p.secure(&peeked{Conn: c, r: buffered.Reader}, host)
}
