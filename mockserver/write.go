package mockserver

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
	"github.com/ergodrome/ergodrome/mockserver/journal"
)

// maxSpoilt bounds a stream that is gathered so that a fault can spoil it.
const maxSpoilt = 64 << 20

func statusOf(resp *httpx.Response) int { return cmp.Or(resp.Status, http.StatusOK) }

// send writes the answer, spoiled where that is planned. Its error says that
// the connection must be cut.
func (x *exchange) send(resp httpx.Response) error {
	if x.plan != nil && resp.Stream != nil {
		resp = x.gather(resp)
	}
	if resp.Bug != nil {
		x.report(resp.Bug)
		x.plan.Settle()
		x.plan = nil // a bug must be seen as it is
	}
	x.began = true
	switch {
	case x.plan != nil:
		return x.spoil(&resp)
	case resp.Stream != nil:
		return x.stream(&resp)
	}
	h := x.out.Header()
	complete(h, &resp, x.now)
	// The record comes first, so that whoever has the answer finds it there.
	x.close(journal.Answer{Status: statusOf(&resp), Header: h, Body: resp.Body, Plain: resp.Plain, Shared: resp.Shared})
	if resp.Status != 0 {
		x.out.WriteHeader(resp.Status)
	}
	if len(resp.Body) > 0 {
		_, _ = x.out.Write(resp.Body) // a caller that went away is told nothing
	}
	if resp.Done != nil && !x.world.Journal.Tapped() {
		resp.Done()
	}
	return nil
}

// spoil sends the answer as it is planned to go wrong.
func (x *exchange) spoil(resp *httpx.Response) error {
	patient(x.out)
	h := http.Header{}
	complete(h, resp, x.now)
	status := statusOf(resp)
	made, plain := resp.Body, resp.Plain
	note := func() { // without resp, which can then stay on the stack of faultless answers
		status, plain := status, plain
		sent, body := x.plan.Sent()
		if x.plan.Reset || sent == nil {
			status = 0
		}
		if !bytes.Equal(body, made) {
			plain = nil // what was sent is not what it was made from
		}
		x.close(journal.Answer{Status: status, Header: sent, Body: body, Plain: plain})
	}
	x.plan.Last = note // so that whoever has seen the answer break finds its record
	err := x.plan.Write(x.in.Context(), x.out, status, h, resp.Body, x.world.Clock.Sleep)
	note() // unless that is done
	return err
}

// complete adds to h what httpx and the vendor package leave to whoever writes.
func complete(h http.Header, resp *httpx.Response, now time.Time) {
	for k, v := range resp.Header {
		h[k] = v
	}
	values := make([]string, 3) // of one each
	one := func(i int, v string) []string {
		values[i] = v
		return values[i : i+1 : i+1]
	}
	if resp.ContentType != "" {
		h["Content-Type"] = one(0, resp.ContentType)
	} else if _, ok := h["Content-Type"]; !ok && (len(resp.Body) > 0 || resp.Stream != nil) {
		h["Content-Type"] = nil // or net/http guesses one
	}
	if _, ok := h["Date"]; !ok {
		h["Date"] = one(1, now.UTC().Format(http.TimeFormat))
	}
	if resp.Stream == nil && len(resp.Body) > 0 {
		h["Content-Length"] = one(2, strconv.Itoa(len(resp.Body)))
	}
}

// gather turns a stream into a body.
func (x *exchange) gather(resp httpx.Response) httpx.Response {
	b := bounded{max: maxSpoilt}
	err := resp.Stream(x.in.Context(), &b)
	if err == nil && b.lost > 0 {
		err = errors.New("it is longer than 64 MiB")
	}
	if err != nil {
		return httpx.Bug(fmt.Errorf("a fault was to spoil a stream that cannot be had as a whole: %w", err))
	}
	resp.Stream, resp.Body = nil, b.Bytes()
	return resp
}

// maxNoted bounds what the journal is shown of a stream.
const maxNoted = 1 << 20

// stream sends a body while it is made. One that cannot be finished is cut, so
// that nobody takes it for complete.
func (x *exchange) stream(resp *httpx.Response) error {
	patient(x.out) // a long answer is not a slow request
	h := x.out.Header()
	complete(h, resp, x.now)
	if resp.Status != 0 {
		x.out.WriteHeader(resp.Status)
	}
	noted := bounded{max: maxNoted}
	var err error
	status := statusOf(resp)
	note := func() {
		x.close(journal.Answer{Status: status, Header: h, Body: noted.Bytes()})
	}
	if x.in.Method != http.MethodHead {
		to := &flusher{Writer: x.out, rc: http.NewResponseController(x.out), last: note, left: -1}
		if n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64); err == nil {
			to.left = n
		}
		err = resp.Stream(x.in.Context(), io.MultiWriter(&noted, to))
		if err != nil && !to.failed && x.in.Context().Err() == nil {
			x.report(fmt.Errorf("a stream ended half-way: %w", err)) // and not because the caller went away
		}
	}
	note() // before the handler returns, which ends the answer
	return err
}

// bounded keeps the first bytes of what is written to it.
type bounded struct {
	bytes.Buffer
	max  int
	lost int64
}

func (b *bounded) Write(p []byte) (int, error) {
	keep := p[:min(len(p), b.max-b.Len())]
	b.lost += int64(len(p) - len(keep))
	_, err := b.Buffer.Write(keep)
	return len(p), err
}

// flusher sends each write at once.
type flusher struct {
	io.Writer
	rc     *http.ResponseController
	failed bool   // the caller is gone
	last   func() // is called before the byte that a stated length ends with
	left   int64  // of that length; negative when none is stated
}

func (f *flusher) Write(p []byte) (int, error) {
	if left := f.left - int64(len(p)); f.left > 0 {
		if f.left = left; left <= 0 {
			f.last()
		}
	}
	n, err := f.Writer.Write(p)
	if err == nil {
		err = f.rc.Flush()
	}
	f.failed = f.failed || err != nil
	return n, err
}
