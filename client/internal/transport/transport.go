// Package transport carries one request of a vendor's client to its answer:
// paced, signed afresh for each try, bounded, and without leaking a credential.
package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Config is what a Client needs. Service, MaxBody and Silence are required.
type Config struct {
	Service     string                // the vendor's name in errors
	HTTP        *http.Client          // to build on, copied; nil means one of its own
	Credentials []string              // header names that never follow a redirect to another origin
	Header      http.Header           // sent with every request
	Codings     []string              // content codings to offer, best first; none means identity
	MaxBody     int64                 // bytes of a body, on the wire and decoded
	Silence     time.Duration         // longest wait for the headers, and between two pieces of a body
	Retries     int                   // tries after the first
	MaxWait     time.Duration         // longest wait before a try
	Limiter     *Limiter              // nil means unpaced
	Pacer       Pacer                 // paces instead of a Limiter; nil means none
	Logger      *slog.Logger          // nil means silent
	Redact      func(s string) string // removes secrets from a vendor's words
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	Config
	http    *http.Client
	codings *codings
	pacer   Pacer
	bodies  sync.Pool // of *bytes.Buffer
}

// New returns a client. The http.Client of the configuration is copied.
func New(cfg Config) *Client {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Redact == nil {
		cfg.Redact = func(s string) string { return s }
	}
	c := &Client{Config: cfg, codings: newCodings(cfg.Codings)}
	c.http = guarded(cfg.HTTP, cfg.Credentials)
	if c.pacer = cfg.Pacer; c.pacer == nil && cfg.Limiter != nil {
		c.pacer = cfg.Limiter
	}
	c.bodies.New = func() any { return new(bytes.Buffer) }
	return c
}

// Request is one call of an operation.
type Request struct {
	Operation   string
	Method      string
	URL         string // absolute
	ContentType string // of the body
	Body        []byte

	// BodyFrom opens the body anew for each try, instead of Body. It is sent
	// as it is read, however long that takes, and follows no redirect.
	BodyFrom func() (io.ReadCloser, error)
	BodySize int64 // of BodyFrom, in bytes; -1 if unknown

	// Authorize adds the credentials. It is called for each try, after every
	// wait, so that they are valid when they arrive.
	Authorize func(ctx context.Context, h http.Header) error

	// Judge reads an answer: nil accepts it.
	Judge func(ctx context.Context, r *Response) *Verdict

	// Stream leaves the body of a 200 to the caller, as Response.Stream.
	Stream bool
}

// Response is an answer with its body read and decoded.
type Response struct {
	StatusCode int
	Header     http.Header
	Body       []byte        // valid until Release
	Stream     io.ReadCloser // instead of Body, if the request asked for it and the status is 200
	SameOrigin bool          // false if a redirect led to another origin
	release    func()
}

// Release gives the body's memory back. The body must not be used afterwards.
func (r *Response) Release() {
	if r.release != nil {
		r.release()
		r.release, r.Body = nil, nil
	}
	if r.Stream != nil {
		_ = r.Stream.Close()
	}
}

// Verdict is why an answer is not a success.
type Verdict struct {
	Err *apierr.Error
	// Refused says that the request had no effect, so that any method may be repeated.
	Refused bool
	// Again says that trying once more can help; Retries, if positive, is a
	// lower bound on tries than the client's own.
	Again   bool
	Retries int
	// Wait, if positive, is what the vendor asked to wait in other words than Retry-After.
	Wait time.Duration
	// Now says that the next try needs no wait, and is not counted.
	Now bool
}

// path returns the part of a URL that is safe to show.
func path(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return ""
	}
	return u.EscapedPath()
}

// exchange makes one try.
func (c *Client) exchange(ctx context.Context, r *Request) (*Response, *apierr.Error) {
	ctx, watch := watched(ctx, c.Silence, r.Stream || r.BodyFrom != nil)
	streams := false
	defer func() {
		if !streams {
			watch.stop()
		}
	}()
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, body)
	if err != nil {
		return nil, c.fail(r, apierr.ErrInvalidArgument, errors.New("the URL cannot be parsed"))
	}
	for name, values := range c.Header {
		req.Header[name] = values
	}
	req.Header.Set("Accept-Encoding", c.codings.offer)
	if r.ContentType != "" {
		req.Header.Set("Content-Type", r.ContentType)
	}
	if r.Authorize != nil {
		if err := r.Authorize(ctx, req.Header); err != nil {
			return nil, c.failure(ctx, r, err)
		}
	}
	if r.BodyFrom != nil {
		from, err := r.BodyFrom()
		if err != nil {
			return nil, c.fail(r, apierr.ErrOther, err)
		}
		req.Body, req.ContentLength = &outgoing{ReadCloser: from, watch: watch}, r.BodySize // closed by net/http
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.failure(ctx, r, err)
	}
	defer func() {
		if !streams {
			_ = resp.Body.Close()
		}
	}()
	answer := &Response{StatusCode: resp.StatusCode, Header: resp.Header, SameOrigin: sameOrigin(req.URL, resp.Request.URL)}
	if r.Stream && resp.StatusCode == http.StatusOK {
		answer.Stream, err = c.open(ctx, r, resp, watch)
		streams = err == nil
		if err != nil {
			return nil, c.failure(ctx, r, err)
		}
		return answer, nil
	}
	if err := c.read(resp, watch, answer); err != nil {
		if resp.StatusCode != http.StatusOK && ctx.Err() == nil {
			return answer, nil // the status says enough
		}
		e := c.failure(ctx, r, err)
		e.StatusCode, e.Message = resp.StatusCode, ""
		return nil, e
	}
	return answer, nil
}

// fail returns an error of this request.
func (c *Client) fail(r *Request, kind apierr.Kind, err error) *apierr.Error {
	return &apierr.Error{Service: c.Service, Operation: r.Operation, Kind: kind, Resource: path(r.URL), Err: err}
}

// mediaType returns the essence of a Content-Type.
func mediaType(h http.Header) string {
	essence, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(essence))
}

// MediaType returns the essence of the body's type: "text/html".
func (r *Response) MediaType() string { return mediaType(r.Header) }

// Date returns the server's clock as it stood in the answer.
func (r *Response) Date() (time.Time, bool) {
	t, err := http.ParseTime(r.Header.Get("Date"))
	return t, err == nil
}
