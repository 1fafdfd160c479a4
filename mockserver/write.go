package mockserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// maxSpoilt bounds a stream that is gathered so that a fault can spoil it.
const maxSpoilt = 64 << 20

// send writes the answer, spoiled where that is planned.
func (x *exchange) send(resp httpx.Response) {
	if resp.Bug != nil {
		x.report(resp.Bug)
		x.plan.Settle()
		x.plan = nil // a bug must be seen as it is
	}
	if x.plan != nil && resp.Stream != nil {
		resp = x.gather(resp)
	}
	if x.plan == nil {
		x.plainly(&resp)
		return
	}
	patient(x.out)
	h := http.Header{}
	complete(h, &resp, x.now)
	status := resp.Status
	if status == 0 {
		status = http.StatusOK
	}
	err := x.plan.Write(x.in.Context(), x.out, status, h, resp.Body, x.world.Clock.Sleep)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
}

func (x *exchange) plainly(resp *httpx.Response) {
	complete(x.out.Header(), resp, x.now)
	if resp.Status != 0 {
		x.out.WriteHeader(resp.Status)
	}
	if resp.Stream != nil && x.in.Method != http.MethodHead {
		stream(x.in.Context(), x.out, resp.Stream)
		return
	}
	if len(resp.Body) > 0 {
		_, _ = x.out.Write(resp.Body) // a caller that went away is told nothing
	}
}

// complete adds to h what httpx and the vendor package leave to whoever writes.
func complete(h http.Header, resp *httpx.Response, now time.Time) {
	for k, v := range resp.Header {
		h[k] = v
	}
	if resp.ContentType != "" {
		h["Content-Type"] = []string{resp.ContentType}
	} else if _, ok := h["Content-Type"]; !ok {
		h["Content-Type"] = nil // or net/http guesses one
	}
	if _, ok := h["Date"]; !ok {
		h["Date"] = []string{now.UTC().Format(http.TimeFormat)}
	}
	if resp.Stream == nil && len(resp.Body) > 0 {
		h["Content-Length"] = []string{strconv.Itoa(len(resp.Body))}
	}
}

// gather turns a stream into a body.
func (x *exchange) gather(resp httpx.Response) httpx.Response {
	var b bounded
	if err := resp.Stream(x.in.Context(), &b); err != nil {
		return httpx.Bug(fmt.Errorf("a fault was to spoil this stream: %w", err))
	}
	resp.Stream, resp.Body = nil, b.Bytes()
	return resp
}

type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxSpoilt {
		return 0, errors.New("it is longer than 64 MiB")
	}
	return b.Buffer.Write(p)
}

// stream runs a body that is made while it is sent. When it cannot be finished
// the connection is cut, so that nobody takes it for complete.
func stream(ctx context.Context, out http.ResponseWriter, body func(context.Context, io.Writer) error) {
	patient(out) // a long answer is not a slow request
	if err := body(ctx, flusher{out, http.NewResponseController(out)}); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// flusher sends each write at once.
type flusher struct {
	io.Writer
	rc *http.ResponseController
}

func (f flusher) Write(p []byte) (int, error) {
	n, err := f.Writer.Write(p)
	if err != nil {
		return n, err
	}
	return n, f.rc.Flush()
}

// report tells people of a bug, with the stack that no caller sees.
func (x *exchange) report(bug error) {
	args := []any{"world", x.world.Name, "service", x.service, "method", x.in.Method, "path", x.in.URL.Path, "bug", bug.Error()}
	if p, ok := errors.AsType[*httpx.Panic](bug); ok {
		args = append(args, "stack", string(p.Stack))
	}
	x.server.config.Logger.Error("simulator bug", args...)
}
