package mockserver

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// header completes an answer's header in h: what httpx and the vendor package
// leave to whoever writes.
func header(h http.Header, resp *httpx.Response, now time.Time) {
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

func (s *Server) write(out http.ResponseWriter, r *http.Request, now time.Time, resp httpx.Response) {
	header(out.Header(), &resp, now)
	if resp.Status != 0 {
		out.WriteHeader(resp.Status)
	}
	if resp.Stream != nil {
		stream(r.Context(), out, resp.Stream)
		return
	}
	_, _ = out.Write(resp.Body) // a caller that went away is told nothing
}

// stream runs a body that is made while it is sent. When it cannot be finished
// the connection is cut, so that nobody takes it for complete.
func stream(ctx context.Context, out http.ResponseWriter, body func(context.Context, io.Writer) error) {
	rc := http.NewResponseController(out)
	_ = rc.SetReadDeadline(time.Time{}) // a long answer is not a slow request
	if err := body(ctx, flusher{out, rc}); err != nil {
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
