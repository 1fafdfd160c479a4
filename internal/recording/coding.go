package recording

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zlib"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/ergodrome/ergodrome/internal/quickbrotli"
)

// maxWindow bounds what one decoder may keep in memory.
const maxWindow = 8 << 20

// maxCodings bounds how often a body may be coded.
const maxCodings = 4

// ErrCoding is in the errors of codings that are not known.
var ErrCoding = errors.New("content coding is not known")

// Codings splits a Content-Encoding into what was done to a body, in that order,
// without "identity".
func Codings(contentEncoding string) ([]string, error) {
	var list []string
	for part := range strings.SplitSeq(strings.ToLower(contentEncoding), ",") {
		switch part = strings.TrimSpace(part); part {
		case "", "identity":
		case "gzip", "x-gzip":
			list = append(list, "gzip")
		case "deflate", "br", "zstd":
			list = append(list, part)
		default:
			return nil, fmt.Errorf("recording: %w: %.40q", ErrCoding, part)
		}
	}
	if len(list) > maxCodings {
		return nil, fmt.Errorf("recording: coded %d times over; at most %d are undone", len(list), maxCodings)
	}
	return list, nil
}

// Decode undoes a Content-Encoding while it is read. What it reads from r is
// bounded by what is asked of it, not what is written in r.
func Decode(contentEncoding string, r io.Reader) (io.ReadCloser, error) {
	list, err := Codings(contentEncoding)
	if err != nil {
		return nil, err
	}
	out := &decoded{Reader: r}
	for i := len(list) - 1; i >= 0; i-- {
		if err := out.undo(list[i]); err != nil {
			_ = out.Close()
			return nil, fmt.Errorf("recording: it is called %s, but is not: %w", list[i], err)
		}
	}
	return out, nil
}

// decoded is a body without its codings.
type decoded struct {
	io.Reader
	closers []func()
}

func (d *decoded) undo(coding string) error {
	switch coding {
	case "gzip":
		z, err := gzip.NewReader(d.Reader)
		if err != nil {
			return err
		}
		d.Reader = z
	case "deflate": // by the letter in zlib's clothes; some servers send it bare
		b := bufio.NewReader(d.Reader)
		head, err := b.Peek(2)
		if err != nil {
			return err
		}
		if head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
			z, err := zlib.NewReader(b)
			if err != nil {
				return err
			}
			d.Reader = z
			return nil
		}
		d.Reader = flate.NewReader(b)
	case "br":
		d.Reader = brotli.NewReader(d.Reader)
	case "zstd":
		z, err := zstd.NewReader(d.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return err
		}
		d.Reader = z
		d.closers = append(d.closers, z.Close)
	}
	return nil
}

// Close frees what the decoders hold; the reader below stays open.
func (d *decoded) Close() error {
	for _, c := range d.closers {
		c()
	}
	return nil
}

// Encode codes what is written to it. Close ends the coding; w stays open.
func Encode(contentEncoding string, w io.Writer) (io.WriteCloser, error) {
	list, err := Codings(contentEncoding)
	if err != nil {
		return nil, err
	}
	out := &encoded{Writer: w}
	for i := len(list) - 1; i >= 0; i-- { // the last coding stands nearest to the wire
		var z io.WriteCloser
		switch list[i] {
		case "gzip":
			z = gzip.NewWriter(out.Writer)
		case "deflate":
			z = zlib.NewWriter(out.Writer)
		case "br":
			z = quickbrotli.NewWriter(out.Writer)
		case "zstd":
			if z, err = zstd.NewWriter(out.Writer, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<20)); err != nil {
				return nil, err
			}
		}
		out.Writer, out.closers = z, append(out.closers, z)
	}
	return out, nil
}

type encoded struct {
	io.Writer
	closers []io.Closer
}

// Close ends the outermost coding first, so that each can still write into the
// next.
func (e *encoded) Close() error {
	for i := len(e.closers) - 1; i >= 0; i-- {
		if err := e.closers[i].Close(); err != nil {
			return err
		}
	}
	return nil
}
