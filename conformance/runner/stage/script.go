package stage

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/internal/quickbrotli"
)

// script answers instead of the vendor where a case says so.
type script struct {
	mu     sync.Mutex
	routes []*route
}

type route struct {
	match   conformance.Match
	replies []conformance.Reply
	ready   []*answer // parallel to replies; nil for the vendor's own
	used    int       // requests answered by the first of what is left
}

// answer is a reply with its body made.
type answer struct {
	reply  conformance.Reply
	status int
	header http.Header
	body   []byte
	plain  *answer // for requests that do not offer the reply's coding; nil when it makes no difference
}

// to is the answer to one request.
func (a *answer) to(x *conformance.Exchange) *answer {
	if a != nil && a.plain != nil && !slices.Contains(conformance.Offered(x.Header), a.reply.Coding) {
		return a.plain
	}
	return a
}

func newScript(routes []conformance.Route) (*script, error) {
	s := &script{}
	for i, r := range routes {
		rt := &route{match: r.Match, replies: r.Replies}
		for n, reply := range r.Replies {
			a, err := prepare(reply)
			if err != nil {
				return nil, fmt.Errorf("script[%d].replies[%d]: %w", i, n, err)
			}
			rt.ready = append(rt.ready, a)
		}
		s.routes = append(s.routes, rt)
	}
	return s, nil
}

// next is the scripted answer to a request, or nil for the vendor's own. The
// first route that matches answers, until it is used up.
func (s *script) next(x *conformance.Exchange) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.routes {
		if len(r.replies) == 0 || !r.match.Matches(x) {
			continue
		}
		reply, a := r.replies[0], r.ready[0]
		r.used++
		if !reply.Forever && r.used >= max(reply.Times, 1) {
			r.replies, r.ready, r.used = r.replies[1:], r.ready[1:], 0
		}
		return a.to(x)
	}
	return nil
}

// prepare makes a reply's body. Bodies are padded with blanks before their last
// byte, which changes no JSON value.
func prepare(r conformance.Reply) (*answer, error) {
	if r.Pass {
		return nil, nil
	}
	a := &answer{reply: r, status: r.Status, header: http.Header{}}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	body, kind, err := plainBody(r)
	if err != nil {
		return nil, err
	}
	if kind != "" {
		a.header.Set("Content-Type", kind)
	}
	if a.body, err = encode(r.Coding, body, r.PadTo); err != nil {
		return nil, err
	}
	if r.Cut > 0 {
		a.body = a.body[:max(len(a.body)-r.Cut, 0)]
	}
	label := r.Coding
	if label == "deflate-raw" {
		label = "deflate"
	}
	if r.Label != nil {
		label = *r.Label
	}
	if label != "" {
		a.header.Set("Content-Encoding", label)
	}
	for k, v := range r.Headers {
		a.header.Set(k, v)
	}
	if r.Offered {
		r.Offered, r.Coding = false, ""
		a.plain, err = prepare(r)
	}
	return a, err
}

func plainBody(r conformance.Reply) (body []byte, kind string, err error) {
	switch b := r.Body.(type) {
	case nil:
		if r.Base64 == "" {
			return nil, "", nil
		}
		body, err = base64.StdEncoding.DecodeString(r.Base64)
		return body, "application/octet-stream", err
	case string:
		return []byte(b), "application/json", nil
	default:
		body, err = json.Marshal(b)
		return body, "application/json", err
	}
}

// encode codes a body, padded on the way: what a decompression bomb unpacks to
// need not be held.
func encode(coding string, body []byte, padTo int64) ([]byte, error) {
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	switch coding {
	case "", "identity":
		w = nopCloser{&out}
	case "gzip":
		w, err = gzip.NewWriterLevel(&out, gzip.BestSpeed)
	case "deflate":
		w, err = zlib.NewWriterLevel(&out, zlib.BestSpeed)
	case "deflate-raw":
		w, err = flate.NewWriter(&out, flate.BestSpeed)
	case "br":
		w = quickbrotli.NewWriter(&out)
	case "zstd":
		w, err = zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1))
	default:
		err = fmt.Errorf("coding %q is not gzip, br, zstd, deflate or deflate-raw", coding)
	}
	if err != nil {
		return nil, err
	}
	if err := padded(w, body, padTo); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func padded(w io.Writer, body []byte, padTo int64) error {
	missing := padTo - int64(len(body))
	if missing <= 0 || len(body) == 0 {
		_, err := w.Write(body)
		return err
	}
	if _, err := w.Write(body[:len(body)-1]); err != nil {
		return err
	}
	blanks := bytes.Repeat([]byte(" "), 64<<10)
	for missing > 0 {
		n := min(missing, int64(len(blanks)))
		if _, err := w.Write(blanks[:n]); err != nil {
			return err
		}
		missing -= n
	}
	_, err := w.Write(body[len(body)-1:])
	return err
}

// send writes an answer; machine is how long a pause takes. A broken connection is broken after what precedes the
// break has really been sent: else the client would meet another failure.
func (a *answer) send(out http.ResponseWriter, r *http.Request, now time.Time, machine func(time.Duration) time.Duration) {
	if a.reply.Delay > 0 && !sleep(r, machine(a.reply.Delay)) || a.reply.Reset {
		panic(http.ErrAbortHandler)
	}
	h := out.Header()
	for k, v := range a.header {
		h[k] = v
	}
	if h.Get("Date") == "" {
		h.Set("Date", now.UTC().Format(http.TimeFormat))
	}
	if h.Get("Content-Type") == "" {
		h["Content-Type"] = nil
	}
	bodyless := a.status == http.StatusNoContent || a.status == http.StatusNotModified || a.status < 200
	if !bodyless && len(a.reply.Chunks) == 0 {
		length := int64(len(a.body))
		if a.reply.Length != nil {
			length = *a.reply.Length
		}
		h.Set("Content-Length", strconv.FormatInt(length, 10))
	}
	out.WriteHeader(a.status)
	if bodyless || r.Method == http.MethodHead {
		return
	}
	if len(a.reply.Chunks) > 0 {
		a.stream(out, r, machine(a.reply.Pause))
		return
	}
	body, cut := a.body, false
	if n := a.reply.TruncateAt; n != nil && *n < int64(len(body)) {
		body, cut = body[:max(*n, 0)], true
	}
	if a.reply.Stall > 0 {
		half := len(body) / 2
		_, _ = out.Write(body[:half])
		flush(out)
		if !sleep(r, machine(a.reply.Stall)) {
			panic(http.ErrAbortHandler)
		}
		body = body[half:]
	}
	_, _ = out.Write(body) // a subject that went away is on record by the bytes it took
	if cut || a.reply.Length != nil && *a.reply.Length > int64(len(a.body)) {
		flush(out)
		panic(http.ErrAbortHandler)
	}
}

// stream sends the body piece by piece.
func (a *answer) stream(out http.ResponseWriter, r *http.Request, pause time.Duration) {
	rest := a.body
	for _, n := range slices.Concat(a.reply.Chunks, []int{len(a.body)}) {
		n = min(n, len(rest))
		if n == 0 {
			continue
		}
		if len(rest) < len(a.body) && pause > 0 && !sleep(r, pause) {
			panic(http.ErrAbortHandler)
		}
		_, _ = out.Write(rest[:n]) // a subject that went away is on record by the bytes it took
		flush(out)
		rest = rest[n:]
	}
}

func flush(out http.ResponseWriter) { _ = http.NewResponseController(out).Flush() }

func sleep(r *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
