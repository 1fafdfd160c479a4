package caller

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip"
)

// reply is an answer as it came.
type reply struct {
	status     int
	header     http.Header
	body       []byte
	retryAfter time.Duration
}

// maxBody bounds a body, on the wire and decoded.
const maxBody = 64 << 20

// exchange sends one request and takes its answer in. A redirect is followed
// once, within the origin; the token goes nowhere else.
func (c *Caller) exchange(ctx context.Context, target, bearer string) (*reply, error) {
	u, err := url.Parse(target)
	if err != nil {
		return nil, &Error{Class: "invalid_argument", Message: "the base URL is not usable"}
	}
	r, err := c.send(ctx, u, bearer)
	if err != nil || r.status < 300 || r.status >= 400 {
		return r, err
	}
	next, err := u.Parse(r.header.Get("Location"))
	if err != nil || r.header.Get("Location") == "" {
		return r, nil //nolint:nilerr // what leads nowhere is an answer like any other
	}
	if next.Host == u.Host && next.Scheme == u.Scheme || c.M.Has("bearer-follows-redirects") {
		return c.send(ctx, next, bearer)
	}
	return c.send(ctx, next, "")
}

// send makes one exchange. A server that is silent for too long is given up.
func (c *Caller) send(ctx context.Context, u *url.URL, bearer string) (*reply, error) {
	if !c.M.Has("no-timeouts") {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, wholeTry, errSilent)
		defer cancel()
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	watch := time.AfterFunc(silence, func() {
		if !c.M.Has("no-timeouts") {
			stop(errSilent)
		}
	})
	defer watch.Stop()
	at := *u
	c.withToken(&at, bearer)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), http.NoBody)
	if err != nil {
		return nil, &Error{Class: "invalid_argument", Message: "the URL is not usable"}
	}
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Encoding", "gzip")
	if c.Extra != nil {
		c.Extra(req.Header)
	}
	req.Close = c.M.Has("connection-per-call")
	resp, err := c.Transport.RoundTrip(req)
	if err != nil {
		return nil, lost(ctx, err)
	}
	defer resp.Body.Close()
	body, err := c.read(resp, watch)
	if err != nil {
		return nil, lost(ctx, err)
	}
	r := &reply{status: resp.StatusCode, header: resp.Header, body: body}
	if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n > 0 {
		r.retryAfter = time.Duration(n) * time.Second
	}
	return r, nil
}

var errSilent = errors.New("the server says nothing")

// lost tells a caller who gave up from a network that failed.
func lost(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errSilent) {
		return &Error{Class: "timeout", Message: errSilent.Error()}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	return Unanswered(err)
}

// read takes a body in, as long as something comes, and undoes its coding.
func (c *Caller) read(resp *http.Response, watch *time.Timer) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(alive{resp.Body, watch}, maxBody+1))
	switch {
	case err != nil && c.M.Has("cut-body-accepted") && len(raw) > 0:
		return closed(raw), nil
	case err != nil:
		return nil, err
	case len(raw) > maxBody:
		return nil, &Error{Class: "too_large", Message: "the answer is longer than 64 MiB"}
	case resp.Header.Get("Content-Encoding") != "gzip":
		return raw, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, Undecodable("the body is not gzip")
	}
	plain, err := io.ReadAll(io.LimitReader(z, maxBody+1))
	if err != nil || len(plain) > maxBody {
		return nil, Undecodable("the body is not whole gzip, or too long")
	}
	return plain, nil
}

// alive puts the end of patience off whenever something comes.
type alive struct {
	io.Reader
	watch *time.Timer
}

func (a alive) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	if n > 0 {
		a.watch.Reset(silence)
	}
	return n, err
}

// closed makes a body that was cut parsable again, without what is not whole.
func closed(raw []byte) []byte {
	i := bytes.LastIndex(raw, []byte("},"))
	if i < 0 {
		return []byte(`{"data":[]}`)
	}
	return append(bytes.Clone(raw[:i]), "}]}"...)
}

// whole is a success that can be read on: JSON, as far as one can see.
func (c *Caller) whole(r *reply) (*Reply, error) {
	media, _, _ := mime.ParseMediaType(r.header.Get("Content-Type")) // an unreadable one is no HTML
	if media == "text/html" {
		if c.M.Has("html-is-empty") {
			return &Reply{Header: r.header, Body: []byte(`{"data":[]}`)}, nil
		}
		return nil, &Error{Class: "decode", Status: r.status, Message: "text/html instead of JSON"}
	}
	return &Reply{Header: r.header, Body: r.body}, nil
}
