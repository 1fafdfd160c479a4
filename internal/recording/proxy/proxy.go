// Package proxy stands in front of a service and records, redacted, what is exchanged with it.
package proxy

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/internal/recording"
	"github.com/ergodrome/ergodrome/internal/recording/operations"
	"github.com/ergodrome/ergodrome/internal/recording/redact"
)

// Options say what is recorded, and where to.
type Options struct {
	Upstream  *url.URL
	Writer    *recording.Writer
	Redactor  *redact.Redactor  // nil: everything is kept as it is
	Originals *redact.Originals // what Redactor remembers; nil without one
	Table     *operations.Table
	Header    http.Header // set on every request: credentials that the caller need not have
	MaxBody   int64       // larger ones are not kept; 0: 256 MiB
	MaxTotal  int64       // bytes of all bodies; 0: 4 GiB
	Transport http.RoundTripper
	Now       func() time.Time
	Logger    *slog.Logger
}

// Proxy hands every request on to the upstream as it is, and the answer back as it
// is; redirects are the caller's to follow. What was exchanged is redacted and
// written behind the caller's back, so that he waits for none of it.
type Proxy struct {
	o     Options
	proxy *httputil.ReverseProxy

	queue   chan *exchange
	stopped chan struct{}
	failed  context.Context //nolint:containedctx // ends with the reason why recording stopped
	fail    context.CancelCauseFunc

	mu      sync.Mutex
	closed  bool
	pending sync.WaitGroup // exchanges that are under way
	lost    int
	total   int64
}

const queued = 256 // exchanges that may wait to be written

// New starts a proxy. Close ends it.
func New(o Options) *Proxy {
	if o.MaxBody <= 0 {
		o.MaxBody = 256 << 20
	}
	if o.MaxTotal <= 0 {
		o.MaxTotal = 4 << 30
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	p := &Proxy{o: o, queue: make(chan *exchange, queued), stopped: make(chan struct{})}
	p.failed, p.fail = context.WithCancelCause(context.Background())
	p.proxy = &httputil.ReverseProxy{
		Rewrite: p.rewrite, Transport: p, ModifyResponse: p.bringHome,
		ErrorHandler: p.refuse, BufferPool: new(buffers), ErrorLog: slog.NewLogLogger(o.Logger.Handler(), slog.LevelDebug),
	}
	go p.work()
	return p
}

// Failed ends when nothing more can be recorded; its cause says why.
func (p *Proxy) Failed() context.Context { return p.failed }

// ServeHTTP hands a request on, and records it.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	if closed := p.closed || p.failed.Err() != nil; closed {
		p.mu.Unlock()
		http.Error(w, "ergodrome record: the recording has ended; nothing is passed on that would not be recorded", http.StatusServiceUnavailable)
		return
	}
	p.pending.Add(1)
	p.mu.Unlock()
	defer p.pending.Done()
	p.proxy.ServeHTTP(w, r)
}

// rewrite aims a request at the upstream and changes nothing else.
func (p *Proxy) rewrite(r *httputil.ProxyRequest) {
	up := p.o.Upstream
	out := r.Out
	out.URL.Scheme, out.URL.Host, out.Host = up.Scheme, up.Host, ""
	out.URL.Path = strings.TrimSuffix(up.Path, "/") + r.In.URL.Path
	out.URL.RawPath = ""
	if r.In.URL.RawPath != "" || up.RawPath != "" {
		out.URL.RawPath = strings.TrimSuffix(up.EscapedPath(), "/") + r.In.URL.EscapedPath()
	}
	out.URL.RawQuery = r.In.URL.RawQuery // also what does not parse
	out.Header.Del("Upgrade")            // another protocol could not be recorded
	for name, values := range p.o.Header {
		out.Header[name] = values
	}
	if _, ok := out.Header["User-Agent"]; !ok {
		out.Header["User-Agent"] = nil // none, rather than Go's
	}
}

// bringHome makes a redirect to the upstream one to this proxy, so that who follows
// it stays in the recording. It follows none itself.
func (p *Proxy) bringHome(resp *http.Response) error {
	location := resp.Header.Get("Location")
	base := p.o.Upstream.Scheme + "://" + p.o.Upstream.Host
	rest, ok := strings.CutPrefix(location, base)
	if !ok || rest != "" && rest[0] != '/' && rest[0] != '?' {
		return nil
	}
	rest = strings.TrimPrefix(rest, strings.TrimSuffix(p.o.Upstream.EscapedPath(), "/"))
	if rest == "" || rest[0] != '/' {
		rest = "/" + rest
	}
	resp.Header.Set("Location", rest)
	return nil
}

