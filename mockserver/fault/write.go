package fault

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sleep waits on the world's clock, as (*clock.Clock).Sleep does.
type Sleep = func(ctx context.Context, d time.Duration) error

// Write sends an answer in the way that is planned. body is as the vendor coded
// it, and nil for HEAD. Delay is the caller's to wait for, before.
//
// Where the connection is to be broken, Write takes it over and breaks it
// itself, after what was written has really been sent. Where that cannot be
// done (HTTP/2, a writer that is no http.Hijacker) it returns
// http.ErrAbortHandler, and the caller must panic with that value once it has
// noted the exchange. Other errors say that the caller is gone or ctx has
// ended; nothing more can be sent then.
func (p *Plan) Write(ctx context.Context, w http.ResponseWriter, status int, header http.Header, body []byte, sleep Sleep) error {
	header = maps.Clone(header)
	if header == nil {
		header = http.Header{}
	}
	if status == http.StatusNoContent || status == http.StatusNotModified {
		body = nil
	}
	if p == nil {
		return sendWhole(w, status, header, body)
	}
	f := framing{whole: int64(len(body))}
	if !p.Reset {
		p.override(header)
		body = p.recode(header, body)
		f = p.frame(body)
		p.halt = f.halt
	}
	p.Settle()
	if p.Reset {
		return p.takeOver(ctx, w, 0, nil, nil, f, sleep)
	}
	p.sentHeader = header
	if f.broken || p.headers > 0 {
		return p.takeOver(ctx, w, status, header, body, f, sleep)
	}
	setLength(header, status, f.whole, body)
	return p.overResponse(ctx, w, status, header, body, f.need(), sleep)
}

func sendWhole(w http.ResponseWriter, status int, header http.Header, body []byte) error {
	setLength(header, status, int64(len(body)), body)
	maps.Copy(w.Header(), header)
	w.WriteHeader(status)
	if len(body) == 0 {
		return nil
	}
	_, err := w.Write(body)
	return err
}

// setLength states the length of a body, but for HEAD, where the header tells
// it already, and for answers that have none.
func setLength(header http.Header, status int, n int64, body []byte) {
	if status == http.StatusNoContent || status == http.StatusNotModified {
		header.Del("Content-Length")
		return
	}
	if body != nil || header.Get("Content-Length") == "" {
		header.Set("Content-Length", strconv.FormatInt(n, 10))
	}
}

// framing is how a body's length is stated and where it really ends.
type framing struct {
	broken  bool
	chunked bool  // without final chunk
	whole   int64 // the length that is stated
	end     int64 // how many bytes are sent
	reset   bool  // with a reset after them
	halt    int64 // after how many nothing more comes; the length of the body if there is no such place
}

// need is how many bytes of the body a caller reads before it takes the answer
// as over, or waits for the connection to end.
func (f framing) need() int64 {
	if f.chunked {
		return min(f.end, f.halt)
	}
	return min(f.whole, f.end, f.halt)
}

// frame plans the framing of body, and notes rules to which it is too short.
func (p *Plan) frame(body []byte) framing {
	n := int64(len(body))
	whole := framing{whole: n, end: n, halt: n}
	if s := p.slow; s != nil && s.StallAt != nil && s.StallFor == 0 {
		whole.halt = min(n, *s.StallAt)
	}
	f := whole
	for _, h := range p.hits {
		d := h.do
		if s := d.Slow; s != nil && (n == 0 || s.BytesPerSecond == 0 && *s.StallAt >= n) {
			h.miss = fmt.Sprintf("the body has only %d bytes", n)
		}
		cut := func(at int64) {
			if f.broken, f.end = at < n, at; !f.broken {
				h.miss, f = fmt.Sprintf("the body has only %d bytes", n), whole
			}
		}
		switch {
		case d.TruncateAt != nil:
			cut(*d.TruncateAt)
		case d.ResetAfter != nil:
			if cut(*d.ResetAfter); f.broken {
				f.reset = true
			}
		case d.CutChunked != nil:
			f.broken, f.chunked, f.end = true, true, min(*d.CutChunked, n)
		case d.ContentLength != nil:
			if f.broken, f.whole = *d.ContentLength != n, *d.ContentLength; !f.broken {
				h.miss = fmt.Sprintf("%d is the right length", n)
			}
		}
	}
	return f
}

// recode applies Coding and DropLast.
func (p *Plan) recode(header http.Header, body []byte) []byte {
	if h := p.coding; h != nil {
		name, claim := strings.CutPrefix(h.do.Coding, "claim:")
		switch {
		case claim:
			header.Set("Content-Encoding", name)
		case len(body) == 0:
			h.miss = "there is no body to encode"
		default:
			body = encode(name, body)
			had := header.Values("Content-Encoding")
			header.Set("Content-Encoding", strings.Join(append(slices.Clone(had), strings.TrimPrefix(name, "raw-")), ", "))
		}
	}
	if h := p.drop; h != nil {
		if len(body) == 0 {
			h.miss = "there is no body to shorten"
		}
		body = body[:max(0, int64(len(body))-h.do.DropLast)]
	}
	return body
}

func encode(coding string, body []byte) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	default: // raw-deflate
		w, _ = flate.NewWriter(&b, flate.DefaultCompression) // fails on unknown levels only
	}
	_, _ = w.Write(body) // to memory, which never fails
	_ = w.Close()
	return b.Bytes()
}

// pace hands body to send at the planned speed. After need bytes of it the
// caller has what it needs.
func (p *Plan) pace(ctx context.Context, body []byte, need int64, sleep Sleep, send func([]byte) error) error {
	sent := 0
	emit := func(part []byte) error {
		if sent += len(part); int64(sent) >= need {
			p.end(body)
		}
		err := send(part)
		if err == nil && !p.ending {
			p.sentBody = body[:sent]
		}
		return err
	}
	if p.slow == nil {
		return emit(body)
	}
	step, every := int64(len(body)), time.Duration(0)
	if rate := p.slow.BytesPerSecond; rate > 0 { // about ten parts a second, of at least a byte
		step = max(1, int64(rate/10))
		every = time.Duration(float64(step) / rate * float64(time.Second))
	}
	stall := p.slow.StallAt
	for at := int64(0); at < int64(len(body)); {
		if stall != nil && *stall <= at {
			if err := p.stall(ctx, sleep); err != nil {
				return err
			}
			stall = nil
		}
		end := min(at+step, int64(len(body)))
		if stall != nil {
			end = min(end, max(at+1, *stall))
		}
		if err := emit(body[at:end]); err != nil {
			return err
		}
		if at = end; every > 0 && at < int64(len(body)) {
			if err := sleep(ctx, every); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

func (p *Plan) stall(ctx context.Context, sleep Sleep) error {
	if p.slow.StallFor == 0 {
		<-ctx.Done()
		return ctx.Err()
	}
	return sleep(ctx, time.Duration(p.slow.StallFor))
}
