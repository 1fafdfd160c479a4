package transport

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/ergodrome/ergodrome/client/apierr"
)

const (
	maxErrorBody = 64 << 10 // what is read of an answer that is not a success
	maxPooled    = 16 << 20 // larger buffers are left to the collector
	maxTrusted   = 8 << 20  // how far a Content-Length is believed before the bytes are there
)

// wire is a body as it arrives. It tells the watchdog of every piece, stops at
// a bound, and remembers why it ended: a coding's reader may hide that.
type wire struct {
	io.Reader
	watch *watchdog
	left  int64
	err   error
}

func (w *wire) Read(p []byte) (int, error) {
	if w.left <= 0 {
		return 0, errBound
	}
	n, err := w.Reader.Read(p[:min(int64(len(p)), w.left)])
	w.left -= int64(n)
	if n > 0 {
		w.watch.heard()
	}
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// outgoing is a body as it leaves. While its pieces are taken, the server is
// not silent; once it is sent, the answer has as long as any other.
type outgoing struct {
	io.ReadCloser
	watch *watchdog
}

func (o *outgoing) Read(p []byte) (int, error) {
	n, err := o.ReadCloser.Read(p)
	if n > 0 {
		o.watch.heard()
	}
	if err != nil {
		o.watch.sent()
	}
	return n, err
}

// errBound is met inside a coding's reader; read says it in better words.
const errBound sentinel = "body too large"

// read fills the answer's body: decoded, whole, and within the bound.
func (c *Client) read(resp *http.Response, watch *watchdog, answer *Response) error {
	watch.heard()
	if resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusNotModified {
		return nil // has no body, whatever its headers say [RFC 9110 15.3.5]
	}
	limit := c.MaxBody
	if resp.StatusCode != http.StatusOK {
		limit = min(limit, maxErrorBody)
	}
	raw := &wire{Reader: resp.Body, watch: watch, left: limit + 1}
	buffered := bufio.NewReaderSize(raw, 32<<10)
	if _, err := buffered.Peek(1); err == io.EOF {
		return nil // nothing, in any coding
	}
	body, done, err := c.codings.decode(resp.Header, buffered)
	if err != nil {
		if raw.err != nil {
			return fmt.Errorf("the body broke off: %w", raw.err)
		}
		return err
	}
	defer done()
	buf, _ := c.bodies.Get().(*bytes.Buffer)
	buf.Reset()
	if n := resp.ContentLength; n > 0 {
		buf.Grow(int(min(n, maxTrusted)) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(body, limit+1))
	if err == nil && n <= limit {
		_, err = io.Copy(io.Discard, buffered) // the coding's end is not yet the message's
	}
	switch {
	case n > limit, errors.Is(err, errBound):
		err = &kindError{apierr.ErrDecode, fmt.Errorf("the body is larger than %d bytes, the most this client reads", limit)}
	case raw.err != nil:
		err = fmt.Errorf("the body broke off: %w", raw.err)
	case err != nil:
		err = &kindError{apierr.ErrDecode, fmt.Errorf("the body's %s coding is damaged: %w", resp.Header.Get("Content-Encoding"), err)}
	}
	release := func() {
		if buf.Cap() <= maxPooled {
			c.bodies.Put(buf)
		}
	}
	if err != nil {
		release()
		return err
	}
	answer.Body, answer.release = buf.Bytes(), release
	return nil
}