// refuse answers what could not be handed on.
func (p *Proxy) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the caller has gone
	}
	if _, stranger := errors.AsType[x509.UnknownAuthorityError](err); stranger {
		err = fmt.Errorf("%w; if that authority is yours, name it with --upstream-ca", err)
	}
	p.o.Logger.Warn("the upstream did not answer", "method", r.Method, "error", err)
	http.Error(w, "ergodrome record: the upstream did not answer, and nothing was recorded: "+err.Error(), http.StatusBadGateway)
}

// RoundTrip performs one exchange with the upstream and keeps what passes.
func (p *Proxy) RoundTrip(r *http.Request) (*http.Response, error) {
	x := &exchange{start: p.o.Now(), request: r}
	if r.Body != nil && r.Body != http.NoBody {
		x.sent = p.newCapture(r.Header)
		r.Body = &tee{ReadCloser: r.Body, to: x.sent}
	}
	resp, err := p.o.Transport.RoundTrip(r)
	if err != nil {
		x.drop()
		return nil, err
	}
	x.headed = p.o.Now()
	x.status, x.proto, x.header = resp.StatusCode, resp.Proto, resp.Header.Clone()
	x.received = p.newCapture(resp.Header)
	resp.Body = &tee{ReadCloser: resp.Body, to: x.received, end: func(complete bool) { p.end(x, complete) }}
	return resp, nil
}

func (p *Proxy) operation(r *http.Request) operations.Operation {
	if p.o.Table == nil {
		return operations.Operation{}
	}
	o, _ := p.o.Table.Match(r.Method, r.URL.Host, r.URL.EscapedPath())
	return o
}

// end takes an exchange whose answer has ended, whole or not.
func (p *Proxy) end(x *exchange, complete bool) {
	if !complete {
		x.drop()
		p.mu.Lock()
		p.lost++
		p.mu.Unlock()
		return
	}
	x.ended = p.o.Now()
	p.queue <- x
}

// work writes exchanges in the order in which they end.
func (p *Proxy) work() {
	defer close(p.stopped)
	for x := range p.queue {
		if p.failed.Err() != nil {
			x.drop()
			continue
		}
		if err := p.write(x); err != nil {
			p.fail(fmt.Errorf("recording stopped after %d exchanges, which are kept: %w", p.o.Writer.Count(), err))
		}
	}
}

// Result says what there is.
type Result struct {
	Exchanges int
	Lost      int // that were cut short, and so are not kept
}

// Close waits for what is under way, and ends the recording. Its error is why the
// recording ended early, if it did.
func (p *Proxy) Close() (Result, error) {
	p.mu.Lock()
	again := p.closed
	p.closed = true
	p.mu.Unlock()
	if !again {
		p.pending.Wait()
		close(p.queue)
	}
	<-p.stopped
	err := p.o.Writer.Close()
	if cause := context.Cause(p.failed); cause != nil {
		err = cause
	}
	return Result{p.o.Writer.Count(), p.lost}, err
}

var errFull = errors.New("all bodies together are larger than was allowed")

// buffers hands copying buffers around.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte {
	if p, ok := b.pool.Get().(*[]byte); ok {
		return *p
	}
	return make([]byte, 32<<10)
}

func (b *buffers) Put(p []byte) { b.pool.Put(&p) }

// tee is a body that is kept while it is read.
type tee struct {
	io.ReadCloser
	to   *capture
	end  func(complete bool)
	once sync.Once
}

func (t *tee) Read(b []byte) (int, error) {
	n, err := t.ReadCloser.Read(b)
	t.to.write(b[:n])
	if err == io.EOF {
		t.done(true)
	}
	return n, err
}

func (t *tee) Close() error {
	t.done(false)
	return t.ReadCloser.Close()
}

func (t *tee) done(complete bool) {
	t.once.Do(func() {
		t.to.finish()
		if t.end != nil {
			t.end(complete)
		}
	})
}
