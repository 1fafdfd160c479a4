package httpx

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/ergodrome/ergodrome/internal/quickbrotli"
)

// The content codings that a Coder knows. "deflate" is the zlib format
// [RFC 9110, section 8.4.1.2].
const (
	Zstd    = "zstd"
	Brotli  = "br"
	Gzip    = "gzip"
	Deflate = "deflate"
)

// The settings are those that shrink Base64 of high-entropy bytes to little more
// than 6/8, which takes an entropy coder and no search for repetitions, at the
// highest speed; BenchmarkSettings shows what else was tried. Text is better off
// with a search, so the DEFLATE codings look at the body first.
const (
	flateBase64 = gzip.HuffmanOnly
	flateText   = gzip.BestSpeed
)

// Coder applies content codings. It keeps encoders for the next body; it is
// safe for use by many goroutines.
type Coder struct {
	zstd, brotli                           sync.Pool
	gzipText, gzipBase64, zlibText, zlib64 sync.Pool
}

// NewCoder returns a coder that has no encoder yet.
func NewCoder() *Coder {
	c := &Coder{}
	c.zstd.New = func() any {
		return must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithAllLitEntropyCompression(true),
			zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false)))
	}
	c.brotli.New = func() any { return quickbrotli.NewWriter(io.Discard) }
	c.gzipText.New = func() any { return must(gzip.NewWriterLevel(io.Discard, flateText)) }
	c.gzipBase64.New = func() any { return must(gzip.NewWriterLevel(io.Discard, flateBase64)) }
	c.zlibText.New = func() any { return must(zlib.NewWriterLevel(io.Discard, flateText)) }
	c.zlib64.New = func() any { return must(zlib.NewWriterLevel(io.Discard, flateBase64)) }
	return c
}

// must is for constructors that fail on settings only, which are constant here.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// writer is what brotli, gzip and zlib encoders have in common.
type writer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// Encode returns body in coding, which must be one of the four or identity.
func (c *Coder) Encode(coding string, body []byte) ([]byte, error) {
	switch coding {
	case identity:
		return body, nil
	case Zstd:
		e := c.zstd.Get().(*zstd.Encoder)
		defer c.zstd.Put(e)
		return e.EncodeAll(body, make([]byte, 0, room(body))), nil
	case Brotli:
		return through(&c.brotli, body)
	case Gzip:
		return through(pick(body, &c.gzipText, &c.gzipBase64), body)
	case Deflate:
		return through(pick(body, &c.zlibText, &c.zlib64), body)
	}
	return nil, fmt.Errorf("httpx: no content coding %q", coding)
}

func pick(body []byte, text, base64 *sync.Pool) *sync.Pool {
	if mostlyBase64(body) {
		return base64
	}
	return text
}

func through(pool *sync.Pool, body []byte) ([]byte, error) {
	w := pool.Get().(writer)
	defer pool.Put(w)
	out := bytes.NewBuffer(make([]byte, 0, room(body)))
	w.Reset(out)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// room is how much space the coded body is given at first: Base64 fits.
func room(body []byte) int {
	if mostlyBase64(body) {
		return len(body)*25/32 + 256
	}
	return len(body)/4 + 256
}

// Code compresses resp by the caller's Accept-Encoding with the best of the
// offered codings, unless its body is shorter than minBytes, is a stream or has
// a coding already. What it was before is then in resp.Plain.
func (c *Coder) Code(acceptEncoding string, offered []string, minBytes int, cache Cache, resp Response) Response {
	if len(resp.Body) == 0 || len(resp.Body) < minBytes || resp.Stream != nil || resp.Header["Content-Encoding"] != nil {
		return resp
	}
	resp.Header = ownHeader(resp.Header)
	resp.Header["Vary"] = append(slices.Clip(resp.Header["Vary"]), "Accept-Encoding")
	coding := Negotiate(acceptEncoding, offered)
	if coding == identity {
		return resp
	}
	coded, err := c.cached(coding, cache, &resp)
	if err != nil {
		return Response{Bug: err}
	}
	resp.Plain, resp.Body = resp.Body, coded
	resp.Header["Content-Encoding"] = []string{coding}
	return resp
}

// ownHeader is a header that may be changed: a handler may have handed out one
// that it shares among requests.
func ownHeader(h http.Header) http.Header {
	if h == nil {
		return http.Header{}
	}
	return maps.Clone(h)
}

func (c *Coder) cached(coding string, cache Cache, resp *Response) ([]byte, error) {
	if cache == nil || resp.Key == "" {
		return c.Encode(coding, resp.Body)
	}
	if coded, ok := cache.Get(resp.Key, coding); ok {
		return coded, nil
	}
	coded, err := c.Encode(coding, resp.Body)
	if err == nil {
		cache.Put(resp.Key, coding, coded)
	}
	return coded, err
}

// Cache keeps coded bodies by Response.Key and coding. It must be safe for use
// by many goroutines; what it is given, it must not change.
type Cache interface {
	Get(key, coding string) ([]byte, bool)
	Put(key, coding string, body []byte)
}
