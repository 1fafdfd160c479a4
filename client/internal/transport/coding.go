package transport

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Known reports whether a content coding can be offered.
func Known(coding string) bool {
	return slices.Contains([]string{"zstd", "br", "gzip", "deflate"}, coding)
}

// maxWindow bounds what a zstd frame may ask to remember.
const maxWindow = 64 << 20

// codings decodes the content codings it offers, and no other.
type codings struct {
	offer  string // the Accept-Encoding header
	coding []string
	pools  map[string]*sync.Pool
}

func newCodings(offered []string) *codings {
	c := &codings{offer: strings.Join(offered, ", "), coding: offered, pools: make(map[string]*sync.Pool)}
	if len(offered) == 0 {
		c.offer = "identity"
	}
	for _, name := range offered {
		c.pools[name] = new(sync.Pool)
	}
	return c
}

// decode undoes the codings of a body. done gives the readers back.
func (c *codings) decode(h http.Header, body *bufio.Reader) (_ io.Reader, done func(), _ error) {
	var applied []string
	for _, line := range h.Values("Content-Encoding") {
		for name := range strings.SplitSeq(line, ",") {
			switch name = strings.ToLower(strings.TrimSpace(name)); name {
			case "", "identity":
			case "x-gzip":
				applied = append(applied, "gzip")
			default:
				applied = append(applied, name)
			}
		}
	}
	if len(applied) > 1 {
		return nil, nil, &kindError{apierr.ErrDecode, fmt.Errorf("the body has %d content codings, one was offered at most", len(applied))}
	}
	if len(applied) == 0 {
		return body, func() {}, nil
	}
	name := applied[0]
	if !slices.Contains(c.coding, name) {
		return nil, nil, &kindError{apierr.ErrDecode, fmt.Errorf("the body has the content coding %.20q, which was not offered", name)}
	}
	if name == "deflate" && !zlibHeader(body) {
		// Some servers send the bare stream that zlib wraps. [RFC 9110 8.4.1.2, note]
		return flate.NewReader(body), func() {}, nil
	}
	pool := c.pools[name]
	r, err := open(name, pool.Get(), body)
	if err != nil {
		return nil, nil, &kindError{apierr.ErrDecode, fmt.Errorf("the body is not %s: %w", name, err)}
	}
	return r, func() { pool.Put(r) }, nil
}

// open starts a reader of a coding, on an old one's memory if there is one.
func open(name string, old any, body io.Reader) (io.Reader, error) {
	switch name {
	case "gzip":
		if r, ok := old.(*gzip.Reader); ok {
			return r, r.Reset(body)
		}
		return gzip.NewReader(body)
	case "deflate":
		if r, ok := old.(zlib.Resetter); ok {
			return old.(io.Reader), r.Reset(body, nil)
		}
		return zlib.NewReader(body)
	case "br":
		if r, ok := old.(*brotli.Reader); ok {
			return r, r.Reset(body)
		}
		return brotli.NewReader(body), nil
	case "zstd":
		if r, ok := old.(*zstd.Decoder); ok {
			return r, r.Reset(body)
		}
		return zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	}
	return nil, fmt.Errorf("unknown coding %q", name)
}

// zlibHeader reports whether a body starts as a zlib stream does. [RFC 1950 2.2]
func zlibHeader(body *bufio.Reader) bool {
	b, err := body.Peek(2)
	return err == nil && b[0]&0x0f == 8 && (uint(b[0])<<8|uint(b[1]))%31 == 0
}
